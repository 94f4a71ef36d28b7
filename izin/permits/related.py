"""What else there is of an applicant, and at the same place: so that nobody gets the same permit twice (W3)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from izin.applications.models import Application
from izin.catalog.enums import FieldMeaning, Purpose
from izin.workflow.enums import WITH_APPLICANT, WITH_OFFICE, Status

from .enums import PermitState
from .letters import meant_text
from .models import Permit
from .search import search_normalise

MOST = 20
# Sent and not finished.
RUNNING = sorted((WITH_OFFICE | WITH_APPLICANT) - {Status.DRAFT})


@dataclass(frozen=True)
class Related:
    """What belongs beside a case: the same person's cases and permits, others at the same place, and warnings."""

    cases: list[Application] = field(default_factory=list)
    permits: list[Permit] = field(default_factory=list)
    same_place: list[Permit] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cases or self.permits or self.same_place)


def related_to(application: Application) -> Related:
    """Return what is related to a case, newest first, MOST of each kind; three queries.

    Warnings: the same type for the same place is asked for or held already, and asking would go beyond what one person
    may hold of this type (`max_per_person`: three places, Permenkes 13/2025; one STPT, PP 103/2014).
    """
    today = timezone.localdate()
    others = Application.objects.filter(applicant=application.applicant_id).exclude(pk=application.pk)
    cases = list(
        others.exclude(status__in=[Status.DRAFT, Status.ISSUED])
        .select_related("permit_type", "revision")
        .prefetch_related("locations")
        .order_by("-submitted_at", "-pk")[:MOST]
    )
    permits = list(
        Permit.objects.filter(application__applicant=application.applicant_id)
        .exclude(application=application.pk)
        .select_related("permit_type")[:MOST]
    )
    warnings = [] if application.status == Status.ISSUED else _warnings(application, cases, permits, today)
    return Related(cases, permits, list(_at_place(application, today)[:MOST]), warnings)


def _at_place(application: Application, today: date) -> QuerySet[Permit]:
    """Return the permits of the same type that others hold at the same place today."""
    place = search_normalise(_place(application))
    if not place:
        return Permit.objects.none()
    held = Permit.objects.filter(
        permit_type=application.permit_type_id, state=PermitState.ACTIVE, valid_until__gte=today
    )
    return (
        held.filter(search_text__contains=place)
        .exclude(application__applicant=application.applicant_id)
        .select_related("permit_type")
    )


def _place(application: Application) -> str:
    """Return the name of the place, without its street: that is what somebody writes the same way again."""
    return meant_text(application, FieldMeaning.PLACE).partition(",")[0]


def _warnings(application: Application, cases: list[Application], permits: list[Permit], today: date) -> list[str]:
    running = [c for c in cases if c.permit_type_id == application.permit_type_id and c.status in RUNNING]
    held = [
        p
        for p in permits
        if p.permit_type_id == application.permit_type_id and p.state == PermitState.ACTIVE and p.valid_until >= today
    ]
    told = [*_same_place(application, running, held)]
    most = application.rules.max_per_person
    # A renewal takes the place of the one it renews.
    count = len(held) + len(running) + (0 if application.purpose == Purpose.RENEWAL and held else 1)
    if most is not None and count > most:
        told.append(
            _("Seorang paling banyak memiliki %(most)s izin jenis ini. Dengan permohonan ini menjadi %(count)s.")
            % {"most": most, "count": count}
        )
    return told


def _same_place(application: Application, running: list[Application], held: list[Permit]) -> list[str]:
    place = search_normalise(_place(application))
    if not place:
        return []
    told = [
        _("Pemohon juga sedang mengajukan izin yang sama di tempat yang sama: %(number)s.") % {"number": case}
        for case in running
        if search_normalise(_place(case)) == place
    ]
    if application.purpose == Purpose.NEW:
        told += [
            _("Pemohon sudah memiliki izin yang sama di tempat yang sama: %(number)s.") % {"number": permit.number}
            for permit in held
            if place in search_normalise(permit.place)
        ]
    return told
