"""Claiming a case, so that two officers never work on one; telling colleagues who looks at it (W2).

A claim is no right to decide, and deciding needs no claim: it only keeps the others off. It lapses when its officer
does nothing for as many minutes as the office's settings say, and ends when the case moves on.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.workflow.selectors import work_settings

from ..claims import claim_in_force, may_take_over
from ..models import Application, CaseClaim, CasePresence
from ..policies import may_decide
from .locking import application_lock
from .telling import on_behalf_data

# Nobody is told any more; the rows are only in the way.
PRESENCE_KEPT = timedelta(days=1)


def case_claim(*, application_id: int, actor: User) -> CaseClaim:
    """Claim a case whose turn is this officer's; claiming it again keeps the claim alive.

    Raises Application.DoesNotExist, and NotAllowed when it is not this officer's turn or a colleague was faster (the
    words name him).
    """
    with transaction.atomic():
        application, now = application_lock(application_id), timezone.now()
        _require_turn(application, actor)
        claim = claim_in_force(application, now)
        if claim is not None and claim.officer_id == actor.pk:
            claim.active_until = _lapses(now)
            claim.save(update_fields=["active_until"])
            return claim
        if claim is not None:
            raise NotAllowed(_("Permohonan ini sedang dikerjakan %(name)s.") % {"name": claim.officer.get_full_name()})
        return _claim_write(application, actor, now, "case.claimed")


def case_release(*, application_id: int, actor: User) -> None:
    """Give a claimed case free: one's own, or a colleague's when the actor stands above or oversees the office.

    Releasing what nobody has changes nothing. Raises Application.DoesNotExist, and NotAllowed for a colleague's claim.
    """
    with transaction.atomic():
        application = application_lock(application_id)
        claim = claim_in_force(application)
        if claim is None:
            return
        if claim.officer_id != actor.pk and not may_take_over(actor, application):
            raise NotAllowed(_("Hanya %(name)s atau atasannya yang dapat melepasnya.") % {"name": claim.officer})
        data = {"stage": application.stage_key, "from": claim.officer_id}
        claim.delete()
        audit_record(actor=actor, action="case.released", subject=application, data=data)


def case_take_over(*, application_id: int, actor: User) -> CaseClaim:
    """Claim a case that a colleague has claimed, as one who stands above or oversees, and whose turn it may be too.

    Raises Application.DoesNotExist, and NotAllowed when it is not the actor's turn (then `case_release` frees it for
    the others) or he stands above nobody here.
    """
    with transaction.atomic():
        application, now = application_lock(application_id), timezone.now()
        _require_turn(application, actor)
        claim = claim_in_force(application, now)
        if claim is not None and claim.officer_id != actor.pk and not may_take_over(actor, application):
            raise NotAllowed(_("Hanya atasan yang dapat mengambil alih permohonan ini."))
        return _claim_write(application, actor, now, "case.taken_over", before=claim)


def case_seen(*, application_id: int, officer: User) -> None:
    """Note that an officer has the page of a case open; his own claim on it lives on. One or two cheap statements.

    Call it when the page is opened and while it stays open (every minute is enough). Not in the audit log: opening
    documents is.
    """
    now = timezone.now()
    with transaction.atomic():
        CasePresence.objects.bulk_create(
            [CasePresence(application_id=application_id, officer=officer, seen_at=now)],
            update_conflicts=True,
            unique_fields=["application", "officer"],
            update_fields=["seen_at"],
        )
        mine = CaseClaim.objects.filter(application_id=application_id, officer=officer, active_until__gt=now)
        if mine.exists():
            mine.update(active_until=_lapses(now))


def presence_sweep() -> int:
    """Remove what nobody is told any more: old presences and lapsed claims; return how many. Scheduled."""
    now = timezone.now()
    gone, _kinds = CasePresence.objects.filter(seen_at__lt=now - PRESENCE_KEPT).delete()
    lapsed, _kinds = CaseClaim.objects.filter(active_until__lt=now - PRESENCE_KEPT).delete()
    return gone + lapsed


def _require_turn(application: Application, actor: User) -> None:
    if not may_decide(actor, application):
        raise NotAllowed(_("Permohonan ini bukan giliran Anda."))


def _lapses(now: datetime) -> datetime:
    return now + timedelta(minutes=work_settings().claim_minutes)


def _claim_write(
    application: Application, actor: User, now: datetime, action: str, *, before: CaseClaim | None = None
) -> CaseClaim:
    claim, _created = CaseClaim.objects.update_or_create(
        application=application,
        defaults={"officer": actor, "claimed_at": now, "active_until": _lapses(now)},
    )
    data = {"stage": application.stage_key, **({"from": before.officer_id} if before else {})}
    audit_record(actor=actor, action=action, subject=application, data={**data, **on_behalf_data(application)})
    return claim
