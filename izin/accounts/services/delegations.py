"""Naming who acts in whose role for a time, and ending it (A6)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import DELEGABLE_ROLES, MandateCapacity, Role
from izin.accounts.events import delegation_changed
from izin.accounts.models import Officer, RoleDelegation, SignatureMandate, User
from izin.accounts.policies import can_delegate, may_see_cases
from izin.accounts.services.mandates import mandate_grant
from izin.accounts.services.writing import clean_or_refuse
from izin.accounts.validators import text_tidy
from izin.audit.services import audit_record


@transaction.atomic
def delegation_grant(
    *,
    actor: User,
    role: Role,
    substitute: User,
    letter_number: str,
    letter_date: date,
    valid_from: date,
    valid_until: date,
    holder: User | None = None,
    post: str = "",
) -> RoleDelegation:
    """Write who acts in a role, and for the head of office the mandate to sign with it; tell both; return it.

    With a `holder` it is a Plh. for him, without one a Plt. of a vacant post. `post` is the post as printed; by
    default the holder's own.

    Raises:
        NotAllowed: the actor is neither an administrator nor the holder (see `policies.can_delegate`).
        DomainError: a rule is broken, or somebody else acts in that role on some of these days; `field` names it.
    """
    holder, substitute = _lock(holder, substitute)
    if not can_delegate(actor, role, holder):
        raise NotAllowed(_("Anda tidak berwenang melimpahkan tugas ini. Hubungi admin."))
    _check_people(role, holder, substitute)
    if valid_until < timezone.localdate():
        raise DomainError(_("Masa berlaku itu sudah lewat."), field="valid_until")
    delegation = RoleDelegation(
        role=role,
        capacity=MandateCapacity.ACTING_PLH if holder else MandateCapacity.ACTING_PLT,
        holder=holder,
        substitute=substitute,
        post=text_tidy(post) or _position_of(holder),
        letter_number=text_tidy(letter_number),
        letter_date=letter_date,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=actor,
    )
    clean_or_refuse(delegation, exclude={"holder", "substitute", "granted_by", "mandate"})
    if role == Role.AGENCY_HEAD:
        delegation.mandate = _mandate(actor, delegation)
    try:
        with transaction.atomic():
            delegation.save(force_insert=True)
    except IntegrityError as error:
        # Everything else was checked above; the exclusion constraint decides between two at the same moment.
        raise DomainError(_("Sudah ada pengganti untuk peran ini pada sebagian dari waktu itu.")) from error
    _tell(delegation, actor, "delegation.granted")
    return delegation


@transaction.atomic
def delegation_end(*, actor: User, pk: int) -> RoleDelegation:
    """End a delegation now: its holder is back, or the post has a new one; tell both; return it.

    Raises:
        RoleDelegation.DoesNotExist
        NotAllowed: the actor is neither an administrator nor the holder, or it has ended.
    """
    delegation = RoleDelegation.objects.select_for_update().get(pk=pk)
    if delegation.holder_id != actor.pk and not can_delegate(actor, Role(delegation.role), None):
        raise NotAllowed(_("Anda tidak berwenang mengakhiri pelimpahan ini."))
    if delegation.ended_at or delegation.valid_until < timezone.localdate():
        raise NotAllowed(_("Pelimpahan ini sudah berakhir."))
    delegation.ended_at, delegation.ended_by = timezone.now(), actor
    mandate, delegation.mandate = delegation.mandate, None
    delegation.save(update_fields=["ended_at", "ended_by", "mandate"])
    if mandate is not None:
        _mandate_cut(mandate)
    _tell(delegation, actor, "delegation.ended")
    return delegation


def _lock(holder: User | None, substitute: User) -> tuple[User | None, User]:
    """Lock both, always in the same order: two delegations granted at the same moment see each other."""
    keys = [user.pk for user in (holder, substitute) if user]
    rows = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return (rows[holder.pk] if holder else None), rows[substitute.pk]


def _check_people(role: Role, holder: User | None, substitute: User) -> None:
    if role not in DELEGABLE_ROLES:
        raise DomainError(_("Peran ini tidak dapat dilimpahkan."), field="role")
    if holder is not None and role not in holder.roles:
        raise DomainError(_("Pejabat yang digantikan tidak memegang peran ini."), field="holder")
    if not may_see_cases(substitute):
        raise DomainError(_("Pengganti harus petugas aktif yang menangani permohonan."), field="substitute")
    if role in substitute.roles:
        raise DomainError(_("Pengganti sudah memegang peran ini."), field="substitute")


def _position_of(holder: User | None) -> str:
    position = Officer.objects.filter(user=holder).values_list("position", flat=True).first() if holder else None
    if not position:
        raise DomainError(_("Tulis jabatan yang digantikan."), field="post")
    return position


def _mandate(actor: User, delegation: RoleDelegation) -> SignatureMandate:
    officer = Officer.objects.filter(user=delegation.substitute).first()
    if officer is None:
        raise DomainError(_("Jabatan pengganti belum dicatat."), field="substitute")
    return mandate_grant(
        actor=actor,
        officer=officer,
        capacity=MandateCapacity(delegation.capacity),
        acting_for=delegation.post,
        decree=delegation.letter_number,
        valid_from=delegation.valid_from,
        valid_until=delegation.valid_until,
    )


def _mandate_cut(mandate: SignatureMandate) -> None:
    """Let the right to sign end with the role: what was signed until today stays covered."""
    today = timezone.localdate()
    if mandate.valid_from > today:
        mandate.delete()
    else:
        mandate.valid_until = today
        mandate.save(update_fields=["valid_until"])


def _tell(delegation: RoleDelegation, actor: User, action: str) -> None:
    entry = audit_record(
        actor=actor,
        action=action,
        subject=delegation,
        data={
            "role": delegation.role,
            "capacity": delegation.capacity,
            "holder": delegation.holder_id,
            "substitute": delegation.substitute_id,
            "letter": delegation.letter_number,
            "valid_from": delegation.valid_from.isoformat(),
            "valid_until": delegation.valid_until.isoformat(),
        },
    )
    delegation_changed.send(
        sender=RoleDelegation, delegation=delegation, event_key=f"delegation:{delegation.pk}:{entry.sequence}"
    )
