"""The office's registers: lists of what was applied for, issued, refused or taken back in a period (W10).

NIKs are masked; rows are read one by one, so that a register of any length takes little memory.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from izin.applications.models import Application, Step
from izin.catalog.models import PermitType
from izin.permits.models import Permit
from izin.workflow.enums import Action

from .periods import Period

# What one file takes in one request. A PDF is to be read and printed; longer lists are for XLSX.
XLSX_ROWS, PDF_ROWS = 50_000, 500
CHUNK = 1000


class RegisterKind(models.TextChoices):
    """Which list."""

    APPLICATIONS = "permohonan", gettext_lazy("Register permohonan")
    PERMITS = "izin", gettext_lazy("Register izin terbit")
    REJECTED = "ditolak", gettext_lazy("Register permohonan ditolak")
    WITHDRAWN = "dibatalkan", gettext_lazy("Register permohonan dibatalkan")


@dataclass(frozen=True)
class Register:
    """One list: its headings and how it is read."""

    kind: RegisterKind
    period: Period
    headings: list[str]
    found: QuerySet[Any]
    row: Callable[[Any], list[Any]]

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.kind.label)

    def count(self) -> int:
        """Return how many rows it has; one query."""
        return self.found.count()

    def rows(self, limit: int) -> Iterator[list[Any]]:
        """Yield its rows with their numbers, from a server-side cursor."""
        for number, item in enumerate(self.found[:limit].iterator(chunk_size=CHUNK), start=1):
            yield [number, *self.row(item)]


def register_of(kind: RegisterKind, period: Period, permit_type: PermitType | None = None) -> Register:
    """Return a register of a period, of one type or all, in the order in which things happened."""
    if kind == RegisterKind.PERMITS:
        return _permits(period, permit_type)
    action = {RegisterKind.APPLICATIONS: Action.SUBMIT.value, RegisterKind.REJECTED: "reject"}.get(kind, "withdraw")
    moves = Step.objects.filter(action=action, at__gte=period.start, at__lt=period.end)
    if permit_type is not None:
        moves = moves.filter(application__permit_type=permit_type)
    ended = Step.objects.filter(application=OuterRef("pk"), action=action).order_by("-at")
    found = (
        Application.objects.filter(pk__in=moves.values("application"))
        .select_related("applicant", "permit_type__sector", "permit", "rejection")
        .annotate(moved_at=Subquery(ended.values("at")[:1]))
        .order_by("moved_at", "pk")
    )
    if kind == RegisterKind.APPLICATIONS:
        return Register(kind, period, _application_headings(), found, _application_row)
    headings = [*_application_headings()[:-2], _("Tanggal keputusan")]
    if kind == RegisterKind.REJECTED:
        return Register(kind, period, [*headings, _("Alasan penolakan")], found, _rejected_row)
    return Register(kind, period, headings, found, _ended_row)


def _ended_row(case: Any) -> list[Any]:
    return [*_application_row(case)[:-2], _day(case.moved_at)]


def _rejected_row(case: Any) -> list[Any]:
    rejection = getattr(case, "rejection", None)
    return [*_ended_row(case), rejection.reason if rejection else ""]


def _application_headings() -> list[str]:
    return [
        _("No"),
        _("Nomor registrasi"),
        _("Tanggal dikirim"),
        _("Tanggal registrasi"),
        _("Nama pemohon"),
        _("NIK (disamarkan)"),
        _("Jenis izin"),
        _("Sektor"),
        _("Jenis permohonan"),
        _("Status"),
        _("Nomor izin"),
        _("Tanggal terbit"),
    ]


def _application_row(case: Application) -> list[Any]:
    permit = getattr(case, "permit", None)
    return [
        case.registration_number or "",
        _day(case.submitted_at),
        _day(case.registered_at),
        case.applicant.get_full_name(),
        case.applicant.masked_nik,
        case.permit_type.name,
        case.permit_type.sector.name,
        case.get_purpose_display(),
        case.get_status_display(),
        permit.number if permit else "",
        _day(permit.issued_at) if permit else None,
    ]


def _permits(period: Period, permit_type: PermitType | None) -> Register:
    found = Permit.objects.filter(issued_at__gte=period.start, issued_at__lt=period.end)
    if permit_type is not None:
        found = found.filter(permit_type=permit_type)
    headings = [
        _("No"),
        _("Nomor izin"),
        _("Tanggal terbit"),
        _("Pemegang izin"),
        _("NIK pemohon (disamarkan)"),
        _("Jenis izin"),
        _("Perihal"),
        _("Tempat"),
        _("Berlaku sejak"),
        _("Berlaku sampai"),
        _("Keadaan"),
        _("Nomor registrasi"),
    ]
    found = found.select_related("permit_type", "application__applicant").order_by("issued_at", "pk")
    return Register(RegisterKind.PERMITS, period, headings, found, _permit_row)


def _permit_row(permit: Permit) -> list[Any]:
    return [
        permit.number,
        _day(permit.issued_at),
        permit.holder_name,
        permit.application.applicant.masked_nik,
        permit.permit_type.name,
        permit.subject,
        permit.place,
        permit.valid_from,
        permit.valid_until,
        permit.get_state_display(),
        permit.application.registration_number or "",
    ]


def _day(moment: Any) -> Any:
    return timezone.localdate(moment) if moment else None


def register_choices() -> Mapping[str, str]:
    """Return the kinds of registers with their names."""
    return {kind.value: str(kind.label) for kind in RegisterKind}
