"""How many working days something took, and within how many most of it was done; pure."""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

SATURDAY = 5


def days_worked(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """Return the working days after `start` up to and including `end`; nothing when `end` is not later.

    What is finished on the day it began took no day. Saturdays, Sundays and `holidays` do not count.
    """
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < SATURDAY and day not in holidays for day in days)


def days_for_share(durations: Counter[int], percent: int) -> int:
    """Return the least number of days within which at least `percent` of all were done.

    `durations` counts how often each duration occurred. The answer is one that really occurred, so the sentence made
    of it is true of real permits. Raises ValueError when nothing occurred.
    """
    total, done = durations.total(), 0
    for days in sorted(durations):
        done += durations[days]
        if durations[days] and done * 100 >= percent * total:
            return days
    raise ValueError("nothing occurred")
