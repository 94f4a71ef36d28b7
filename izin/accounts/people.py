"""Finding people: officers for administrators, applicants for those who help them. Reads."""

from collections.abc import Iterable
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from izin.accounts.acting import delegations_in_force
from izin.accounts.enums import CMS_ROLES, Role
from izin.accounts.models import RoleDelegation, TotpDevice, User
from izin.accounts.selectors import user_by_nik

CASE_GROUPS = [role.label for role in Role if role not in CMS_ROLES | {Role.SUPERVISOR}]


def officer_choices() -> QuerySet[User]:
    """Return the active officers who work on cases, by name, with their posts."""
    working = User.objects.filter(is_active=True, groups__name__in=CASE_GROUPS).distinct()
    return working.select_related("officer").order_by("full_name", "pk")


def officer_search(text: str = "", role: str = "", *, closed: bool = False) -> QuerySet[User]:
    """Return officers by name, those whose name or post has the text; with their posts, roles and second factor.

    `role` is the value of a Role; `closed` asks for accounts that were closed instead of open ones.
    """
    found = User.objects.filter(is_staff=True, is_active=not closed)
    if text:
        found = found.filter(Q(full_name__icontains=text) | Q(officer__position__icontains=text))
    if role in Role.values:
        found = found.filter(groups__name=Role(role).label)
    factor = TotpDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    with_all = found.select_related("officer").prefetch_related("groups").annotate(has_factor=Exists(factor))
    return with_all.order_by("full_name", "pk")


def officer_get(pk: int) -> User:
    """Return an officer with his post. Raises User.DoesNotExist, for applicants too."""
    return User.objects.select_related("officer").get(pk=pk, is_staff=True)


def absences_of(users: Iterable[User]) -> dict[int, RoleDelegation]:
    """Return the delegation in force today of each of these officers who is away; one query."""
    return {row.holder_id: row for row in delegations_in_force().filter(holder__in=list(users)) if row.holder_id}


def applicant_search(text: str) -> QuerySet[User]:
    """Return applicants whose name has the text, by name."""
    found = User.objects.filter(profile__isnull=False, is_staff=False, full_name__icontains=text)
    return found.select_related("profile").order_by("full_name", "pk")


def applicant_by_nik(nik: str) -> User | None:
    """Return the applicant with this NIK, typed in any way, or None; an officer's account is not found here."""
    user = user_by_nik(nik)
    return user if user and user.is_applicant and not user.is_staff else None


def applicant_get(pk: int) -> User:
    """Return an applicant with his profile. Raises User.DoesNotExist, for officers too."""
    return User.objects.select_related("profile").get(pk=pk, is_staff=False, profile__isnull=False)


def is_locked_out(user: User) -> bool:
    """Tell whether somebody is locked out from some address, after too many wrong passwords."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username=user.nik_index, attempt_time__gt=since)
    return tried.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()
