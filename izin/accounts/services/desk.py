"""The counter: a client agrees, an officer acts for him, and then the next one comes (W8)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.desk_models import ConsentKind
from izin.accounts.models import DeskVisit, User
from izin.accounts.policies import can_assist
from izin.audit.services import audit_record

# An officer who forgot to end a visit acts for nobody on the next day.
VISIT_LONGEST = timedelta(hours=4)


@transaction.atomic
def visit_begin(*, actor: User, applicant: User, consent: ConsentKind) -> DeskVisit:
    """Record that this person agreed, and let the actor act for him until he ends it; any other visit of his ends.

    Raises:
        NotAllowed: the actor may not, or it is no open account of an applicant (see `policies.can_assist`).
    """
    # Two visits begun at the same moment see each other.
    officer = User.objects.select_for_update().get(pk=actor.pk)
    if not can_assist(officer, applicant):
        raise NotAllowed(_("Anda tidak dapat melayani akun ini di loket."))
    now = timezone.now()
    DeskVisit.objects.filter(officer=officer, ended_at=None).update(ended_at=now)
    visit = DeskVisit.objects.create(officer=officer, applicant=applicant, consent=consent, begun_at=now)
    audit_record(
        actor=officer, action="desk.begun", subject=applicant, data={"visit": visit.pk, "consent": str(consent)}
    )
    return visit


@transaction.atomic
def visit_end(*, actor: User) -> None:
    """End the actor's visit, if there is one."""
    User.objects.select_for_update().get(pk=actor.pk)
    for visit in DeskVisit.objects.filter(officer=actor, ended_at=None).select_related("applicant"):
        visit.ended_at = timezone.now()
        visit.save(update_fields=["ended_at"])
        audit_record(actor=actor, action="desk.ended", subject=visit.applicant, data={"visit": visit.pk})


def visit_open(actor: User) -> DeskVisit | None:
    """Return the visit of the client this officer serves now, or None; one query."""
    since = timezone.now() - VISIT_LONGEST
    found = DeskVisit.objects.filter(officer=actor, ended_at=None, begun_at__gt=since)
    return found.select_related("applicant__profile").first()


def acts_for(actor: User, applicant_id: int) -> bool:
    """Tell whether the actor may do now what this applicant may: it is himself, or he serves him at the counter."""
    if actor.pk == applicant_id:
        return True
    visit = visit_open(actor)
    return visit is not None and visit.applicant_id == applicant_id and can_assist(actor, visit.applicant)
