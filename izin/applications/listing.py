"""An applicant's own list of applications: searched, filtered, sorted (F1)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from izin.accounts.models import User
from izin.catalog.models import PermitType
from izin.workflow.enums import WITH_APPLICANT, WITH_OFFICE, Status

from .models import Application
from .selectors import application_list_for

SORTS = {
    "terbaru": ("-created_at", "-pk"),
    "terlama": ("created_at", "pk"),
    "jenis": ("permit_type__name", "-created_at", "-pk"),
}


# Every status of an application that is not finished, as one choice of the filter.
RUNNING = "berjalan"


@dataclass(frozen=True)
class ApplicationQuery:
    """What somebody looks for among his applications; empty parts do not restrict."""

    text: str = ""
    status: str = ""
    permit_type: str = ""
    sector: str = ""
    sort: str = "terbaru"


def application_search(applicant: User, query: ApplicationQuery) -> QuerySet[Application]:
    """Return a person's applications that fit: every word in the type, a code or number, or the answers."""
    found = application_list_for(applicant).alias(told=Cast("answers", TextField()))
    for word in query.text.replace("\0", "").split()[:8]:
        found = found.filter(
            Q(permit_type__name__icontains=word)
            | Q(receipt_code__icontains=word)
            | Q(registration_number__icontains=word)
            | Q(told__icontains=word)
        )
    if query.status == RUNNING:
        found = found.filter(status__in=sorted(WITH_APPLICANT | WITH_OFFICE))
    elif query.status:
        found = found.filter(status=query.status)
    if query.sector:
        found = found.filter(permit_type__sector__code=query.sector)
    if query.permit_type:
        found = found.filter(permit_type__slug=query.permit_type)
    return found.order_by(*SORTS.get(query.sort, SORTS["terbaru"]))


def applied_types(applicant: User) -> QuerySet[PermitType]:
    """Return the types a person has applied for, by name."""
    return PermitType.objects.filter(applications__applicant=applicant).distinct().order_by("name")


def waiting_for_applicant(applicant: User, limit: int) -> list[Application]:
    """Return what the applicant has to go on with, returned ones first, newest first; one query."""
    waiting = application_list_for(applicant).filter(status__in=sorted(WITH_APPLICANT))
    return list(waiting.order_by("-status", "-created_at", "-pk")[:limit])


def running_for_applicant(applicant: User, limit: int) -> list[Application]:
    """Return what the office is working on, newest first; one query."""
    return list(application_list_for(applicant).filter(status__in=sorted(WITH_OFFICE))[:limit])


def application_counts(applicant: User) -> dict[str, int]:
    """Return how many of a person's applications wait for him, run, were issued, and ended without; one query."""
    return Application.objects.filter(applicant=applicant).aggregate(
        waiting=Count("pk", filter=Q(status__in=sorted(WITH_APPLICANT))),
        running=Count("pk", filter=Q(status__in=sorted(WITH_OFFICE))),
        issued=Count("pk", filter=Q(status=Status.ISSUED)),
        ended=Count("pk", filter=Q(status__in=[Status.REJECTED, Status.WITHDRAWN])),
    )
