"""How long a permit is valid, and what the register says of it on a day; pure."""

from datetime import date, timedelta

from .enums import PermitState, PublicStatus

# A permit that ends within this time is shown as "Segera berakhir" (P6; the first reminder goes out then, F11).
EXPIRING_WITHIN = timedelta(days=30)


def years_later(day: date, years: int) -> date:
    """Return the same day `years` years later; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def validity_period(*, issued_on: date, start: date | None, end: date | None, years_max: int) -> tuple[date, date]:
    """Return the first and last day of validity.

    The asked period counts, but it ends `years_max` years after the day of issue at the latest. Without a start
    it begins on the day of issue. It never ends before it begins: a period that has passed while the application
    was handled is valid on its last asked day alone.
    """
    first = start or issued_on
    last = min(end or years_later(issued_on, years_max), years_later(issued_on, years_max))
    return min(first, last), last


def public_status(state: PermitState, valid_from: date, valid_until: date, day: date) -> PublicStatus:
    """Return what the register says on `day`, a day in the office's time zone."""
    if state != PermitState.ACTIVE:
        return PublicStatus(state.value)
    if day > valid_until:
        return PublicStatus.EXPIRED
    if day < valid_from:
        return PublicStatus.NOT_YET
    if valid_until - day <= EXPIRING_WITHIN:
        return PublicStatus.EXPIRING
    return PublicStatus.VALID
