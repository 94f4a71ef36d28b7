"""What officers decide at a stage."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.catalog.numbering import number_format
from izin.catalog.services import number_take
from izin.messaging.services import person_notify
from izin.workflow.engine import IllegalTransition
from izin.workflow.enums import Action

from ..enums import NoteAudience, Verdict
from ..models import Application, Note, Step
from ..selectors import requirement_lines
from .locking import application_lock_for_officer, application_move


def application_approve(*, application_id: int, actor: User, turn: str) -> Application:
    """Pass an application on to its next stage.

    Every document must have been accepted. The first approval accepts the papers and gives the registration
    number (F8; the guide shows "Belum diproses" before that).
    Raises NotAllowed when a colleague was faster or it is not this officer's turn, DomainError when a document
    has not been accepted.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        require_accepted_documents(application)
        stage_key, now = application.stage_key, timezone.now()
        try:
            changed = application_move(application, Action.APPROVE)
        except IllegalTransition as error:
            raise NotAllowed(_("Tahap ini diselesaikan dengan tanda tangan, bukan persetujuan.")) from error
        newly_registered = application.registration_number is None
        if newly_registered:
            _register(application)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since", "registration_number", "registered_at"])
        Step.objects.create(application=application, action=Action.APPROVE, stage_key=stage_key, actor=actor, at=now)
        audit_record(
            actor=actor,
            action="application.approve",
            subject=application,
            data={"stage": stage_key, "registration": application.registration_number},
        )
        if newly_registered:
            _tell_applicant(
                application,
                "registered",
                page="portal:application_process",
                nomor_registrasi=str(application.registration_number),
            )
        return application


def application_return(*, application_id: int, actor: User, turn: str, note: str) -> Application:
    """Give an application back to its applicant with a note that says what to mend (F9).

    Raises NotAllowed when a colleague was faster or it is not this officer's turn, DomainError without a note.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        _note_write(application, actor, NoteAudience.APPLICANT, note)
        stage_key, now = application.stage_key, timezone.now()
        changed = application_move(application, Action.RETURN)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since"])
        Step.objects.create(application=application, action=Action.RETURN, stage_key=stage_key, actor=actor, at=now)
        audit_record(actor=actor, action="application.return", subject=application, data={"stage": stage_key})
        _tell_applicant(
            application,
            "returned",
            page="portal:document_list",
            nomor_permohonan=str(application.registration_number or application.receipt_code),
            catatan=note.strip(),
            daftar_perbaikan=_refused_documents(application),
        )
        return application


def note_add(*, application_id: int, actor: User, turn: str, text: str) -> Note:
    """Write a note that only officers read. Raises NotAllowed when it is not this officer's turn, DomainError
    when it says nothing."""
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        note = _note_write(application, actor, NoteAudience.OFFICE, text)
        audit_record(actor=actor, action="note.added", subject=application, data={"note": note.pk})
        return note


def _note_write(application: Application, actor: User, audience: NoteAudience, text: str) -> Note:
    text = text.strip()
    if not text:
        raise DomainError(_("Tulis catatannya terlebih dahulu."), field="note")
    if len(text) > 2000:
        raise DomainError(_("Catatan paling panjang 2.000 huruf."), field="note")
    return Note.objects.create(
        application=application, author=actor, audience=audience, stage_key=application.stage_key, text=text
    )


def require_accepted_documents(application: Application) -> None:
    """Raise DomainError, naming the documents, while one has not been accepted."""
    waiting = [
        line.requirement.name
        for line in requirement_lines(application)
        if line.document is not None and line.document.verdict != Verdict.ACCEPTED
    ]
    if waiting:
        raise DomainError(_("Belum dinyatakan sesuai: %(items)s.") % {"items": ", ".join(waiting)})


def _register(application: Application) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    # One counter a pattern: types that share a pattern share its numbers, others can not collide.
    sequence = number_take(series=f"registrasi:{application.rules.registration_pattern}", year=today.year)
    application.registration_number = number_format(application.rules.registration_pattern, sequence=sequence, on=today)
    application.registered_at = now


def _refused_documents(application: Application) -> str:
    """Return the refused documents with their reasons under a heading of their own; nothing when there is none."""
    refused = [
        f"- {line.requirement.name}: {line.document.verdict_note}"
        for line in requirement_lines(application)
        if line.document and line.document.verdict == Verdict.REFUSED
    ]
    return "\n".join([_("Dokumen yang perlu diganti:"), *refused]) if refused else ""


def _tell_applicant(application: Application, event: str, *, page: str, **tokens: str) -> None:
    person = application.applicant
    person_notify(
        event_key=f"application-{application.pk}-{event}-{application.round}-{application.stage_key}",
        recipient=person,
        text=f"application_{event}",
        tokens={
            "nama": person.get_full_name(),
            "jenis_izin": application.rules.name,
            "tautan": settings.BASE_URL + reverse(page, args=[application.pk]),
            **tokens,
        },
    )
