"""Who may do what with accounts; pure predicates, and the name under which logins are throttled."""

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from common.crypto import blind_index
from izin.accounts.enums import Role
from izin.accounts.validators import nik_normalise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from izin.accounts.models import User

_INDEX = re.compile(r"[0-9a-f]{64}")


def has_role(user: "User | AnonymousUser", *roles: Role) -> bool:
    """Tell whether an active user holds at least one of the roles."""
    return bool(user.is_active and not getattr(user, "roles", frozenset()).isdisjoint(roles))


def may_see_cases(user: "User | AnonymousUser") -> bool:
    """Tell whether the user's work has to do with permits: every officer's but that of editors of the site's texts.

    Who sees a case need not act on it: that takes the role of its stage, so supervisors and administrators look on.
    """
    return has_role(user, *(frozenset(Role) - {Role.CONTENT_EDITOR}))


def can_create_officer(actor: "User | AnonymousUser") -> bool:
    """Tell whether the user may open accounts of officers and record who may sign."""
    return bool(actor.is_active and actor.is_superuser) or has_role(actor, Role.ADMIN)


def can_manage_officer(actor: "User | AnonymousUser", user: "User") -> bool:
    """Tell whether the actor may change an officer's roles, close his account or reset his second factor.

    Nobody does that to himself: an administrator could lock himself out, or make himself more than he is.
    """
    return can_create_officer(actor) and actor.pk != user.pk


def can_help(actor: "User", user: "User") -> bool:
    """Tell whether the actor may end somebody's sessions and lift a lock after wrong passwords (A4).

    The front desk helps applicants, administrators everybody else but themselves.
    """
    if user.is_officer or user.is_staff or user.is_superuser:
        return can_manage_officer(actor, user)
    return can_create_officer(actor) or has_role(actor, Role.FRONT_DESK)


def can_view_as(actor: "User", user: "User") -> bool:
    """Tell whether the actor may look at this person's pages as he sees them: applicants' only, never an officer's."""
    if user.is_officer or user.is_staff or user.is_superuser or not user.is_active or not user.is_applicant:
        return False
    return actor.pk != user.pk and (can_create_officer(actor) or has_role(actor, Role.FRONT_DESK))


def can_assist(actor: "User", applicant: "User") -> bool:
    """Tell whether the actor may act for this person at the counter: the front desk, for applicants alone."""
    officers = applicant.is_officer or applicant.is_staff or applicant.is_superuser
    served = applicant.is_active and applicant.is_applicant and not officers
    return served and actor.pk != applicant.pk and has_role(actor, Role.FRONT_DESK)


def can_delegate(actor: "User", role: Role, holder: "User | None") -> bool:
    """Tell whether the actor may name who acts in this role of this holder (A6).

    Administrators may, and holders for themselves. Who acts for the head of office also signs: that mandate is
    recorded by an administrator, by the letter of the regent.
    """
    own = holder is not None and holder.pk == actor.pk and role != Role.AGENCY_HEAD and has_role(actor, role)
    return own or can_create_officer(actor)


def can_reissue_password(actor: "User", user: "User") -> bool:
    """Tell whether the actor may correct the user's e-mail and phone and have a new password sent (A4).

    The front desk helps applicants. Officers' accounts are for administrators alone, otherwise the front desk
    could take over the account that signs.
    """
    if user.is_superuser or not user.is_active:
        return False
    if user.is_officer or user.is_staff:
        return can_create_officer(actor)
    return can_create_officer(actor) or has_role(actor, Role.FRONT_DESK)


def can_verify_profiles(actor: "User | AnonymousUser") -> bool:
    """Tell whether the user decides on changes of names, NIKs and scans of applicants (A5)."""
    return has_role(actor, Role.FRONT_DESK, Role.ADMIN)


def login_throttle_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the blind index of the NIK that was typed: the name django-axes counts, stores and logs.

    After a login axes passes `User.get_username()`, which is the index already.
    """
    typed = str((credentials or {}).get("username") or request.POST.get("username") or "")
    return typed if _INDEX.fullmatch(typed) else blind_index(nik_normalise(typed))
