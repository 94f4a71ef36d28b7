"""What officers decide at a stage. How an application ends is in `ending`."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.catalog.numbering import number_format
from izin.catalog.services import number_take
from izin.workflow.engine import IllegalTransition
from izin.workflow.enums import Action

from ..enums import NoteAudience, Verdict
from ..models import Application, Note
from ..selectors import requirement_lines
from .bpjs import require_bpjs_check
from .clock import clock_set
from .locking import application_lock_for_officer, application_move
from .telling import applicant_tell, note_write, number_shown, on_behalf_data, step_record


def application_approve(*, application_id: int, actor: User, turn: str) -> Application:
    """Pass an application on to its next stage.

    Every document must have been accepted, and at the stage of the BPJS verifier the check must be recorded. The
    first approval accepts the papers and gives the registration number (F8; the guide shows "Belum diproses" before
    that); the clock starts.
    Raises NotAllowed when a colleague was faster or has claimed it, or it is not this officer's turn, DomainError when
    a document has not been accepted or the check is missing.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        require_accepted_documents(application)
        require_bpjs_check(application)
        stage_key, now = application.stage_key, timezone.now()
        try:
            changed = application_move(application, Action.APPROVE)
        except IllegalTransition as error:
            raise NotAllowed(_("Tahap ini diselesaikan dengan tanda tangan, bukan persetujuan.")) from error
        newly_registered = application.registration_number is None
        if newly_registered:
            _register(application, now)
            changed += clock_set(application)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since", "registration_number", "registered_at"])
        step_record(application, action=Action.APPROVE, actor=actor, stage_key=stage_key, at=now)
        audit_record(
            actor=actor,
            action="application.approve",
            subject=application,
            data={
                "stage": stage_key,
                "registration": application.registration_number,
                **on_behalf_data(application),
            },
        )
        if newly_registered:
            applicant_tell(
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
        note_write(application, actor, NoteAudience.APPLICANT, note)
        stage_key, now = application.stage_key, timezone.now()
        changed = application_move(application, Action.RETURN)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since"])
        step_record(application, action=Action.RETURN, actor=actor, stage_key=stage_key, at=now)
        audit_record(
            actor=actor,
            action="application.return",
            subject=application,
            data={"stage": stage_key, **on_behalf_data(application)},
        )
        applicant_tell(
            application,
            "returned",
            page="portal:document_list",
            nomor_permohonan=number_shown(application),
            catatan=note.strip(),
            daftar_perbaikan=_refused_documents(application),
        )
        return application


def application_send_back(*, application_id: int, actor: User, turn: str, to: str, reason: str) -> Application:
    """Give an application back to an earlier stage of the office; only officers read why.

    `to` is the key of a stage that `earlier_stages` names. The stages from there on must be passed again; what the
    applicant is told stays as it was, and the clock runs on.
    Raises NotAllowed when a colleague was faster or has claimed it, or it is not this officer's turn, DomainError
    without a reason (field "reason") or for a stage that is not an earlier one (field "to").
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        note_write(application, actor, NoteAudience.OFFICE, reason, field="reason")
        stage_key, now = application.stage_key, timezone.now()
        try:
            changed = application_move(application, Action.SEND_BACK, to=to)
        except IllegalTransition as error:
            raise DomainError(_("Pilih tahap sebelum tahap ini."), field="to") from error
        application.stage_since = now
        application.sent_back += 1
        application.save(update_fields=[*changed, "stage_since", "sent_back"])
        step_record(application, action=Action.SEND_BACK, actor=actor, stage_key=stage_key, at=now, to=to)
        audit_record(
            actor=actor,
            action="application.send_back",
            subject=application,
            data={"stage": stage_key, "to": to, **on_behalf_data(application)},
        )
        return application


def note_add(*, application_id: int, actor: User, turn: str, text: str) -> Note:
    """Write a note that only officers read. Raises NotAllowed when it is not this officer's turn, DomainError
    when it says nothing."""
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        note = note_write(application, actor, NoteAudience.OFFICE, text)
        audit_record(actor=actor, action="note.added", subject=application, data={"note": note.pk})
        return note


def require_accepted_documents(application: Application) -> None:
    """Raise DomainError, naming the documents, while one has not been accepted."""
    waiting = [
        line.requirement.name
        for line in requirement_lines(application)
        if line.document is not None and line.document.verdict != Verdict.ACCEPTED
    ]
    if waiting:
        raise DomainError(_("Belum dinyatakan sesuai: %(items)s.") % {"items": ", ".join(waiting)})


def _register(application: Application, now: datetime) -> None:
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
