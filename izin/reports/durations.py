"""Median and ninth decile of working days; pure."""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache

from izin.workflow.working_days import days_for_share, days_worked


@dataclass(frozen=True)
class Durations:
    """How long things took: how many there were, within how many days half of them and nine of ten were done."""

    count: int
    median: int | None
    p90: int | None


def durations_of(days: Counter[int]) -> Durations:
    """Return the figures of a count of durations, None for both where nothing occurred.

    Both are durations that really occurred (nearest rank), so "half within 3 days" is true of real cases.
    """
    count = days.total()
    if not count:
        return Durations(0, None, None)
    return Durations(count, days_for_share(days, 50), days_for_share(days, 90))


class WorkingDays:
    """Counts the working days between two dates, each pair once."""

    def __init__(self, holidays: AbstractSet[date]) -> None:
        self._holidays = frozenset(holidays)
        self._between = cache(self._count)

    def _count(self, first: date, last: date) -> int:
        return days_worked(first, last, self._holidays)

    def between(self, first: date, last: date) -> int:
        """Return the working days after `first` up to and including `last`."""
        return self._between(first, last)
