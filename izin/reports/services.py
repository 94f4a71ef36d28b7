"""Writing down who took what away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from izin.accounts.models import User
from izin.audit.services import audit_record


def download_record(*, actor: User, report: str, data: Mapping[str, Any]) -> None:
    """Log that somebody downloaded a report, with its filters; `data` must hold no personal data."""
    action = "audit.exported" if report == "audit" else "register.downloaded"
    with transaction.atomic():
        audit_record(actor=actor, action=action, subject=actor, data={"report": report, **data})


def audit_checked(*, actor: User, entries: int, broken_at: int | None) -> None:
    """Log that somebody checked the end of the chain, and what came of it."""
    with transaction.atomic():
        audit_record(actor=actor, action="audit.checked", subject=actor, data={"rows": entries, "broken": broken_at})
