"""Opening an officer's account (A6)."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import PasswordReason, Role
from izin.accounts.events import password_issued
from izin.accounts.models import Officer, User
from izin.accounts.policies import can_create_officer
from izin.accounts.services.writing import clean_or_refuse, password_generate, user_write
from izin.accounts.validators import nip_normalise
from izin.audit.services import audit_record


@transaction.atomic
def officer_create(
    *,
    actor: User | None,
    nik: str,
    full_name: str,
    email: str,
    position: str,
    roles: Iterable[Role],
    phone: str = "",
    title_front: str = "",
    title_back: str = "",
    rank: str = "",
    nip: str = "",
    password: str | None = None,
) -> User:
    """Write user, post, roles and the message with the first password, all or nothing; return the user.

    `actor` is None for commands run on the server. A `password` that is given is kept as it is: no message, no
    duty to change it (for demonstration data). The groups must exist: see `roles_load`.

    Raises:
        NotAllowed: the actor is not an administrator.
        DomainError: a rule is broken; `field` names the argument.
    """
    if actor is not None and not can_create_officer(actor):
        raise NotAllowed(_("Hanya admin yang dapat membuat akun petugas."))
    wanted = sorted(set(roles))
    groups = list(Group.objects.filter(name__in=[role.label for role in wanted]))
    if not wanted or len(groups) != len(wanted):
        raise DomainError(_("Pilih sekurang-kurangnya satu peran petugas."), field="roles")
    generated = password is None
    first_password = password or password_generate()
    user = user_write(
        nik=nik,
        full_name=full_name,
        title_front=title_front,
        title_back=title_back,
        email=email,
        phone=phone,
        password=first_password,
        is_staff=True,
        must_change_password=generated,
    )
    officer = Officer(user=user, position=position.strip(), rank=rank.strip(), nip=nip_normalise(nip))
    clean_or_refuse(officer, exclude={"user"})
    officer.save()
    user.groups.set(groups)
    audit_record(actor=actor, action="officer.created", subject=user, data={"roles": [str(role) for role in wanted]})
    if generated:
        password_issued.send(
            sender=User,
            user=user,
            password=first_password,
            reason=PasswordReason.OFFICER_CREATED,
            event_key=f"officer-created:{user.pk}",
        )
    return user
