"""Reading what the office keeps for its work."""

import hashlib
from collections.abc import Iterable
from datetime import date, time

from django.db.models import QuerySet
from django.utils import timezone

from izin.accounts.enums import Role

from .clock import Calendar, Spans
from .models import DecisionReason, Holiday, Superior, WorkingHours, WorkSettings

# What counts while nobody has entered hours: Perpres 21/2023, without the breaks.
_UNTOLD: Spans = ((time(7, 30), time(16, 0)),)


def holiday_list(first: date, last: date) -> QuerySet[Holiday]:
    """Return the holidays in force between two dates, both included, in order."""
    return Holiday.objects.filter(active=True, date__range=(first, last)).order_by("date")


def holiday_dates(first: date, last: date) -> set[date]:
    """Return the days of `holiday_list`: those on which the office is closed by a holiday in force."""
    return set(holiday_list(first, last).values_list("date", flat=True))


def reason_list(kind: DecisionReason.Kind) -> QuerySet[DecisionReason]:
    """Return the reasons that may be chosen for a kind of decision, in the office's order."""
    return DecisionReason.objects.filter(kind=kind, active=True).order_by("order", "text")


def work_settings() -> WorkSettings:
    """Return the office's settings, or what they are while nobody has changed them; one query."""
    return WorkSettings.objects.order_by("pk").first() or WorkSettings()


def roles_above(role: str) -> list[Role]:
    """Return the roles above one, nearest first; one query. A circle the office made ends where it closes."""
    above = dict(Superior.objects.filter(active=True).values_list("role", "superior"))
    found: list[Role] = []
    while (role := above.get(role, "")) and role not in found:
        found.append(Role(role))
    return found


def office_calendar() -> Calendar:
    """Return the office's calendar as it stands now; two queries. Read it once for a page or a run."""
    regular, periods = _weeks(WorkingHours.objects.filter(active=True))
    closed = frozenset(Holiday.objects.filter(active=True).values_list("date", flat=True))
    return Calendar(
        zone=timezone.get_default_timezone(),
        week=regular or dict.fromkeys(range(5), _UNTOLD),
        periods=[(first, last, week) for (first, last), week in periods.items()],
        closed=closed,
    )


def _weeks(rows: Iterable[WorkingHours]) -> tuple[dict[int, Spans], dict[tuple[date, date], dict[int, Spans]]]:
    regular: dict[int, Spans] = {}
    periods: dict[tuple[date, date], dict[int, Spans]] = {}
    for row in rows:
        if row.valid_from and row.valid_until:
            periods.setdefault((row.valid_from, row.valid_until), {})[row.weekday] = _spans(row)
        else:
            regular[row.weekday] = _spans(row)
    return regular, periods


def _spans(row: WorkingHours) -> Spans:
    if row.break_from and row.break_until:
        return ((row.opens, row.break_from), (row.break_until, row.closes))
    return ((row.opens, row.closes),)


def calendar_stamp(calendar: Calendar, warn_percent: int) -> str:
    """Return a mark that changes with whatever deadlines are worked out from."""
    told = [
        sorted(calendar.week.items()),
        sorted((first, last, sorted(week.items())) for first, last, week in calendar.periods),
        sorted(calendar.closed),
        warn_percent,
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
