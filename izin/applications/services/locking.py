"""The first lines of every service: the row locked, the person and the state checked."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.acting import acting_roles
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.services.desk import acts_for
from izin.workflow.engine import Position, next_position, role_in_charge
from izin.workflow.enums import Action
from izin.workflow.selectors import work_settings

from ..claims import claim_in_force
from ..models import Application, CaseClaim
from ..policies import may_change, may_decide


def application_lock(application_id: int) -> Application:
    """Return the application with its row locked until the caller's transaction ends.

    Raises Application.DoesNotExist.
    """
    # The lock first and alone: a row whose revision changed while we waited would not find its join again.
    Application.objects.select_for_update().only("pk").get(pk=application_id)
    return Application.objects.select_related("applicant", "permit_type", "revision", "claim__officer").get(
        pk=application_id
    )


def application_lock_for_applicant(application_id: int, actor: User) -> Application:
    """Return the locked application of a person who may change it now, or whom the actor serves at the counter (W8).

    Raises Application.DoesNotExist for somebody else's, NotAllowed when the office has it.
    """
    application = application_lock(application_id)
    if not acts_for(actor, application.applicant_id):
        raise Application.DoesNotExist
    if not may_change(application.applicant, application):
        raise NotAllowed(_("Permohonan ini sedang diperiksa petugas dan tidak dapat diubah."))
    return application


def application_lock_for_officer(application_id: int, actor: User, turn: str) -> Application:
    """Return the locked application of an officer whose turn it is; `turn` is the one he saw on his page.

    His own claim on it is kept alive; on whose behalf he acts is in `acting_for`.
    Raises NotAllowed when a colleague was faster or the application was sent again since, when it is not this
    officer's turn, or while a colleague has claimed it.
    """
    application = application_lock(application_id)
    if application.turn != turn or not application.waiting_role:
        raise NotAllowed(
            _("Permohonan ini sudah diproses petugas lain atau dikirim ulang. Periksa keadaannya yang sekarang.")
        )
    if not may_decide(actor, application):
        raise NotAllowed(_("Permohonan ini bukan giliran Anda."))
    _respect_claim(application, actor)
    application.acting_for = acting_roles(actor)[Role(application.waiting_role)]
    return application


def _respect_claim(application: Application, actor: User) -> None:
    claim, now = claim_in_force(application), timezone.now()
    if claim is None:
        return
    if claim.officer_id != actor.pk:
        raise NotAllowed(_("Permohonan ini sedang dikerjakan %(name)s.") % {"name": claim.officer.get_full_name()})
    claim.active_until = now + timedelta(minutes=work_settings().claim_minutes)
    claim.save(update_fields=["active_until"])


def application_move(application: Application, action: Action, *, to: str = "") -> list[str]:
    """Put the application where the action leads; return the changed fields for `save(update_fields=...)`.

    Whoever had claimed it has it no longer. Raises IllegalTransition.
    """
    position = next_position(application.rules.flow, application.position, action, to=to)
    _place(application, position)
    CaseClaim.objects.filter(application=application).delete()
    return ["status", "stage_key", "waiting_role"]


def _place(application: Application, position: Position) -> None:
    application.status = position.status
    application.stage_key = position.stage_key
    application.waiting_role = role_in_charge(application.rules.flow, position) or ""
