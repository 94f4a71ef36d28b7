"""What is in an uploaded file: a QR code that can be read, a photograph before the colour the office asks for, and what
may make it hard to read."""

from .checks import Finding, inspect
from .hints import Look, look_at

__all__ = ["Finding", "Look", "inspect", "look_at"]
