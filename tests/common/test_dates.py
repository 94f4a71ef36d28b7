"""`common.dates`."""

from datetime import date

import pytest

from common.dates import years_later


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
