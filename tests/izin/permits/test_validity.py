"""How long a permit is valid, and what the register says of it on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import years_later
from izin.permits.enums import STATUS_TONES, PermitState, PublicStatus
from izin.permits.validity import EXPIRING_WITHIN, public_status, validity_period

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
        # Begun while it was handled: nothing is valid before it is issued.
        (date(2026, 10, 1), date(2027, 3, 1), (ISSUED, date(2027, 3, 1))),
    ],
)
def test_the_period_of_validity(start, end, expected):
    assert validity_period(issued_on=ISSUED, start=start, end=end, years_max=1) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 1, 1), date(2026, 11, 23)),
        (None, date(2026, 11, 23)),
        (date(2027, 11, 25), date(2028, 1, 1)),
        (date(2027, 1, 2), date(2027, 1, 1)),
    ],
    ids=["passed", "passed without a start", "begins after the longest time", "reversed"],
)
def test_a_period_of_which_nothing_is_left_is_refused(start, end):
    with pytest.raises(ValueError, match="nothing is left"):
        validity_period(issued_on=ISSUED, start=start, end=end, years_max=1)


@given(issued=DATES, start=st.none() | DATES, end=st.none() | DATES, years=st.integers(1, 30))
def test_the_period_is_in_order_and_never_longer_than_asked_or_allowed(issued, start, end, years):
    try:
        first, last = validity_period(issued_on=issued, start=start, end=end, years_max=years)
    except ValueError:
        longest = years_later(issued, years)
        assert max(start or issued, issued) > min(end or longest, longest)
        return
    assert issued <= first <= last <= years_later(issued, years)
    assert first == max(start or issued, issued)
    assert last == min(end or years_later(issued, years), years_later(issued, years))


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
