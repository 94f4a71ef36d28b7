from typing import Any

from django.core.management.base import BaseCommand, CommandError

from izin.audit.selectors import chain_first_break


class Command(BaseCommand):
    help = "Recomputes the hash chain of the audit log; fails and names the first entry that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = chain_first_break()
        if broken is not None:
            raise CommandError(f"The audit chain is broken at entry {broken}.")
        self.stdout.write("The audit chain is whole.")
