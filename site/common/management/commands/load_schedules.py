"""Schedules what the queue repeats."""

from typing import Any

from django.core.management.base import BaseCommand

from common.schedules import schedules_load


class Command(BaseCommand):
    """`manage.py load_schedules`: safe to repeat."""

    help = "Schedule what the queue repeats (SCHEDULES of the settings); safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing."""
        self.stdout.write(f"Schedules: {', '.join(schedules_load())}.")
