"""What should have been done already (W5, W10)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from izin.applications.models import Application, Step
from izin.catalog.models import PermitType
from izin.workflow.enums import WITH_OFFICE, Action
from izin.workflow.selectors import holiday_dates

from .durations import WorkingDays


@dataclass(frozen=True)
class Overdue:
    """A case at the office that has taken more working days than its type promises."""

    pk: int
    worked: int
    promised: int

    @property
    def late_by(self) -> int:
        """How many working days too many."""
        return self.worked - self.promised


def overdue_list(permit_type: PermitType | None = None) -> list[Overdue]:
    """Return the overdue cases, the latest first; three queries over the open cases.

    Working days count from the registration and stand still while the applicant has the application.
    """
    today = timezone.localdate()
    cases = Application.objects.filter(status__in=sorted(WITH_OFFICE), registered_at__isnull=False).order_by()
    if permit_type is not None:
        cases = cases.filter(permit_type=permit_type)
    open_cases = list(cases.values_list("pk", "registered_at", "permit_type__service_days"))
    if not open_cases:
        return []
    first = min(timezone.localdate(registered) for _pk, registered, _days in open_cases)
    days = WorkingDays(holiday_dates(first, today))
    paused = _paused({pk for pk, _registered, _days in open_cases}, days)
    found = [
        Overdue(pk, days.between(timezone.localdate(registered), today) - paused.get(pk, 0), promised)
        for pk, registered, promised in open_cases
    ]
    return sorted((case for case in found if case.late_by > 0), key=lambda case: (-case.late_by, case.pk))


def _paused(pks: set[int], days: WorkingDays) -> dict[int, int]:
    """Return for how many working days each case was with its applicant since it was registered."""
    given = Step.objects.filter(application=OuterRef("application"), at__lt=OuterRef("at")).order_by("-at", "-pk")
    resubmitted = (
        Step.objects.filter(action=Action.RESUBMIT, application__waiting_role__gt="")
        .annotate(given=Subquery(given.values("at")[:1]))
        .filter(given__gte=F("application__registered_at"))
        .values_list("application", "given", "at")
    )
    paused: dict[int, int] = {}
    for pk, given_at, back in resubmitted:
        if pk in pks:
            paused[pk] = paused.get(pk, 0) + days.between(_day(given_at), _day(back))
    return paused


def _day(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]


def overdue_cases(found: list[Overdue]) -> list[tuple[Overdue, Application]]:
    """Return the cases of a page of overdue ones, in their order; one query."""
    cases = Application.objects.select_related("applicant", "permit_type").in_bulk([case.pk for case in found])
    return [(case, cases[case.pk]) for case in found if case.pk in cases]
