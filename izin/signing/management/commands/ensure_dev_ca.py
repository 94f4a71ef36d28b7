"""Makes the development CA when it is not there yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from izin.signing.devca import DEV_PASSPHRASE, dev_ca_ensure


class Command(BaseCommand):
    """`manage.py ensure_dev_ca`: may be run at any time, by several processes at once."""

    help = "Make the development certificate (SIGNING_DEV_CA_DIR) unless it is there. Letters signed with it say UJI."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, say where it is and how to sign with it."""
        authority = dev_ca_ensure(settings.SIGNING_DEV_CA_DIR)
        self.stdout.write(f"Development CA: {authority.directory} (passphrase: {DEV_PASSPHRASE})")
