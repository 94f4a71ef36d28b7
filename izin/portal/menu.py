"""The sectors, as the menu and the filters of applicants show them (F1)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from izin.catalog.models import Sector
from izin.catalog.selectors import sector_menu


def sectors_of(request: HttpRequest) -> list[Sector]:
    """Return the sectors; one query a page, however often the page shows them."""
    remembered: dict[str, Any] = request.__dict__
    if "portal_sectors" not in remembered:
        remembered["portal_sectors"] = sector_menu()
    return remembered["portal_sectors"]


def sector_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the choices of a filter by sector."""
    return [("", _("Semua sektor")), *((sector.code, sector.name) for sector in sectors_of(request))]
