"""Reading the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from .chain import GENESIS, entry_hash
from .models import AuditEntry, ChainCheck
from .words import area_actions

PAGE_SIZE = 50
# What a page may check while somebody waits: some tenths of a second.
CHECKED_ON_A_PAGE = 5000


def history_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Return the acts on one object, oldest first, with their actors."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).select_related(
        "actor"
    )


@dataclass(frozen=True)
class AuditQuery:
    """What is looked for in the log; empty parts do not restrict.

    `about` are conditions on subjects and actors, made by who knows what belongs to a case or a person; `area` is one
    of `words.AREAS`; `first` and `last` are days in the office's time zone, both included.
    """

    about: Q = Q()
    area: str = ""
    first: date | None = None
    last: date | None = None


def audit_search(query: AuditQuery) -> QuerySet[AuditEntry]:
    """Return the entries that fit, newest first, with their actors."""
    found = AuditEntry.objects.filter(query.about).select_related("actor").order_by("-sequence")
    if query.area:
        found = found.filter(action__in=area_actions(query.area))
    if query.first:
        found = found.filter(at__gte=_midnight(query.first))
    if query.last:
        found = found.filter(at__lt=_midnight(query.last + timedelta(days=1)))
    return found


def audit_page(query: AuditQuery, *, before: int | None = None) -> tuple[list[AuditEntry], int | None]:
    """Return the newest 50 entries (before one), and where the older ones go on, None when there are none; one query.

    Pages go by sequence and not by number: a log of millions is never counted, and new entries move nothing.
    """
    found = audit_search(query)
    if before is not None:
        found = found.filter(sequence__lt=before)
    entries = list(found[: PAGE_SIZE + 1])
    older = len(entries) > PAGE_SIZE
    entries = entries[:PAGE_SIZE]
    return entries, entries[-1].sequence if older else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class ChainResult:
    """What a check found: entries looked at, the hash of the last one, and the first that does not fit, if any."""

    entries: int
    last_hash: str
    broken_at: int | None


def chain_check() -> ChainResult:
    """Recompute the whole chain, in order, with a server-side cursor; memory stays bounded.

    An end that was removed or written anew since the last check that is remembered counts as broken: a chain alone
    would not tell.
    """
    known = ChainCheck.objects.filter(broken_at__isnull=True, entries__gt=0).first()
    entries = AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000)
    result = _follow(entries, GENESIS, 1, watch=(known.entries, known.last_hash) if known else None)
    if result.broken_at is None and known is not None and result.entries < known.entries:
        return ChainResult(result.entries, result.last_hash, result.entries + 1)
    return result


def chain_check_last(count: int = CHECKED_ON_A_PAGE) -> ChainResult:
    """Recompute the last entries only, as many as a page can while somebody waits; one query."""
    newest = list(AuditEntry.objects.order_by("-sequence")[: count + 1])[::-1]
    if len(newest) <= count:
        return _follow(newest, GENESIS, 1)
    return _follow(newest[1:], newest[0].hash, newest[0].sequence + 1)


def chain_first_break() -> int | None:
    """Return the sequence of the first entry that does not fit the chain, None when the chain is whole."""
    return chain_check().broken_at


def chain_check_latest() -> ChainCheck | None:
    """Return the last check of the whole chain that is remembered."""
    return ChainCheck.objects.first()


def _follow(
    entries: Iterable[AuditEntry], previous: str, expected: int, *, watch: tuple[int, str] | None = None
) -> ChainResult:
    """Follow the chain from a known hash; `watch` is an entry whose hash is known from elsewhere."""
    looked_at = 0
    for entry in entries:
        fits = entry.sequence == expected and entry.previous_hash == previous and entry.hash == _hash(entry)
        if watch is not None and entry.sequence == watch[0]:
            fits = fits and entry.hash == watch[1]
        if not fits:
            return ChainResult(looked_at, previous, expected)
        looked_at, previous, expected = looked_at + 1, entry.hash, expected + 1
    return ChainResult(looked_at, previous, None)


def _hash(entry: AuditEntry) -> str:
    return entry_hash(
        previous_hash=entry.previous_hash,
        sequence=entry.sequence,
        at=entry.at,
        actor_id=entry.actor_id,
        action=entry.action,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        data=entry.data,
    )
