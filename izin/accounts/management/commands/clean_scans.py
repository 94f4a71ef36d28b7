"""Removes scans of identity cards that belong to no account."""

from typing import Any

from django.core.management.base import BaseCommand

from izin.accounts.services import scans_clean


class Command(BaseCommand):
    """`manage.py clean_scans`: safe at any time."""

    help = "Remove scans of identity cards that a form kept two days ago and nobody needed since; safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many."""
        self.stdout.write(f"Scans: {scans_clean()} removed.")
