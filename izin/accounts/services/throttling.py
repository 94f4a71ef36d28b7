"""How often somebody may ask for what costs us something or could be misused.

Counted in the database, so that all processes count together and a restart forgets nothing. Network addresses and
NIKs are in no table: only their blind indexes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.crypto import blind_index
from izin.accounts.models import RequestCount

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many times within a span; the spans follow each other without a gap."""

    topic: str
    times: int
    within: timedelta


REGISTRATIONS = Limit("register", 10, _HOUR)
# Far above what correcting a form takes; each may store a scan of 512 KB.
REGISTRATION_FORMS = Limit("register-form", 60, _HOUR)
# Of one network address. A village office may help many people behind one address.
PASSWORD_REQUESTS = Limit("password-request", 20, _HOUR)
RESET_CODE_CHECKS = Limit("reset-code-check", 60, _HOUR)
# Of one account, whoever asks: each new code gives five more tries.
RESET_CODES = Limit("reset-code", 5, _DAY)
FIRST_PASSWORDS = Limit("first-password", 3, _DAY)


def registration_post_allowed(*, ip_address: str | None) -> bool:
    """Count one sent form of this address; False when it was one too many this hour."""
    return allowed(REGISTRATION_FORMS, ip_address or "")


def registration_allowed(*, ip_address: str | None) -> bool:
    """Count one complete registration of this address; False when it was one too many this hour."""
    return allowed(REGISTRATIONS, ip_address or "")


def allowed(limit: Limit, who: str) -> bool:
    """Count one more time for `who` (an address, or what names an account); False when it was one too many."""
    seconds = limit.within.total_seconds()
    since = datetime.fromtimestamp(timezone.now().timestamp() // seconds * seconds, UTC)
    row: dict[str, Any] = {"topic": limit.topic, "who": blind_index(who), "since": since}
    with transaction.atomic():
        # Old rows go when a new one comes, so the table stays as small as one day.
        _row, created = RequestCount.objects.get_or_create(**row)
        if created:
            RequestCount.objects.filter(since__lt=since - 2 * _DAY).delete()
        # Locks the row until the commit: whoever counts at the same moment gets another number.
        RequestCount.objects.filter(**row).update(count=F("count") + 1)
        return RequestCount.objects.values_list("count", flat=True).get(**row) <= limit.times
