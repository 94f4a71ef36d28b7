"""Writing the transparency log."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .merkle import leaf_hash
from .models import LogLeaf

# Any constant: names the log's end among PostgreSQL's advisory locks.
LOG_LOCK = 0x7A3C9F1


def leaf_append(content: Mapping[str, Any]) -> LogLeaf:
    """Append one publication to the log, in the caller's transaction; `content` is public and holds no personal data
    beyond what the register shows.

    The end of the log is locked until the caller commits. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("leaf_append needs the transaction of what it publishes")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    last = LogLeaf.objects.order_by("-index").values_list("index", flat=True).first()
    return LogLeaf.objects.create(
        index=0 if last is None else last + 1,
        content=text,
        leaf_hash=leaf_hash(text.encode()).hex(),
        created_at=timezone.now(),
    )
