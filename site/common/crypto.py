"""Encryption of personal data at rest, and the keyed index that finds it again (design section 7).

Keys come from `settings.PERSONAL_DATA_KEYS` (newest first: the first encrypts, all of them decrypt) and
`settings.BLIND_INDEX_KEY`.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DecryptionError(Exception):
    """The stored text was not written with any of the configured keys, or was changed since."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(
            "PERSONAL_DATA_KEYS must be one or more comma-separated urlsafe base64 keys of 32 bytes."
        ) from error


def _current_box() -> MultiFernet:
    keys = settings.PERSONAL_DATA_KEYS
    listed = keys.split(",") if isinstance(keys, str) else keys
    return _box(tuple(key.strip() for key in listed if key.strip()))


def encrypt(text: str) -> str:
    """Return `text` encrypted with the newest key, as ASCII; twice the same text gives two different answers."""
    return _current_box().encrypt(text.encode()).decode("ascii")


def decrypt(ciphertext: str) -> str:
    """Return what `encrypt` was given.

    Raises:
        DecryptionError: no configured key fits, or the ciphertext is damaged. Its message holds no data.
    """
    try:
        return _current_box().decrypt(ciphertext.encode("utf-8")).decode()
    except InvalidToken:
        raise DecryptionError("The stored text fits none of PERSONAL_DATA_KEYS.") from None


def blind_index(value: str) -> str:
    """Return 64 hex digits that are equal for equal values and tell nothing without the key (HMAC-SHA256)."""
    if not settings.BLIND_INDEX_KEY:
        raise ImproperlyConfigured("BLIND_INDEX_KEY is empty.")
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()
