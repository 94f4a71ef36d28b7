"""Who works on a case now, and who else looks at it (W2)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from izin.accounts.acting import acting_roles
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.workflow.selectors import roles_above

from .models import Application, CaseClaim, CasePresence

# Pages tell of themselves more often than this while they are open.
PRESENT = timedelta(minutes=2)
# They look over everybody's shoulder, and can free a case whose officer went home.
OVERSEERS = frozenset({Role.SUPERVISOR, Role.ADMIN})


def claim_in_force(application: Application, now: datetime | None = None) -> CaseClaim | None:
    """Return the claim on a case, None when there is none or it has lapsed; one query unless it was read with it."""
    claim = getattr(application, "claim", None)
    return claim if claim is not None and claim.active_until > (now or timezone.now()) else None


def may_take_over(user: User, application: Application) -> bool:
    """Whether this person stands above the role whose turn it is, or oversees the office; two queries."""
    roles = acting_roles(user)
    return not OVERSEERS.isdisjoint(roles) or not set(roles_above(application.waiting_role)).isdisjoint(roles)


def colleagues_present(applications: Iterable[Application], officer: User) -> dict[int, list[User]]:
    """Return who else has the page of each case open, by the case's id; one query for all of them."""
    rows = (
        CasePresence.objects.filter(application__in=list(applications), seen_at__gt=timezone.now() - PRESENT)
        .exclude(officer=officer)
        .select_related("officer")
        .order_by("officer__full_name", "pk")
    )
    found: dict[int, list[User]] = {}
    for row in rows:
        found.setdefault(row.application_id, []).append(row.officer)
    return found


def claims_of(officer: User) -> Collection[CaseClaim]:
    """Return what an officer has claimed and not let lapse, longest first, with the cases; one query."""
    return (
        CaseClaim.objects.filter(officer=officer, active_until__gt=timezone.now())
        .select_related("application__applicant", "application__permit_type")
        .order_by("claimed_at")
    )
