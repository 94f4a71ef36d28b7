"""How many working days something took, and within how many most of it was done."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.workflow.working_days import days_for_share, days_worked

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-23", "2026-11-24", 1),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-21", "2026-11-22", 0),
        ("2026-11-16", "2026-11-23", 4),
        ("2026-11-24", "2026-11-23", 0),
    ],
)
def test_working_days(start, end, days):
    holidays = {date(2026, 11, 18), date(2026, 11, 22)}
    assert days_worked(date.fromisoformat(start), date.fromisoformat(end), holidays) == days


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted), st.sets(DAYS, max_size=20))
def test_working_days_add_up(days, holidays):
    first, middle, last = days
    whole = days_worked(first, last, holidays)
    assert whole == days_worked(first, middle, holidays) + days_worked(middle, last, holidays)
    assert 0 <= whole <= days_worked(first, last, set()) <= (last - first).days
    assert days_worked(first, last, set()) - whole <= len(holidays)


@given(DAYS, st.integers(0, 60))
def test_each_week_has_five_working_days(start, weeks):
    assert days_worked(start, start + timedelta(weeks=weeks), set()) == 5 * weeks


@pytest.mark.parametrize(
    ("durations", "half", "most"),
    [([3], 3, 3), ([1, 2], 1, 2), ([1, 2, 3, 4, 5], 3, 5), ([*range(1, 11)], 5, 9), ([0, 0, 0, 0, 90], 0, 90)],
)
def test_shares(durations, half, most):
    assert days_for_share(Counter(durations), 50) == half
    assert days_for_share(Counter(durations), 90) == most


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_a_share_is_the_least_that_is_true(durations, percent):
    found = days_for_share(Counter(durations), percent)
    assert sum(days <= found for days in durations) * 100 >= percent * len(durations)
    assert sum(days < found for days in durations) * 100 < percent * len(durations)


def test_nothing_has_no_share():
    with pytest.raises(ValueError, match="nothing"):
        days_for_share(Counter(), 50)
