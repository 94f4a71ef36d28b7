"""The letter of one permit: its facts, from the database alone."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_read
from common.errors import DomainError
from common.formats import date_long
from izin.accounts.models import User
from izin.accounts.selectors import mandate_required
from izin.applications.models import Application
from izin.applications.selectors import answer_rows, requirement_lines
from izin.catalog.answers.kinds import answer_public_text
from izin.catalog.enums import FieldMeaning
from izin.catalog.letters import Holder, LetterFacts, LetterSigner, letter_draw
from izin.catalog.models import FormField

from .models import Issuance
from .validity import validity_period


def verify_url(code: str) -> str:
    """Return the address printed in the QR code."""
    return settings.BASE_URL + reverse("permit_verify", args=[code])


def public_words(field: FormField, answer: object) -> str:
    """Return on one line what the register may say of an answer."""
    text = answer_public_text(field, answer)
    return text if isinstance(text, str) else "; ".join(text)


def meant(application: Application, meaning: FieldMeaning) -> tuple[FormField, object] | None:
    """Return the field with this meaning and its answer, None when it does not apply or was left empty."""
    rows = answer_rows(application)
    return next(((field, answer) for field, answer in rows if field.meaning == meaning and answer), None)


def meant_text(application: Application, meaning: FieldMeaning) -> str:
    """Return the answer with this meaning in words, empty when there is none."""
    found = meant(application, meaning)
    return public_words(*found) if found else ""


def copy_email(application: Application) -> str:
    """Return the address that gets a copy of the letter, empty when the type asks for none."""
    found = meant(application, FieldMeaning.COPY_EMAIL)
    return str(found[1]) if found else ""


def holder_name(application: Application) -> str:
    """Return whom the permit is for: the applicant, or whom the type names instead, as a school."""
    return meant_text(application, FieldMeaning.HOLDER) or application.applicant.get_full_name()


def validity_of(issuance: Issuance) -> tuple[date, date]:
    """Return the first and last day on which the permit of this issuance is valid.

    Raises DomainError when nothing is left of the asked period, so that no permit is issued that was never valid.
    """
    application = issuance.application
    period = meant(application, FieldMeaning.PERIOD)
    expiry = meant(application, FieldMeaning.EXPIRY)
    days = dict(period[1]) if period else {}  # type: ignore[call-overload]
    ends = [text for text in (days.get("end"), str(expiry[1]) if expiry else None) if text]
    try:
        return validity_period(
            issued_on=issuance.issued_on,
            start=date.fromisoformat(days["start"]) if days else None,
            end=min(map(date.fromisoformat, ends), default=None),
            years_max=application.rules.validity_years_max,
        )
    except ValueError as error:
        raise DomainError(
            _("Waktu yang diminta sudah lewat atau masih terlalu jauh. Kembalikan kepada pemohon agar diperbarui.")
        ) from error


def _photo(application: Application) -> bytes | None:
    for line in requirement_lines(application):
        if line.requirement.on_letter and line.document:
            try:
                return content_read("private", line.document.sha256)
            except FileNotFoundError as error:
                raise DomainError(
                    _("Berkas pas foto tidak ditemukan. Kembalikan kepada pemohon agar diunggah lagi.")
                ) from error
    return None


def letter_facts(issuance: Issuance, *, is_test: bool) -> LetterFacts:
    """Return everything that the letter says of this permit. The same database state gives the same facts."""
    application = issuance.application
    person, officer = application.applicant, issuance.signer.officer
    profile = person.profile
    valid_from, valid_until = validity_of(issuance)
    registered = application.registered_at
    return LetterFacts(
        number=issuance.number,
        code=issuance.code,
        registration_number=application.registration_number or "",
        registered_on=timezone.localdate(registered) if registered else None,
        issued_on=issuance.issued_on,
        valid_from=valid_from,
        valid_until=valid_until,
        purpose=application.purpose,
        holder=Holder(
            name=holder_name(application),
            occupation=profile.occupation,
            address=profile.address_line,
            birth=f"{profile.birth_place}, {date_long(profile.birth_date)}",
        ),
        signer=LetterSigner(
            name=issuance.signer.get_full_name(),
            position=issuance.signer_position,
            rank=officer.rank,
            nip=officer.nip,
        ),
        answers=application.answers,
        locations=[location.name for location in application.locations.all()],
        verify_url=verify_url(issuance.code),
        photo=_photo(application),
        is_test=is_test,
    )


def letter_pdf(issuance: Issuance, *, is_test: bool) -> bytes:
    """Return the unsigned letter as PDF/A; the same issuance gives the same bytes.

    Raises DomainError when the letter can not be drawn: its period has passed, or its photograph is gone.
    """
    return letter_draw(issuance.application.rules, letter_facts(issuance, is_test=is_test))


def letter_preview(application: Application, *, signer: User) -> bytes:
    """Return the letter as `signer` would sign it today, without a number; nothing is written.

    Raises DomainError when the letter can not be drawn or the signer has no post, NotAllowed without a mandate.
    """
    mandate = mandate_required(signer)
    draft = Issuance(
        application=application,
        number=_("(nomor diberikan saat ditandatangani)"),
        code="PRATINJAU",
        issued_on=timezone.localdate(),
        signer=signer,
        signer_position=mandate.position_line,
    )
    return letter_pdf(draft, is_test=True)
