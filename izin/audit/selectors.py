"""Reading the audit log."""

from django.db import models
from django.db.models import QuerySet

from .chain import GENESIS, entry_hash
from .models import AuditEntry


def history_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Return the acts on one object, oldest first, with their actors."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).select_related(
        "actor"
    )


def chain_first_break() -> int | None:
    """Return the sequence of the first entry that does not fit the chain, None when the chain is whole.

    Reads the whole log in order with a server-side cursor; memory stays bounded.
    """
    previous, expected = GENESIS, 1
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        fits = entry.sequence == expected and entry.previous_hash == previous
        if not fits or entry.hash != entry_hash(
            previous_hash=entry.previous_hash,
            sequence=entry.sequence,
            at=entry.at,
            actor_id=entry.actor_id,
            action=entry.action,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
            data=entry.data,
        ):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
