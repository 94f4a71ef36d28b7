"""Arithmetic with days; pure."""

from datetime import date


def years_later(day: date, years: int) -> date:
    """Return the same day `years` years later; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
