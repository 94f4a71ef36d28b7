"""Working time: by hand, by properties, and by the calendar of 2025 to 2027 (W5)."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import izin.workflow
from izin.workflow.clock import (
    NOTHING,
    Calendar,
    OfficeNeverOpens,
    days_after,
    days_between,
    deadline,
    time_used,
    working_time,
    working_time_add,
)
from izin.workflow.working_days import days_worked

ZONE = ZoneInfo("Asia/Jakarta")
USUAL = ((time(7, 30), time(12)), (time(13), time(16)))
FRIDAY = ((time(7, 30), time(12)), (time(13, 30), time(16, 30)))
WEEK = {**dict.fromkeys(range(4), USUAL), 4: FRIDAY}
RAMADAN = {**dict.fromkeys(range(4), ((time(8), time(12)), (time(12, 30), time(15)))), 4: ((time(8), time(11, 30)),)}
CSV = Path(izin.workflow.__file__).with_name("data") / "hari_libur.csv"
HOLIDAYS = frozenset(
    date.fromisoformat(row["date"]) for row in csv.DictReader(CSV.read_text(encoding="utf-8").splitlines())
)
OFFICE = Calendar(
    ZONE,
    WEEK,
    periods=[(date(2026, 2, 19), date(2026, 3, 20), RAMADAN), (date(2027, 2, 8), date(2027, 3, 9), RAMADAN)],
    closed=HOLIDAYS,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_a_week_has_thirty_seven_and_a_half_hours_and_thirty_two_and_a_half_or_less_in_ramadan():
    assert working_time(OFFICE, at("2026-11-16"), at("2026-11-23")) == hours(37.5)
    # Mondays to Thursdays of 6.5 hours; this Friday is cut short by the data of this test.
    assert working_time(OFFICE, at("2026-03-02"), at("2026-03-06")) == hours(4 * 6.5)


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        ("2026-11-16 07:30", "2026-11-16 16:00", 7.5),
        ("2026-11-16 06:00", "2026-11-16 08:00", 0.5),
        ("2026-11-16 11:30", "2026-11-16 13:30", 1),  # the break does not count
        ("2026-11-16 15:00", "2026-11-17 08:30", 2),
        ("2026-11-20 16:00", "2026-11-23 08:00", 1),  # over a weekend
        ("2026-12-24 15:00", "2026-12-28 08:00", 0.5),  # Christmas and its eve are closed
        ("2026-11-21 08:00", "2026-11-22 20:00", 0),
        ("2026-11-17 09:00", "2026-11-16 09:00", 0),
    ],
)
def test_what_counts_as_working_time(start, end, worked):
    assert working_time(OFFICE, at(start), at(end)) == hours(worked)


def test_the_guide_s_example_is_nine_march_because_holidays_do_not_count():
    """Guide: accepted 24 February 2022, seven working days, "paling lama 09 Maret 2022". Facts 1.5."""
    holidays = frozenset({date(2022, 2, 28), date(2022, 3, 3)})  # Isra Mikraj, Nyepi
    accepted = at("2022-02-24 10:00")
    with_holidays = Calendar(ZONE, WEEK, closed=holidays)
    assert days_after(with_holidays, accepted, 7) == at("2022-03-09 16:00")
    # The other reading, holidays ignored, needs a start on the Monday after.
    without = Calendar(ZONE, WEEK)
    assert days_after(without, accepted, 7) == at("2022-03-07 16:00")
    assert days_after(without, at("2022-02-28 10:00"), 7) == at("2022-03-09 16:00")


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        # Each was counted on a calendar with the holidays of `hari_libur.csv`.
        ("2025-03-27 09:00", 3, "2025-04-10 16:00"),  # Nyepi, Idul Fitri and its collective leave
        ("2025-08-15 09:00", 1, "2025-08-19 16:00"),  # 18 August 2025 was added in the middle of the year
        ("2026-03-16 09:00", 2, "2026-03-25 16:00"),
        ("2026-12-22 09:00", 3, "2026-12-29 16:00"),
        ("2026-11-20 15:59", 1, "2026-11-23 16:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 16:00"),  # accepted on a Saturday
        ("2026-02-17 09:00", 5, "2026-02-24 15:00"),  # ends in Ramadan, when the office closes earlier
        ("2027-05-05 09:00", 1, "2027-05-07 16:30"),
    ],
)
def test_what_is_due_by_the_calendars_of_2025_to_2027(accepted, days, due):
    assert days_after(OFFICE, at(accepted), days) == at(due)


def test_every_day_of_three_years_counts_as_the_other_count_of_working_days_does():
    """`working_days` counts the same days for the public figures."""
    first = date(2025, 1, 1)
    for number in range(0, 1095, 13):
        start = first + timedelta(days=number)
        for length in (0, 1, 5, 21):
            end = start + timedelta(days=length)
            assert days_between(OFFICE, start, end) == days_worked(start, end, HOLIDAYS), (start, end)


MOMENTS = st.integers(0, 1060 * 24 * 60).map(lambda minutes: at("2025-01-01") + timedelta(minutes=minutes))
AMOUNTS = st.timedeltas(NOTHING, timedelta(hours=80))


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_time_added_is_time_passed_and_parts_add_up(start, first, second):
    middle = working_time_add(OFFICE, start, first)
    end = working_time_add(OFFICE, middle, second)
    assert start <= middle <= end
    assert working_time(OFFICE, start, middle) == first
    assert end == working_time_add(OFFICE, start, first + second) or not first + second
    assert working_time(OFFICE, start, end) == first + second


@given(st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_working_time_is_additive_never_negative_and_never_more_than_time(moments):
    a, b, c = sorted(moments)
    whole = working_time(OFFICE, a, c)
    assert whole == working_time(OFFICE, a, b) + working_time(OFFICE, b, c)
    assert NOTHING <= whole <= c - a
    assert working_time(OFFICE, c, a) == NOTHING


@given(MOMENTS, st.integers(1, 30))
def test_what_is_due_is_the_end_of_a_working_day_and_that_many_lie_between(start, days):
    due = days_after(OFFICE, start, days)
    day = due.date()
    assert due == OFFICE.hours(day)[-1][1]
    assert days_between(OFFICE, start.date(), day) == days
    assert days_between(OFFICE, start.date(), day - timedelta(days=1)) == days - 1
    assert days_after(OFFICE, start, days + 1) > due


@st.composite
def histories(draw) -> tuple[datetime, int, list[tuple[datetime, datetime]]]:
    """A start, days, and times with the applicant after it, in order."""
    start, moment, pauses = draw(MOMENTS), None, []
    moment = start
    for _pause in range(draw(st.integers(0, 4))):
        paused = moment + draw(st.timedeltas(NOTHING, timedelta(days=6)))
        moment = paused + draw(st.timedeltas(NOTHING, timedelta(days=40)))
        pauses.append((paused, moment))
    return start, draw(st.integers(1, 12)), pauses


@given(histories(), st.integers(10, 99))
def test_the_office_has_exactly_its_time_however_often_it_is_returned(history, percent):
    start, days, pauses = history
    total = working_time(OFFICE, start, days_after(OFFICE, start, days))
    found = deadline(OFFICE, start=start, days=days, pauses=pauses, warn_percent=percent)
    assert time_used(OFFICE, start=start, now=found.due_at, pauses=pauses) == total
    assert time_used(OFFICE, start=start, now=found.warn_at, pauses=pauses) == total * percent / 100
    assert start < found.warn_at < found.due_at
    assert found.due_at >= days_after(OFFICE, start, days)


@given(histories())
def test_the_clock_never_runs_while_the_applicant_has_it(history):
    start, days, pauses = history
    found = deadline(OFFICE, start=start, days=days, pauses=pauses)
    for paused, resumed in pauses:
        before, after = (time_used(OFFICE, start=start, now=now, pauses=pauses) for now in (paused, resumed))
        assert before == after
        assert not paused < found.due_at < resumed


def test_a_return_over_the_weekend_costs_the_office_nothing_and_gives_it_nothing():
    start = at("2026-11-16 09:00")
    pauses = [(at("2026-11-20 16:30"), at("2026-11-23 07:30"))]
    assert deadline(OFFICE, start=start, days=7, pauses=pauses) == deadline(OFFICE, start=start, days=7)


def test_a_return_of_a_day_moves_the_deadline_by_its_hours():
    start = at("2026-11-16 09:00")
    pauses = [(at("2026-11-18 09:00"), at("2026-11-19 09:00"))]
    assert deadline(OFFICE, start=start, days=3, pauses=pauses).due_at == at("2026-11-20 16:30")
    assert deadline(OFFICE, start=start, days=3).due_at == at("2026-11-19 16:00")


def test_moments_of_any_zone_are_the_same():
    start = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
    assert working_time(OFFICE, start, start + hours(2)) == hours(2)
    assert days_after(OFFICE, datetime(2026, 11, 16, 18, 0, tzinfo=UTC), 1) == at("2026-11-18 16:00")


def test_an_office_that_never_opens_is_said_to_and_not_searched_for_ever():
    never = Calendar(ZONE, {})
    for call in (
        lambda: working_time_add(never, at("2026-11-16"), hours(1)),
        lambda: days_after(never, at("2026-11-16"), 1),
    ):
        with pytest.raises(OfficeNeverOpens):
            call()


def test_a_closed_day_in_a_period_is_closed_and_a_day_it_does_not_name_keeps_its_hours():
    only_monday = {0: ((time(9), time(10)),)}
    calendar = Calendar(
        ZONE,
        WEEK,
        periods=[(date(2026, 11, 16), date(2026, 11, 24), only_monday)],
        closed=frozenset({date(2026, 11, 23)}),
    )
    lengths: Iterator[timedelta] = (
        sum((end - start for start, end in calendar.hours(date(2026, 11, day))), NOTHING) for day in (16, 17, 23, 24)
    )
    assert list(lengths) == [hours(1), hours(7.5), NOTHING, hours(7.5)]
