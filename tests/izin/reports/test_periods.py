"""Periods of reports."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.reports.periods import Period, PeriodKind, period_at

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
FIXED = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SEMESTER, PeriodKind.YEAR]


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "label"),
    [
        ("bulan", "2028-02-29", "2028-02-01", "2028-02-29", "Februari 2028"),
        ("triwulan", "2026-11-24", "2026-10-01", "2026-12-31", "Triwulan IV 2026"),
        ("triwulan", "2026-01-01", "2026-01-01", "2026-03-31", "Triwulan I 2026"),
        ("semester", "2026-06-30", "2026-01-01", "2026-06-30", "Semester I 2026"),
        ("semester", "2026-07-01", "2026-07-01", "2026-12-31", "Semester II 2026"),
        ("tahun", "2026-11-24", "2026-01-01", "2026-12-31", "Tahun 2026"),
    ],
)
def test_the_period_of_a_day(kind, day, first, last, label):
    period = period_at(PeriodKind(kind), date.fromisoformat(day))
    assert (period.first.isoformat(), period.last.isoformat(), period.label) == (first, last, label)


def test_a_free_range_is_named_by_its_ends():
    assert (
        Period(PeriodKind.FREE, date(2026, 11, 2), date(2026, 11, 9)).label == "2 November 2026 sampai 9 November 2026"
    )


@given(st.sampled_from(FIXED), DAYS)
def test_periods_follow_each_other_without_gap(kind, day):
    period = period_at(kind, day)
    assert period.first <= day <= period.last
    assert period.moved(1).first == period.last + timedelta(days=1)
    assert period.moved(1).moved(-1) == period


@given(DAYS, st.integers(0, 400))
def test_the_parts_cover_the_period(first, length):
    period = Period(PeriodKind.FREE, first, first + timedelta(days=length))
    parts = list(period.parts())
    assert parts[0] <= period.first
    assert parts[-1] <= period.last
    assert parts == sorted(set(parts))
    assert 1 <= len(parts) <= 31
    assert period.moved(1).first == period.last + timedelta(days=1)
    assert (period.end - period.start).days == period.days
