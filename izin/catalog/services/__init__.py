"""Writing the catalogue."""

from .loading import catalogue_load
from .numbers import number_take

__all__ = ["catalogue_load", "number_take"]
