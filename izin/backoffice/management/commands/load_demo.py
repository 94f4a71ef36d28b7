"""Loads the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from izin.backoffice.demo import demo_load
from izin.signing.devca import DEV_PASSPHRASE


class Command(BaseCommand):
    """`manage.py load_demo`: safe to repeat; refused in production."""

    help = "Make demo accounts and applications, and print the accounts; safe to repeat, never in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and print how to log in."""
        if getattr(settings, "REFUSE_DEVELOPMENT_DEFAULTS", False):
            raise CommandError("The demo is not for production.")
        accounts, password = demo_load()
        lines = ["", "Demo accounts (log in with the NIK at /akun/masuk/):"]
        lines += [f"  {nik}  {role}" for role, nik in accounts]
        lines += [f"  password of all of them: {password}", f"  passphrase to sign with:  {DEV_PASSPHRASE}", ""]
        self.stdout.write("\n".join(lines))
