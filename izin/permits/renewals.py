"""Reading what follows issued permits: open renewals, what may be used again, limits per person."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from izin.accounts.models import User
from izin.applications.models import Application, Document
from izin.catalog.models import PermitType, Requirement
from izin.workflow.enums import WITH_APPLICANT, WITH_OFFICE

from .enums import PermitState, RenewalKind
from .models import Permit, Renewal
from .policies import renewal_refusal

OPEN = sorted(WITH_APPLICANT | WITH_OFFICE)


def renewals_open() -> QuerySet[Renewal]:
    """Return the renewals whose applications are still on their way."""
    return Renewal.objects.filter(application__status__in=OPEN)


def with_open_renewals(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """Let each permit carry its open renewal, if any, as `renewals_running`; one query more for all of them."""
    running = renewals_open().select_related("application")
    return permits.prefetch_related(Prefetch("renewals", queryset=running, to_attr="renewals_running"))


def renewal_open_of(permit: Permit) -> Renewal | None:
    """Return the open renewal of a permit; one query."""
    return renewals_open().filter(permit=permit).select_related("application").first()


def renewal_of(application: Application) -> Renewal | None:
    """Return which permit an application continues, None when it begins anew; one query."""
    return Renewal.objects.filter(application=application).select_related("permit__permit_type").first()


def documents_reusable(application: Application, renewal: Renewal) -> dict[str, Document]:
    """Return the files of the old permit that may be given again, by requirement key (F11); two queries.

    Only where nothing has been given yet, and where the requirement says that its content stays the same.
    """
    given = set(application.documents.filter(current=True).values_list("requirement_key", flat=True))
    wanted = {r.key: r for r in application.rules.requirements.all() if r.reusable and r.key not in given}
    old = Document.objects.filter(
        application_id=renewal.permit.application_id, requirement_key__in=wanted, current=True
    )
    return {document.requirement_key: document for document in old if _small_enough(wanted, document)}


def _small_enough(wanted: dict[str, Requirement], document: Document) -> bool:
    return document.size <= wanted[document.requirement_key].max_bytes


def permits_to_go_on_from(applicant: User, permit_type: PermitType, day: date) -> list[Permit]:
    """Return a person's permits of a type that he could renew or change on a day, rather than apply anew; one query."""
    held = Permit.objects.filter(
        application__applicant=applicant, permit_type=permit_type, state=PermitState.ACTIVE
    ).exclude(pk__in=renewals_open().values("permit_id"))
    permits = held.select_related("permit_type").order_by("valid_until", "pk")
    return [permit for permit in permits if not all(renewal_refusal(permit, kind, day) for kind in RenewalKind)]


def permits_held(applicant: User, permit_type: PermitType, day: date) -> QuerySet[Permit]:
    """Return a person's permits of a type that are in force on a day or will be."""
    return Permit.objects.filter(
        application__applicant=applicant, permit_type=permit_type, state=PermitState.ACTIVE, valid_until__gte=day
    )
