"""Reading what stands around every page, in one query."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import Error, models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from . import content_help
from .site_settings import FooterLink, MenuLink, OfficeHours, OfficePhone, SiteNotice, SiteSettings, Weekday

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Link:
    """A link of the menu or the footer."""

    label: str
    url: str

    @property
    def local(self) -> bool:
        """Whether it leads to a page of this site."""
        return self.url.startswith("/")

    @property
    def exact(self) -> bool:
        """Whether it is current only on its very page: every path is below the home page's."""
        return self.url == "/"


@dataclass(frozen=True)
class Phone:
    """A telephone number as people read it, and as a telephone dials it."""

    label: str
    number: str

    @property
    def url(self) -> str:
        """Return the `tel:` address, with the country in front so that it works from abroad."""
        digits = re.sub(r"\D", "", self.number)
        return f"tel:+62{digits[1:]}" if digits.startswith("0") else f"tel:+{digits}"


@dataclass(frozen=True)
class SiteContent:
    """What stands around every page."""

    menu: list[Link]
    footer: list[Link]
    phones: list[Phone]
    whatsapp: str
    email: str
    address: str
    map_url: str
    hours_note: str
    hours: list[tuple[str, str]]
    notices: list[dict[str, str]]


def site_content_get(request: HttpRequest | None = None) -> SiteContent:
    """Return what editors wrote around every page, in one query.

    Before anything is loaded, and when the database does not answer, what is shipped stands there instead: a page
    that tells of a fault still has its menu. Links to pages that are not published are left out.

    Args:
        request: the request the links are for; spares a look at the sites that Wagtail has already had.
    """
    try:
        row = _rows(timezone.now()).first()
    except Error:
        logger.warning("The texts around the pages could not be read.", exc_info=True)
        row = None
    return _content(row or content_help.site(), request)


def _rows(now: datetime) -> models.QuerySet[SiteSettings, dict[str, Any]]:
    """Return a query for the row of settings with its lists as JSON."""
    shown = Q(active=True) & (Q(starts_at=None) | Q(starts_at__lte=now)) & (Q(ends_at=None) | Q(ends_at__gt=now))
    link = {"label": "label", "address": "address", "page": "page_id", "path": "page__url_path"}
    published = Q(page=None) | Q(page__live=True)
    return SiteSettings.objects.order_by("pk").values(
        *("address", "map_url", "whatsapp", "email", "hours_note"),
        menu=_list(MenuLink, "sort_order", published, **link),
        footer=_list(FooterLink, "sort_order", published, **link),
        phones=_list(OfficePhone, "sort_order", label="label", number="number"),
        hours=_list(OfficeHours, "weekday", weekday="weekday", opens="opens", closes="closes", note="note"),
        notices=_list(SiteNotice, "sort_order", shown, tone="tone", title="title", text="text"),
    )


def _list(model: type[models.Model], order: str, shown: Q | None = None, **fields: str) -> ArraySubquery:
    rows = model._default_manager.filter(shown or Q(), settings=OuterRef("pk")).order_by(order, "pk")
    return ArraySubquery(rows.values(json=JSONObject(**fields)))


def _content(row: Mapping[str, Any], request: HttpRequest | None) -> SiteContent:
    return SiteContent(
        menu=_links(row["menu"], request),
        footer=_links(row["footer"], request),
        phones=[Phone(**phone) for phone in row["phones"]],
        hours=[(str(Weekday(day["weekday"]).label), _hours(day)) for day in row["hours"]],
        notices=row["notices"],
        **{name: row[name] for name in ("whatsapp", "email", "address", "map_url", "hours_note")},
    )


def _links(rows: Sequence[Mapping[str, Any]], request: HttpRequest | None) -> list[Link]:
    found = [Link(row["label"], row["address"] or _page_url(row, request)) for row in rows]
    return [link for link in found if link.url]


def _page_url(row: Mapping[str, Any], request: HttpRequest | None) -> str:
    """Return the address of a page without reading it; nothing when no site shows it."""
    return Page(pk=row["page"], url_path=row["path"]).get_url(request) or ""


def _time(value: str | time) -> time:
    """Return a time of the shipped rows, or of JSON, which has none of its own."""
    return time.fromisoformat(value) if isinstance(value, str) else value


def _hours(day: Mapping[str, Any]) -> str:
    note = f" ({day['note']})" if day["note"] else ""
    if day["opens"] is None:
        return _("Tutup") + note
    opens, closes = _time(day["opens"]), _time(day["closes"])
    return _("%(opens)s sampai %(closes)s WIB") % {"opens": f"{opens:%H.%M}", "closes": f"{closes:%H.%M}"} + note
