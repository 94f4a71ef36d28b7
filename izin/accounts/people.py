"""Finding people: officers for administrators, applicants for those who help them. Reads."""

from django.db.models import QuerySet

from izin.accounts.enums import CMS_ROLES, Role
from izin.accounts.models import User

CASE_GROUPS = [role.label for role in Role if role not in CMS_ROLES | {Role.SUPERVISOR}]


def officer_choices() -> QuerySet[User]:
    """Return the active officers who work on cases, by name, with their posts."""
    working = User.objects.filter(is_active=True, groups__name__in=CASE_GROUPS).distinct()
    return working.select_related("officer").order_by("full_name", "pk")
