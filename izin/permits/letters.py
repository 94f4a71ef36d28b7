"""What a permit letter says: everything that goes into its template, from the database alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.formats import date_long
from izin.accounts.models import User
from izin.applications.models import Application
from izin.applications.selectors import answer_rows
from izin.catalog.enums import FieldKind, FieldMeaning
from izin.catalog.models import FormField
from izin.signing.rendering import letter_render, qr_data_uri

from .models import Issuance
from .validity import validity_period


def verify_url(code: str) -> str:
    """Return the address printed in the QR code."""
    return settings.BASE_URL + reverse("permit_verify", args=[code])


def answer_text(field: FormField, answer: str | Sequence[str]) -> str:
    """Return an answer as it is written for people."""
    if not isinstance(answer, str):
        return "; ".join(answer)
    return date_long(date.fromisoformat(answer)) if field.kind == FieldKind.DATE and answer else answer


def answer_with(application: Application, meaning: FieldMeaning) -> str:
    """Return the stored answer of the field with this meaning, empty when there is none."""
    field = application.rules.field_with(meaning)
    return str(application.answers.get(field.key) or "") if field else ""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def validity_of(issuance: Issuance) -> tuple[date, date]:
    """Return the first and last day on which the permit of this issuance is valid.

    Raises DomainError when nothing is left of the asked period, so that no permit is issued that was never valid.
    """
    application = issuance.application
    try:
        return validity_period(
            issued_on=issuance.issued_on,
            start=_date(answer_with(application, FieldMeaning.PERIOD_START)),
            end=_date(answer_with(application, FieldMeaning.PERIOD_END)),
            years_max=application.rules.validity_years_max,
        )
    except ValueError as error:
        raise DomainError(
            _("Waktu yang diminta sudah lewat atau masih terlalu jauh. Kembalikan kepada pemohon agar diperbarui.")
        ) from error


def letter_context(issuance: Issuance, *, is_test: bool) -> dict[str, Any]:
    """Return everything the letter's template may say. The same database state gives the same context."""
    application = issuance.application
    rules = application.rules
    holder, officer = application.applicant, issuance.signer.officer
    valid_from, valid_until = validity_of(issuance)
    url = verify_url(issuance.code)
    return {
        "office": settings.OFFICE,
        "permit": {"number": issuance.number, "title": rules.letter_title, "code": issuance.code},
        "legal_basis": [line for line in rules.legal_basis.splitlines() if line.strip()],
        "holder": {
            "name": holder.get_full_name(),
            "address": holder.profile.address_line,
            "occupation": holder.profile.occupation,
        },
        "answers": {field.key: answer_text(field, answer) for field, answer in answer_rows(application)},
        "locations": [location.name for location in application.locations.all()],
        "registration_number": application.registration_number,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "issued_on": issuance.issued_on,
        "signer": {
            "name": issuance.signer.get_full_name(),
            "position": officer.position,
            "rank": officer.rank,
            "nip": officer.nip,
        },
        "verify_url": url,
        "qr": qr_data_uri(url),
        "is_test": is_test,
    }


def letter_pdf(issuance: Issuance, *, is_test: bool) -> bytes:
    """Return the unsigned letter as PDF/A; the same issuance gives the same bytes.

    Raises DomainError when the letter can not be rendered.
    """
    template = f"pdf/{issuance.application.permit_type.sector.code}.html"
    try:
        return letter_render(template_name=template, context=letter_context(issuance, is_test=is_test))
    except TemplateDoesNotExist as error:
        raise DomainError(_("Templat surat untuk jenis izin ini belum ada. Hubungi pengelola sistem.")) from error


def letter_preview(application: Application, *, signer: User) -> bytes:
    """Return the letter as `signer` would sign it today, without a number; nothing is written.

    Raises DomainError when the letter can not be rendered or the signer's position is not known.
    """
    if not hasattr(signer, "officer"):
        raise DomainError(_("Jabatan Anda belum dicatat. Hubungi admin sebelum menandatangani."))
    draft = Issuance(
        application=application,
        number=_("(nomor diberikan saat ditandatangani)"),
        code="PRATINJAU",
        issued_on=timezone.localdate(),
        signer=signer,
    )
    return letter_pdf(draft, is_test=True)
