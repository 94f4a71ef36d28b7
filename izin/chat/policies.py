"""Who may answer applicants; pure."""

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.policies import has_role

# Supervisors look on; editors of the site's texts have nothing to do with applicants.
ANSWERING = frozenset(Role) - {Role.CONTENT_EDITOR, Role.SUPERVISOR}


def may_answer(user: User) -> bool:
    """Whether this person may answer applicants and mark a thread as done."""
    return has_role(user, *ANSWERING)
