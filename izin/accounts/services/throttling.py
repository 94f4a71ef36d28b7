"""How often one address may register. A counter in the cache: exactness does not matter, bulk does."""

import time

from django.core.cache import cache

from common.crypto import blind_index

REGISTRATIONS_PER_HOUR = 10
# Far above what correcting a form takes; each may store a scan of 512 KB.
FORMS_PER_HOUR = 60
_HOUR = 3600


def registration_post_allowed(*, ip_address: str | None) -> bool:
    """Count one sent form of this address; False when it was one too many this hour."""
    return _count("register-form", ip_address) <= FORMS_PER_HOUR


def registration_allowed(*, ip_address: str | None) -> bool:
    """Count one complete registration of this address; False when it was one too many this hour."""
    return _count("register", ip_address) <= REGISTRATIONS_PER_HOUR


def _count(topic: str, ip_address: str | None) -> int:
    # A new key each hour; the address itself is in no table.
    key = f"{topic}:{blind_index(ip_address or '')}:{int(time.time() // _HOUR)}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=_HOUR)
    return count
