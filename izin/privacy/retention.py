"""How long what is kept after an account is closed; pure. The office's periods are settings (A7)."""

from datetime import date, timedelta

from django.conf import settings


def contact_due(closed_on: date) -> date:
    """Return the first day on which contact, messages, scans and what led to no permit are erased."""
    return closed_on + timedelta(days=settings.CLOSED_ACCOUNT_DAYS)


def identity_due(closed_on: date, last_valid_until: date | None) -> date:
    """Return the first day on which name, NIK and the papers of issued permits are erased.

    Arguments: `last_valid_until`, the day on which the last of the person's permits ends; None without any.
    """
    if last_valid_until is None:
        return contact_due(closed_on)
    return max(contact_due(closed_on), _years_later(last_valid_until, settings.PERMIT_RETENTION_YEARS))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
