"""Reading what the office keeps for its work."""

from datetime import date

from django.db.models import QuerySet

from izin.accounts.enums import Role

from .models import DecisionReason, Holiday, Superior, WorkSettings


def holiday_list(first: date, last: date) -> QuerySet[Holiday]:
    """Return the holidays in force between two dates, both included, in order."""
    return Holiday.objects.filter(active=True, date__range=(first, last)).order_by("date")


def holiday_dates(first: date, last: date) -> set[date]:
    """Return the days of `holiday_list`: those on which the office is closed by a holiday in force."""
    return set(holiday_list(first, last).values_list("date", flat=True))


def reason_list(kind: DecisionReason.Kind) -> QuerySet[DecisionReason]:
    """Return the reasons that may be chosen for a kind of decision, in the office's order."""
    return DecisionReason.objects.filter(kind=kind, active=True).order_by("order", "text")


def work_settings() -> WorkSettings:
    """Return the office's settings, or what they are while nobody has changed them; one query."""
    return WorkSettings.objects.order_by("pk").first() or WorkSettings()


def roles_above(role: str) -> list[Role]:
    """Return the roles above one, nearest first; one query. A circle the office made ends where it closes."""
    above = dict(Superior.objects.filter(active=True).values_list("role", "superior"))
    found: list[Role] = []
    while (role := above.get(role, "")) and role not in found:
        found.append(Role(role))
    return found
