"""Writing the audit log."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone

from .chain import GENESIS, entry_hash
from .models import AuditEntry

if TYPE_CHECKING:
    from izin.accounts.models import User

# Any constant: names the chain's end among PostgreSQL's advisory locks.
CHAIN_LOCK = 0x12A0D17


def audit_record(
    *, actor: "User | None", action: str, subject: models.Model, data: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Append one act to the chain, in the caller's transaction; without one it raises TransactionManagementError.

    The end of the chain is locked until the caller commits, so call it after every other lock is taken: that
    order keeps two services from waiting for each other. `data` must hold no personal data. `actor` is None
    when the system itself acts.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit_record needs the transaction of the act it records")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").values("sequence", "hash").first()
    values: dict[str, Any] = {
        "sequence": last["sequence"] + 1 if last else 1,
        "at": timezone.now(),
        "actor_id": actor.pk if actor is not None else None,
        "action": action,
        "subject_type": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        # As the database will give it back: what is hashed now is what is checked later.
        "data": json.loads(json.dumps(dict(data or {}))),
        "previous_hash": last["hash"] if last else GENESIS,
    }
    return AuditEntry.objects.create(**values, hash=entry_hash(**values))
