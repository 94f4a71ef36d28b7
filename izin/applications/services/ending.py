"""How an application ends without a permit: refused by the office, taken back by its applicant (W3, F12)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.workflow.enums import Action, Status
from izin.workflow.models import DecisionReason
from izin.workflow.selectors import reason_list, work_settings

from ..enums import NoteAudience
from ..models import Application, Note, Rejection
from ..policies import may_withdraw
from .locking import application_lock, application_lock_for_officer, application_move
from .telling import applicant_tell, number_shown, on_behalf_data, step_record, text_required


def application_reject(
    *,
    application_id: int,
    actor: User,
    turn: str,
    reason: str,
    legal_ground: str,
    explanation: str = "",
    objection: str = "",
) -> Application:
    """Refuse an application for good, and tell its applicant why, by which rule, and how to object.

    `reason` is the text of a reason of the list (`reason_list(DecisionReason.Kind.REJECT)`); `objection` is what the
    office's settings say when it is empty. A permit number that was taken already stays with it, unused.
    Raises NotAllowed when a colleague was faster or has claimed it, or it is not this officer's turn, DomainError at
    its field when a reason is not of the list, or a text is missing or too long.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        if not reason_list(DecisionReason.Kind.REJECT).filter(text=reason).exists():
            raise DomainError(_("Pilih alasan dari daftar."), field="reason")
        stage_key, now = application.stage_key, timezone.now()
        rejection = Rejection(
            application=application,
            reason=reason,
            explanation=text_required(explanation, field="explanation") if explanation.strip() else "",
            legal_ground=text_required(legal_ground, field="legal_ground", longest=1000),
            objection=text_required(objection or work_settings().objection, field="objection", longest=1000),
            stage_key=stage_key,
            actor=actor,
            at=now,
        )
        # Where it stood names the event, so before it stands nowhere.
        applicant_tell(
            application,
            "rejected",
            page="portal:application_process",
            nomor_permohonan=number_shown(application),
            alasan=rejection.reason,
            penjelasan=rejection.explanation,
            dasar_hukum=rejection.legal_ground,
            keberatan=rejection.objection,
        )
        changed = application_move(application, Action.REJECT)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since"])
        rejection.save()
        step_record(application, action=Action.REJECT, actor=actor, stage_key=stage_key, at=now)
        audit_record(
            actor=actor,
            action="application.reject",
            subject=application,
            data={"stage": stage_key, "reason": reason, **on_behalf_data(application)},
        )
        return application


def application_withdraw(*, application_id: int, actor: User, reason: str = "", tell: bool = True) -> Application:
    """Take back one's own application, from sending to the permit (F12); why may be said, and officers read it.

    `tell` is False where the caller tells its applicant himself.
    Raises Application.DoesNotExist for somebody else's, NotAllowed for a draft (see `draft_cancel`) and for what is
    finished, DomainError (field "reason") when the reason is too long.
    """
    with transaction.atomic():
        application = _lock_own(application_id, actor)
        if not may_withdraw(actor, application):
            raise NotAllowed(_("Permohonan ini tidak dapat dibatalkan lagi."))
        stage_key, now = application.stage_key, timezone.now()
        if reason.strip():
            text = text_required(reason, field="reason")
            Note.objects.create(
                application=application, author=actor, audience=NoteAudience.APPLICANT, stage_key=stage_key, text=text
            )
        if tell:
            applicant_tell(
                application,
                "withdrawn",
                page="portal:application_process",
                nomor_permohonan=number_shown(application),
            )
        changed = application_move(application, Action.WITHDRAW)
        application.stage_since = now
        application.save(update_fields=[*changed, "stage_since"])
        step_record(application, action=Action.WITHDRAW, actor=actor, stage_key=stage_key, at=now)
        audit_record(actor=actor, action="application.withdraw", subject=application, data={"stage": stage_key})
        return application


def draft_cancel(*, application_id: int, actor: User) -> None:
    """Throw away one's own draft with its answers and the list of its documents (F12).

    Raises Application.DoesNotExist for somebody else's, NotAllowed for one that was sent (see `application_withdraw`).
    """
    with transaction.atomic():
        application = _lock_own(application_id, actor)
        if application.status != Status.DRAFT:
            raise NotAllowed(_("Permohonan yang sudah dikirim tidak dapat dihapus."))
        audit_record(actor=actor, action="application.draft_cancelled", subject=application)
        application.delete()


def _lock_own(application_id: int, actor: User) -> Application:
    application = application_lock(application_id)
    if application.applicant_id != actor.pk:
        raise Application.DoesNotExist
    return application
