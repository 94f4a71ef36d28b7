"""How long a permit is valid, and what the register says of it on a day; pure."""

from datetime import date, timedelta

from common.dates import years_later

from .enums import PermitState, PublicStatus

# A permit that ends within this time is shown as "Segera berakhir" (P6; the first reminder goes out then, F11).
EXPIRING_WITHIN = timedelta(days=30)


def validity_period(*, issued_on: date, start: date | None, end: date | None, years_max: int) -> tuple[date, date]:
    """Return the first and last day of validity.

    The asked period counts, but no permit is valid before the day of its issue, and none for longer than
    `years_max` years from then. Raises ValueError when nothing is left of the period: it has passed, or it begins
    after the longest time the type allows.
    """
    first = max(start or issued_on, issued_on)
    longest = years_later(issued_on, years_max)
    last = min(end or longest, longest)
    if first > last:
        raise ValueError("nothing is left of the asked period")
    return first, last


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
