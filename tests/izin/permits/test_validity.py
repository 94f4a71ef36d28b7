"""How long a permit is valid, and what the register says of it on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.permits.enums import STATUS_TONES, PermitState, PublicStatus
from izin.permits.validity import EXPIRING_WITHIN, public_status, validity_period, years_later

ISSUED = date(2026, 11, 24)
DATES = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 12, 1), date(2027, 5, 31), (date(2026, 12, 1), date(2027, 5, 31))),
        (None, None, (ISSUED, date(2027, 11, 24))),
        (date(2026, 12, 1), None, (date(2026, 12, 1), date(2027, 11, 24))),
        (None, date(2027, 1, 1), (ISSUED, date(2027, 1, 1))),
        (ISSUED, ISSUED, (ISSUED, ISSUED)),
        # Longer than a year after the day of issue: cut.
        (date(2026, 12, 1), date(2028, 12, 1), (date(2026, 12, 1), date(2027, 11, 24))),
        (date(2027, 11, 24), date(2028, 1, 1), (date(2027, 11, 24), date(2027, 11, 24))),
        (date(2027, 12, 24), date(2028, 1, 1), (date(2027, 11, 24), date(2027, 11, 24))),
        # Passed while it was handled.
        (date(2026, 1, 1), date(2026, 3, 1), (date(2026, 1, 1), date(2026, 3, 1))),
        (None, date(2026, 3, 1), (date(2026, 3, 1), date(2026, 3, 1))),
    ],
)
def test_the_period_of_validity(start, end, expected):
    assert validity_period(issued_on=ISSUED, start=start, end=end, years_max=1) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 2, 28), 2, date(2028, 2, 28)),
        (date(2026, 12, 31), 5, date(2031, 12, 31)),
    ],
)
def test_years_later_is_the_same_day(day, years, expected):
    assert years_later(day, years) == expected


@given(issued=DATES, start=st.none() | DATES, end=st.none() | DATES, years=st.integers(1, 30))
def test_the_period_is_in_order_and_never_longer_than_asked_or_allowed(issued, start, end, years):
    first, last = validity_period(issued_on=issued, start=start, end=end, years_max=years)
    assert first <= last <= years_later(issued, years)
    if end is not None:
        assert last <= end
    if end is None or end >= years_later(issued, years):
        assert last == years_later(issued, years)
    if (start or issued) <= last:
        assert first == (start or issued)


FIRST, LAST = date(2026, 12, 1), date(2027, 5, 31)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (FIRST - timedelta(days=1), PublicStatus.NOT_YET),
        (FIRST, PublicStatus.VALID),
        (LAST - EXPIRING_WITHIN - timedelta(days=1), PublicStatus.VALID),
        (LAST - EXPIRING_WITHIN, PublicStatus.EXPIRING),
        (LAST, PublicStatus.EXPIRING),
        (LAST + timedelta(days=1), PublicStatus.EXPIRED),
    ],
)
def test_what_the_register_says_of_an_active_permit(day, status):
    assert public_status(PermitState.ACTIVE, FIRST, LAST, day) == status


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)])
@pytest.mark.parametrize(
    ("state", "status"),
    [(PermitState.REVOKED, PublicStatus.REVOKED), (PermitState.REPLACED, PublicStatus.REPLACED)],
)
def test_a_decision_of_the_office_counts_on_every_day(state, status, day):
    assert public_status(state, FIRST, LAST, day) == status


def test_every_status_has_a_tone_and_green_is_for_valid_alone():
    assert set(STATUS_TONES) == set(PublicStatus)
    assert [status for status, tone in STATUS_TONES.items() if tone == "success"] == [PublicStatus.VALID]
