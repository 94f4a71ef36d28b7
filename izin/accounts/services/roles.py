"""The groups of the officers (A6)."""

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
