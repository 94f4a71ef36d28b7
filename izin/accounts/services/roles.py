"""The groups of the officers (A6)."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from izin.accounts.enums import CMS_ROLES, Role


@transaction.atomic
def roles_load() -> list[str]:
    """Make sure every role has its group and the editors' roles may open the Wagtail admin; return new names.

    Repeating it changes nothing; permissions given by hand stay.
    """
    new = []
    for role in Role:
        group, created = Group.objects.get_or_create(name=role.label)
        if created:
            new.append(role.label)
        if role in CMS_ROLES:
            group.permissions.add(
                Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
            )
    return new


@transaction.atomic
def role_allow(role: Role, table: str, actions: Sequence[str]) -> None:
    """Give the group of a role these rights over a table (`app.model`), unless it has any right over it already."""
    app, model = table.split(".")
    rights = Permission.objects.filter(content_type__app_label=app, content_type__model=model)
    group = Group.objects.get(name=role.label)
    if not group.permissions.filter(pk__in=rights).exists():
        group.permissions.add(*rights.filter(codename__in=[f"{action}_{model}" for action in actions]))
