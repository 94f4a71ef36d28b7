"""What search engines may find: every published page, the requirements of every permit type, and the services."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import sitemaps
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap


class _OwnAddress(sitemaps.Sitemap):
    """Names everything under BASE_URL, however the site was asked and whatever host Wagtail's site row has."""

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the entries of one page of the sitemap."""
        found = super().get_urls(page, site, protocol)
        return [{**entry, "location": settings.BASE_URL + urlsplit(entry["location"]).path} for entry in found]


class PageSitemap(_OwnAddress, Sitemap):
    """The published pages of editors; the page of requirements adds its sectors and permit types."""


class ServiceSitemap(_OwnAddress):
    """The services that are no pages of editors."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return ["register_list", "document_verify", "tracking"]

    def location(self, item: str) -> str:
        """Return the address of one."""
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "services": ServiceSitemap}
