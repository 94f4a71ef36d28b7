"""Reading reports of results: whose is due, what waits for an officer (F10).

Which types owe one is read from the types as they are published now, not from the version a permit began with: a rule
of the office about all permits of a type.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from izin.accounts.models import User

from .enums import PermitState, ReportState
from .models import Permit, ResultReport
from .search import search_normalise

HANDED_IN = [ReportState.SUBMITTED, ReportState.ACCEPTED]


def permits_with_reports(applicant: User) -> QuerySet[Permit]:
    """Return a person's own permits that owe a report, newest first, each with its `report_list`; two queries."""
    return (
        _asked()
        .filter(application__applicant=applicant)
        .select_related("permit_type", "application")
        .prefetch_related(Prefetch("reports", queryset=ResultReport.objects.all(), to_attr="report_list"))
        .order_by("-issued_at", "-pk")
    )


def report_permit_for(applicant: User, pk: int) -> Permit:
    """Return a person's own permit that owes a report. Raises Permit.DoesNotExist for everything else."""
    return permits_with_reports(applicant).get(pk=pk)


def permits_owing(day: date) -> QuerySet[Permit]:
    """Return the permits that ended before a day and whose report has neither been accepted nor waits."""
    handed_in = ResultReport.objects.filter(permit=OuterRef("pk"), state__in=HANDED_IN)
    return _asked().filter(state=PermitState.ACTIVE, valid_until__lt=day).exclude(Exists(handed_in))


def _asked() -> QuerySet[Permit]:
    return Permit.objects.filter(permit_type__needs_result_report=True).exclude(state=PermitState.REPLACED)


def report_get(pk: int) -> ResultReport:
    """Return a report for an officer. Raises ResultReport.DoesNotExist."""
    return ResultReport.objects.select_related(
        "permit__permit_type", "permit__application__applicant", "judged_by"
    ).get(pk=pk)


@dataclass(frozen=True)
class ReportQuery:
    """What an officer looks for; `state` is owing, waiting, accepted, running or empty for all."""

    state: str = ""
    text: str = ""


OWING, WAITING, ACCEPTED, RUNNING = "owing", "waiting", "accepted", "running"


def report_search(query: ReportQuery, day: date) -> QuerySet[Permit]:
    """Return the permits that owe a report and fit, the longest owing first, each with `report_pk`, `report_state`
    and `report_at` of its newest report; one query."""
    newest = ResultReport.objects.filter(permit=OuterRef("pk")).order_by("-submitted_at", "-pk")
    found = {
        OWING: permits_owing(day),
        WAITING: _asked().filter(reports__state=ReportState.SUBMITTED),
        ACCEPTED: _asked().filter(reports__state=ReportState.ACCEPTED),
        RUNNING: _asked().filter(valid_until__gte=day).exclude(reports__state__in=HANDED_IN),
    }.get(query.state, _asked())
    for word in search_normalise(query.text).split()[:8]:
        found = found.filter(search_text__contains=word)
    return (
        found.select_related("permit_type", "application__applicant")
        .annotate(
            report_pk=Subquery(newest.values("pk")[:1]),
            report_state=Subquery(newest.values("state")[:1]),
            report_at=Subquery(newest.values("submitted_at")[:1]),
        )
        .order_by("valid_until", "pk")
    )
