"""Handing out signed letters."""

from django.db import transaction

from izin.accounts.models import User
from izin.audit.services import audit_record

from ..models import Permit


def permit_downloaded(*, permit: Permit, actor: User) -> None:
    """Log that somebody took the letter."""
    with transaction.atomic():
        audit_record(actor=actor, action="permit.downloaded", subject=permit)
