"""Managing people's accounts: an officer's post and roles, closing and opening, sessions and locks (A4, A6)."""

from collections.abc import Iterable
from typing import Any

from axes.utils import reset as forget_failed_logins
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.accounts.events import contact_changed
from izin.accounts.models import Officer, User
from izin.accounts.policies import can_create_officer, can_help, can_manage_officer
from izin.accounts.services.writing import clean_or_refuse
from izin.accounts.validators import degree_trim, email_normalise, nip_normalise, phone_normalise, text_tidy
from izin.audit.services import audit_record


@transaction.atomic
def officer_update(
    *,
    actor: User,
    user: User,
    full_name: str,
    email: str,
    phone: str,
    position: str,
    title_front: str = "",
    title_back: str = "",
    rank: str = "",
    nip: str = "",
) -> User:
    """Write name, contact and post of an officer, and return him; a new contact is told to the old one as well.

    Raises:
        NotAllowed: the actor is not an administrator.
        DomainError: a rule is broken, with its field.
    """
    if not can_create_officer(actor):
        raise NotAllowed(_("Hanya admin yang dapat mengubah data petugas."))
    locked = User.objects.select_for_update().get(pk=user.pk)
    old_email, old_phone = locked.email, locked.phone
    post = Officer.objects.filter(user=locked).first() or Officer(user=locked)
    wanted: list[tuple[Any, dict[str, str]]] = [
        (
            locked,
            {
                "full_name": text_tidy(full_name),
                "title_front": degree_trim(title_front),
                "title_back": degree_trim(title_back),
                "email": email_normalise(email),
                "phone": phone_normalise(phone) if phone else "",
            },
        ),
        (post, {"position": text_tidy(position), "rank": text_tidy(rank), "nip": nip_normalise(nip)}),
    ]
    changed = [name for row, values in wanted for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return locked
    for row, values in wanted:
        for name, value in values.items():
            setattr(row, name, value)
    clean_or_refuse(locked, exclude={"nik_index", "password"})
    clean_or_refuse(post, exclude={"user"})
    locked.save(update_fields=list(wanted[0][1]))
    post.save()
    entry = audit_record(actor=actor, action="officer.updated", subject=locked, data={"fields": changed})
    if {"email", "phone"} & set(changed):
        contact_changed.send(
            sender=User,
            user=locked,
            old_email=old_email,
            old_phone=old_phone,
            event_key=f"account-contact-changed:{locked.pk}:{entry.sequence}",
        )
    return locked


@transaction.atomic
def officer_roles_change(*, actor: User, user: User, roles: Iterable[Role]) -> User:
    """Give an officer exactly these roles, and return him. Who loses one is logged out everywhere.

    Raises:
        NotAllowed: the actor is no administrator, it is his own account, or nobody would be left to administrate.
        DomainError: field "roles"; none is left. An account without work is closed instead.
    """
    locked = _lock(actor, user)
    wanted, before = set(roles), set(locked.roles)
    if not wanted:
        raise DomainError(_("Pilih sekurang-kurangnya satu peran, atau nonaktifkan akun."), field="roles")
    if wanted == before:
        return locked
    groups = list(Group.objects.filter(name__in=[role.label for role in wanted]))
    if len(groups) != len(wanted):
        raise DomainError(_("Ada peran yang tidak dikenal."), field="roles")
    if Role.ADMIN not in wanted:
        _keep_an_admin(locked)
        locked.is_superuser = False
    locked.groups.set(groups)
    locked.save(update_fields=["is_superuser"])
    audit_record(
        actor=actor,
        action="officer.roles_changed",
        subject=locked,
        data={"added": sorted(wanted - before), "removed": sorted(before - wanted)},
    )
    if before - wanted:
        _sessions_end(locked)
    return User.objects.get(pk=locked.pk)


@transaction.atomic
def officer_deactivate(*, actor: User, user: User) -> User:
    """Close an officer's account: he is logged out everywhere and does not get in any more; return him.

    Raises:
        NotAllowed: the actor is no administrator, it is his own account, nobody would be left, or it is closed.
    """
    locked = _lock(actor, user)
    if not locked.is_active:
        raise NotAllowed(_("Akun ini sudah nonaktif."))
    _keep_an_admin(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    audit_record(actor=actor, action="officer.deactivated", subject=locked)
    _sessions_end(locked)
    return locked


@transaction.atomic
def officer_reactivate(*, actor: User, user: User) -> User:
    """Open a closed account of an officer again, with the roles and the password it had; return him.

    Raises:
        NotAllowed: the actor is no administrator, or it is open.
    """
    locked = _lock(actor, user)
    if locked.is_active:
        raise NotAllowed(_("Akun ini sudah aktif."))
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit_record(actor=actor, action="officer.reactivated", subject=locked)
    return locked


@transaction.atomic
def account_sessions_end(*, actor: User, user: User) -> None:
    """End every session of somebody, on every device.

    Raises:
        NotAllowed: the actor may not help this person (see `policies.can_help`).
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not can_help(actor, locked):
        raise NotAllowed(_("Anda tidak berwenang mengakhiri sesi akun ini."))
    audit_record(actor=actor, action="account.sessions_ended", subject=locked)
    _sessions_end(locked)


@transaction.atomic
def lockout_lift(*, actor: User, user: User) -> None:
    """Let somebody log in again who is locked out after wrong passwords.

    Raises:
        NotAllowed: the actor may not help this person (see `policies.can_help`).
    """
    if not can_help(actor, user):
        raise NotAllowed(_("Anda tidak berwenang membuka kunci akun ini."))
    if forget_failed_logins(username=user.nik_index):
        audit_record(actor=actor, action="account.unlocked", subject=user)


@transaction.atomic
def profile_viewed(*, actor: User, user: User) -> None:
    """Log that an officer opened the account page of an applicant (A7)."""
    audit_record(actor=actor, action="account.profile_viewed", subject=user)


def _lock(actor: User, user: User) -> User:
    """Lock the account, after what every change of administrators waits for: two can not remove each other."""
    Group.objects.select_for_update().get(name=Role.ADMIN.label)
    locked = User.objects.select_for_update().get(pk=user.pk)
    # As the actor is now: he may have lost his rights while he waited.
    if not can_manage_officer(User.objects.get(pk=actor.pk), locked):
        raise NotAllowed(_("Hanya admin lain yang dapat mengubah akun petugas ini."))
    if not locked.is_staff:
        raise NotAllowed(_("Akun ini bukan akun petugas."))
    return locked


def _keep_an_admin(leaving: User) -> None:
    admins = User.objects.filter(Q(groups__name=Role.ADMIN.label) | Q(is_superuser=True), is_active=True)
    if not admins.exclude(pk=leaving.pk).exists():
        raise NotAllowed(_("Harus selalu ada admin yang aktif."))


def _sessions_end(locked: User) -> None:
    User.objects.filter(pk=locked.pk).update(session_generation=F("session_generation") + 1)
    locked.sign_ins.all().delete()
