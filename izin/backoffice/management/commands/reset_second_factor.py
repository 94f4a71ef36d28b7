"""Removes an officer's second factor, for when no administrator can log in any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from izin.accounts.selectors import user_by_nik
from izin.accounts.services import second_factor_reset


class Command(BaseCommand):
    """`manage.py reset_second_factor`: asks for the NIK, so that it stands in no history of commands."""

    help = "Remove the second factor of an officer who lost it, when no administrator can; asks for the NIK."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, remove, and say what was done."""
        user = user_by_nik(input("NIK: "))
        if user is None:
            raise CommandError("No account has this NIK.")
        try:
            second_factor_reset(actor=None, user=user)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write("Removed. The officer sets up a new one at the next login.")
