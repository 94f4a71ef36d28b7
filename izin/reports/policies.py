"""Who sees what of the office's work; pure."""

from typing import TYPE_CHECKING

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.policies import has_role, may_see_cases

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# They answer for the work of others.
SUPERIORS = frozenset(
    {
        Role.VERIFICATION_SECTION_HEAD,
        Role.LICENSING_SECTION_HEAD,
        Role.DIVISION_HEAD,
        Role.SECRETARY,
        Role.AGENCY_HEAD,
        Role.SUPERVISOR,
        Role.ADMIN,
    }
)


def may_audit(user: "User | AnonymousUser") -> bool:
    """Whether this person reads the whole log of acts; the acts on a case are read by everybody who sees cases."""
    return has_role(user, Role.SUPERVISOR, Role.ADMIN)


def may_see_figures(user: "User | AnonymousUser") -> bool:
    """Whether this person sees how much work there is, where it waits, and what is late."""
    return may_see_cases(user)


def may_see_officers(user: "User | AnonymousUser") -> bool:
    """Whether this person sees the figures of each officer; everybody else sees his own."""
    return has_role(user, *SUPERIORS)


def may_download_registers(user: "User | AnonymousUser") -> bool:
    """Whether this person takes lists of applicants away: superiors, and the front desk that keeps the registers."""
    return has_role(user, *SUPERIORS, Role.FRONT_DESK)
