"""Median and ninth decile."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from izin.reports.durations import durations_of

DAYS = st.lists(st.integers(0, 400), min_size=1)


def test_nothing_has_no_figures():
    found = durations_of(Counter())
    assert (found.count, found.median, found.p90) == (0, None, None)


def test_by_hand():
    # 1 2 2 3 4 5 6 7 8 30: five of ten within 4, nine of ten within 8.
    found = durations_of(Counter([1, 2, 2, 3, 4, 5, 6, 7, 8, 30]))
    assert (found.count, found.median, found.p90) == (10, 4, 8)


@given(DAYS)
def test_nearest_rank(days):
    found, ranked = durations_of(Counter(days)), sorted(days)
    for percent, value in ((50, found.median), (90, found.p90)):
        # The nearest rank is the least whole number that is not below the share.
        assert value == ranked[-(-percent * len(days) // 100) - 1]
        assert sum(day <= value for day in days) * 100 >= percent * len(days)
        assert sum(day < value for day in days) * 100 < percent * len(days)
    assert ranked[0] <= found.median <= found.p90 <= ranked[-1]


@given(DAYS, st.randoms())
def test_order_does_not_matter_and_longer_durations_never_shorten(days, random):
    mixed = [*days]
    random.shuffle(mixed)
    assert durations_of(Counter(mixed)) == durations_of(Counter(days))
    longer = durations_of(Counter(day + 1 for day in days))
    found = durations_of(Counter(days))
    assert (longer.median, longer.p90) == (found.median + 1, found.p90 + 1)
