"""Erases what is no longer needed of closed accounts."""

from typing import Any

from django.core.management.base import BaseCommand

from izin.privacy.services.erasing import closed_accounts_erase


class Command(BaseCommand):
    """`manage.py erase_closed_accounts`: safe at any time."""

    help = "Erase data of closed accounts whose time of keeping has passed (scheduled daily); safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase and say how much was due."""
        self.stdout.write(f"Closed accounts: {closed_accounts_erase()} steps taken.")
