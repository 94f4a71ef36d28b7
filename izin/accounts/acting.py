"""In which roles somebody acts: his own, and those he stands in for (A6). Reads."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from izin.accounts.enums import Role
from izin.accounts.models import RoleDelegation, User


def delegations_in_force(on: date | None = None) -> QuerySet[RoleDelegation]:
    """Return the delegations that hold on a day (today), those whose substitute may not log in left out."""
    day = on or timezone.localdate()
    held = RoleDelegation.objects.filter(ended_at=None, valid_from__lte=day, valid_until__gte=day)
    return held.filter(substitute__is_active=True).select_related("holder", "substitute")


def acting_roles(user: User, on: date | None = None) -> Mapping[Role, User | None]:
    """Return the roles this user may act in on a day (today), each with the colleague on whose behalf.

    None is his own right, or a vacant post. A role he has handed over is not among them until he is back: one post,
    one person in charge. One query besides that of `User.roles`, which every request makes anyway. Nothing is handed
    on: who stands in for somebody can not lend that role to a third. Nobody acts whose account is closed.
    """
    if not user.is_active or not user.roles:
        return {}
    found = delegations_in_force(on).filter(Q(substitute=user) | Q(holder=user))
    concerning = list(found.order_by("pk"))
    lent = {delegation.role for delegation in concerning if delegation.holder_id == user.pk}
    acting: dict[Role, User | None] = {
        Role(delegation.role): delegation.holder for delegation in concerning if delegation.substitute_id == user.pk
    }
    return {**acting, **dict.fromkeys(sorted(role for role in user.roles if role not in lent))}


def delegations_listed() -> QuerySet[RoleDelegation]:
    """Return all delegations with everybody they name, the latest first."""
    return RoleDelegation.objects.select_related("holder", "substitute", "granted_by", "ended_by")


def delegations_of(user: User, on: date | None = None) -> QuerySet[RoleDelegation]:
    """Return the delegations in force or yet to come that this user gave or takes."""
    day = on or timezone.localdate()
    concerning = delegations_listed().filter(Q(substitute=user) | Q(holder=user))
    return concerning.filter(ended_at=None, valid_until__gte=day)


def delegation_get(pk: int) -> RoleDelegation:
    """Return a delegation with the people it names. Raises RoleDelegation.DoesNotExist."""
    return delegations_listed().get(pk=pk)


def people_acting_in(role: Role, on: date | None = None) -> list[User]:
    """Return who acts in a role on a day (today), by name: to whom what concerns the role is sent."""
    substitutes = delegations_in_force(on).filter(role=role).values("substitute")
    candidates = User.objects.filter(is_active=True).filter(Q(groups__name=role.label) | Q(pk__in=substitutes))
    return [user for user in candidates.distinct().order_by("full_name", "pk") if role in acting_roles(user, on)]
