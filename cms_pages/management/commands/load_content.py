"""Adds the first public pages."""

from typing import Any

from django.core.management.base import BaseCommand

from cms_pages.services import content_load


class Command(BaseCommand):
    """Make the site's root our home page and add /syarat/, /tutorial/ and the plain pages that are missing.

    Safe to repeat: a page that exists is never changed, and one that an editor removed does not come back.
    """

    help = "Menambahkan halaman publik pertama yang belum ada. Halaman yang sudah ada tidak diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and tell what was added."""
        added = content_load()
        if options["verbosity"]:
            self.stdout.write("\n".join(added) or "Semua halaman sudah ada.")
