"""How entries are hashed; pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def entry_hash(
    *,
    previous_hash: str,
    sequence: int,
    at: datetime,
    actor_id: int | None,
    action: str,
    subject_type: str,
    subject_id: str,
    data: Mapping[str, Any],
) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of an entry's canonical JSON, which names the hash before it."""
    content = {
        "previous": previous_hash,
        "sequence": sequence,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor_id,
        "action": action,
        "subject": [subject_type, subject_id],
        "data": data,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
