"""What is in an uploaded file: a QR code that can be read, a photograph before the colour the office asks for."""

from .checks import Finding, inspect

__all__ = ["Finding", "inspect"]
