"""Static files of `make run`: stored as production stores them, in a fraction of the time."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and gzip; brotli, which takes most of the time, is left to production."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Return a compressor without brotli."""
        return Compressor(use_brotli=False, **kwargs)
