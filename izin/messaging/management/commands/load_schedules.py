"""Schedules what the queue repeats."""

from typing import Any

from django.core.management.base import BaseCommand

from izin.messaging.services import schedules_load


class Command(BaseCommand):
    """`manage.py load_schedules`: safe to repeat."""

    help = "Schedule the sweep of the outbox every minute; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing."""
        schedules_load()
        self.stdout.write("Schedules: outbox_sweep every minute.")
