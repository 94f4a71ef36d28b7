"""Creates the officers' groups."""

from typing import Any

from django.core.management.base import BaseCommand

from izin.accounts.services import roles_load


class Command(BaseCommand):
    """`manage.py load_roles`: safe to repeat."""

    help = "Create the groups of the officers' roles and their permissions; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing and name it."""
        new = roles_load()
        self.stdout.write(f"Roles: {len(new)} new." + "".join(f"\n  {name}" for name in new))
