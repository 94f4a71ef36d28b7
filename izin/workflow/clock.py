"""Working time: office hours, holidays, and what is due when (W5); pure.

A case is due at the end of office hours on the n-th working day after the day its papers were accepted. So the guide's
"paling lama 09 Maret 2022" for seven days from Thursday 24 February 2022 comes out when holidays do not count: the
28th of February and the 3rd of March were holidays. While the applicant has the case the clock stands, to the minute.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

Spans = tuple[tuple[time, time], ...]
Week = Mapping[int, Spans]
NOTHING = timedelta(0)
# An office that does not open once in so many days has no calendar.
FARTHEST = 3 * 366


class OfficeNeverOpens(ValueError):
    """The calendar has no working time to count on."""


@dataclass(frozen=True)
class Calendar:
    """When the office works: its week, periods with other hours, and days on which it is closed.

    A weekday that a period does not name keeps the usual hours.
    """

    zone: tzinfo
    week: Week
    periods: Sequence[tuple[date, date, Week]] = ()
    closed: frozenset[date] = frozenset()
    _known: dict[date, list[tuple[datetime, datetime]]] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the working time of a day, in order."""
        if day not in self._known:
            spans = () if day in self.closed else self._usual(day)
            self._known[day] = [
                (datetime.combine(day, start, self.zone), datetime.combine(day, end, self.zone)) for start, end in spans
            ]
        return self._known[day]

    def _usual(self, day: date) -> Spans:
        for first, last, week in self.periods:
            if first <= day <= last and day.weekday() in week:
                return week[day.weekday()]
        return self.week.get(day.weekday(), ())

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day."""
        return bool(self.hours(day))

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working time from a moment on. Raises OfficeNeverOpens rather than search for ever."""
        day, idle = moment.astimezone(self.zone).date(), 0
        while idle < FARTHEST:
            idle += 1
            for start, end in self.hours(day):
                if end > moment:
                    idle = 0
                    yield max(start, moment), end
            day += timedelta(days=1)
        raise OfficeNeverOpens(f"no office hours for {FARTHEST} days from {moment:%Y-%m-%d}")


def working_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the working time between two moments; none when the second is not later."""
    total = NOTHING
    if end <= start:
        return total
    for opens, closes in calendar.spans_from(start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def working_time_add(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """Return the first moment by which so much working time has passed since `start`."""
    left = amount
    if left <= NOTHING:
        return start
    for opens, closes in calendar.spans_from(start):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise OfficeNeverOpens


def days_after(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Return the end of office hours on the n-th working day after the day of `start`; the next one for none."""
    day, left = start.astimezone(calendar.zone).date(), max(days, 1)
    for _count in range(FARTHEST + left * 7):
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            left -= 1
            if not left:
                return calendar.hours(day)[-1][1]
    raise OfficeNeverOpens


def days_between(calendar: Calendar, first: date, last: date) -> int:
    """Return the working days after `first` up to and including `last`; none when it is not later."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(calendar.is_working_day, days))


@dataclass(frozen=True)
class Deadline:
    """When a case is due, and from when its officers are reminded."""

    due_at: datetime
    warn_at: datetime


Pauses = Sequence[tuple[datetime, datetime]]


def deadline(
    calendar: Calendar, *, start: datetime, days: int, pauses: Pauses = (), warn_percent: int = 75
) -> Deadline:
    """Return the deadline of a case whose clock started at `start`, with `days` working days to its end.

    `pauses` are the times it lay with the applicant, in order, each from its return to its coming back. What was left
    at the return is left when it comes back.
    """
    total = working_time(calendar, start, days_after(calendar, start, days))
    return Deadline(
        due_at=_reached(calendar, start, pauses, total),
        warn_at=_reached(calendar, start, pauses, total * warn_percent / 100),
    )


def time_used(calendar: Calendar, *, start: datetime, now: datetime, pauses: Pauses = ()) -> timedelta:
    """Return the working time the office has had a case until now."""
    used, running = NOTHING, start
    for paused, resumed in pauses:
        used += working_time(calendar, running, min(paused, now))
        running = resumed
    return used + working_time(calendar, running, now)


def _reached(calendar: Calendar, start: datetime, pauses: Pauses, amount: timedelta) -> datetime:
    """Return when so much working time of the office has passed."""
    running, left = start, amount
    for paused, resumed in pauses:
        spent = working_time(calendar, running, paused)
        if spent >= left:
            break
        left, running = left - spent, max(resumed, paused)
    return working_time_add(calendar, running, left)
