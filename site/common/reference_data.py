"""Rows that come with the product: brought in once, and the office's from then on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import connection, models, transaction
from wagtail.models import DraftStateMixin

# Any constant: names these loads among PostgreSQL's advisory locks.
LOAD_LOCK = 0x5EED0F1


class Outcome(StrEnum):
    """What became of one shipped row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"  # as shipped with an earlier version; no editor has touched it
    KEPT = "kept"  # an editor changed it
    OVERWRITTEN = "overwritten"  # an editor changed it, and it was asked for by force


@contextmanager
def loading() -> Iterator[None]:
    """Load all or nothing; loads wait for each other, so that no row is brought in twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        yield


def edited(row: models.Model) -> bool:
    """Whether an editor may have changed the row: of rows without history nobody can tell."""
    if not isinstance(row, DraftStateMixin):
        return True
    return not row.live or row.revisions.filter(user__isnull=False).exists()


def row_load(
    model: type[models.Model], found: models.Model | None, values: Mapping[str, Any], *, force: bool
) -> Outcome:
    """Add a row, or leave the one that was `found`; with `force`, overwrite what differs. Return which.

    A row with drafts is published, its history stays, and while no editor has saved it, it follows what is shipped.
    Raises ValidationError when the values are unsound.
    """
    outcome = Outcome.NEW
    if found is not None:
        if all(getattr(found, name) == value for name, value in values.items()) and getattr(found, "live", True):
            return Outcome.UNCHANGED
        outcome = Outcome.OVERWRITTEN if edited(found) else Outcome.UPDATED
        if outcome == Outcome.OVERWRITTEN and not force:
            return Outcome.KEPT
    row = found or model()
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if isinstance(row, DraftStateMixin):
        row.save_revision().publish()
    return outcome
