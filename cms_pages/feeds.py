"""The newest publications for feed readers: RSS 2.0 and Atom (P5)."""

import re
from datetime import datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from .publications import PublicationIndexPage, PublicationPage, publication_list

SHOWN = 20
# XML can not hold them, and a word processor pastes them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class PublicationRss(Feed):
    """The newest publications as RSS 2.0; not found while the list of publications is not published.

    Addresses are those of BASE_URL: readers keep them, whichever name the site was asked by.
    """

    title = _("Publikasi SISFO IZIN Kabupaten Solok")
    description = _("Berita, pengumuman, peraturan, dan laporan layanan perizinan Kabupaten Solok.")
    author_name = settings.OFFICE["short_name"]

    def get_object(self, request: HttpRequest) -> tuple[HttpRequest, PublicationIndexPage]:
        """Return the request, by which addresses are found at once, and the list of publications.

        Raises:
            PublicationIndexPage.DoesNotExist: answered as "not found".
        """
        return request, PublicationIndexPage.objects.live().public().get()

    def link(self, obj: tuple[HttpRequest, PublicationIndexPage]) -> str:
        """Return the address of the list."""
        request, index = obj
        return f"{settings.BASE_URL}{index.get_url(request)}"

    def feed_url(self, obj: tuple[HttpRequest, PublicationIndexPage]) -> str:
        """Return the address of the feed itself."""
        return f"{settings.BASE_URL}{obj[0].path}"

    def items(self, obj: tuple[HttpRequest, PublicationIndexPage]) -> list[tuple[PublicationPage, str]]:
        """Return the newest publications, each with its address."""
        request, index = obj
        pages = publication_list().filter(path__startswith=index.path)[:SHOWN]
        return [(page, f"{settings.BASE_URL}{page.get_url(request)}") for page in pages]

    def item_title(self, item: tuple[PublicationPage, str]) -> str:
        """Return the title."""
        return CONTROLS.sub("", item[0].title)

    def item_description(self, item: tuple[PublicationPage, str]) -> str:
        """Return the summary."""
        return CONTROLS.sub("", item[0].summary)

    def item_link(self, item: tuple[PublicationPage, str]) -> str:
        """Return the address."""
        return item[1]

    def item_pubdate(self, item: tuple[PublicationPage, str]) -> datetime:
        """Return the beginning of its day at the office."""
        return timezone.make_aware(datetime.combine(item[0].published_on, time.min))

    def item_categories(self, item: tuple[PublicationPage, str]) -> list[str]:
        """Return its category, in words."""
        return [item[0].get_category_display()]


class PublicationAtom(PublicationRss):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = PublicationRss.description
