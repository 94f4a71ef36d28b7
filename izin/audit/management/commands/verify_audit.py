"""Checks the audit log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from izin.audit.checking import chain_check_remember


class Command(BaseCommand):
    """`manage.py verify_audit`: reads the whole log; the page of the audit log shows the result."""

    help = "Recomputes the hash chain of the audit log; fails and names the first entry that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and remember."""
        check = chain_check_remember()
        if check.broken_at is not None:
            raise CommandError(f"The audit chain is broken at entry {check.broken_at}.")
        self.stdout.write(f"The audit chain is whole ({check.entries} entries).")
