"""The public pages that editors write: home, requirements, and plain pages.

What a permit needs is never typed here: the requirements pages read the permit catalogue (P3).
"""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from izin.catalog.answers.words import condition_words, renewal_words, requirement_words
from izin.catalog.examples import example_files
from izin.catalog.models import PermitType, Sector
from izin.catalog.selectors import permit_type_get_published, permit_type_list, sector_get, sector_list

from .blocks import TEXT_FEATURES, BodyBlock
from .faq import ContactPage, FaqPage  # noqa: F401 - Django finds models through this module
from .fields import StreamField
from .publications import publication_list_newest
from .site_settings import SiteSettings  # noqa: F401 - as above


class HomePage(Page):
    """The front page: what the service is, how it runs, and the ways in (P1)."""

    heading = models.CharField(_("judul besar"), max_length=120)
    lead = models.TextField(_("kalimat pengantar"), max_length=400)
    hours_notice = models.CharField(
        _("pemberitahuan jam layanan"),
        max_length=250,
        help_text=_("Tampil di bawah judul besar."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("isi tambahan"), blank=True)

    template = "cms_pages/home_page.html"
    max_count = 1
    content_panels = [*Page.content_panels, *map(FieldPanel, ("heading", "lead", "hours_notice", "body"))]
    search_fields = [*Page.search_fields, *map(index.SearchField, ("heading", "lead", "body"))]

    class Meta:
        verbose_name = _("beranda")
        verbose_name_plural = _("beranda")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add sectors and newest publications, with their addresses; a sector of one type leads to that type."""
        return {
            **super().get_context(request, *args, **kwargs),
            "sectors": [(sector, _requirements_url(sector)) for sector in sector_list()],
            "publications": publication_list_newest(request),
        }


def _requirements_url(sector: Sector) -> str:
    kinds = sector.published_types  # type: ignore[attr-defined]
    return f"/syarat/{sector.code}/{kinds[0].slug}/" if len(kinds) == 1 else f"/syarat/{sector.code}/"


class RequirementsPage(RoutablePageMixin, Page):
    """What each permit needs, read from the permit catalogue (P3)."""

    introduction = RichTextField(_("pengantar"), features=TEXT_FEATURES, blank=True)

    template = "cms_pages/requirements_page.html"
    max_count = 1
    parent_page_types = ["cms_pages.HomePage"]
    # A page below would be hidden by the address of a sector.
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("halaman syarat")
        verbose_name_plural = _("halaman syarat")

    @path("")
    def sector_index(self, request: HttpRequest) -> TemplateResponse:
        """List all sectors with their permit types."""
        return self.render(
            request, context_overrides={"sectors": sector_list(), "breadcrumb": self._breadcrumb(request)}
        )

    @path("<slug:sector_code>/")
    def sector(self, request: HttpRequest, sector_code: str) -> TemplateResponse:
        """List the permit types of a sector."""
        try:
            sector = sector_get(sector_code)
        except Sector.DoesNotExist as error:
            raise Http404 from error
        context = {"sector": sector, "breadcrumb": self._breadcrumb(request, (sector.name, None))}
        return self.render(request, context_overrides=context, template="cms_pages/requirements_sector.html")

    @path("<slug:sector_code>/<slug:type_slug>/")
    def permit_type(self, request: HttpRequest, sector_code: str, type_slug: str) -> TemplateResponse:
        """Show everything one permit type needs."""
        try:
            permit_type = permit_type_get_published(sector_code, type_slug)
        except PermitType.DoesNotExist as error:
            raise Http404 from error
        sector_url = f"{self.get_url(request)}{sector_code}/"
        requirements, fields = permit_type.requirements.all(), permit_type.fields.all()
        examples, labels = example_files(requirements), {field.key: field.label for field in fields}
        context = {
            "permit_type": permit_type,
            "requirements": [(r, requirement_words(r), examples.get(r.key)) for r in requirements],
            "questions": [(field, condition_words(field, labels)) for field in fields],
            "facts": [
                (_("Waktu layanan"), gettext("%(days)s hari kerja") % {"days": permit_type.service_days}),
                (_("Biaya"), permit_type.fee_label),
                (_("Masa berlaku"), permit_type.validity_note),
                (_("Perpanjangan"), renewal_words(permit_type)),
                (_("Surat yang diterbitkan"), permit_type.letter_title),
            ],
            "legal_basis": [line.strip() for line in permit_type.legal_basis.splitlines() if line.strip()],
            "breadcrumb": self._breadcrumb(request, (permit_type.sector.name, sector_url), (permit_type.name, None)),
            "printing": "cetak" in request.GET,
            "today": timezone.localdate(),
        }
        return self.render(request, context_overrides=context, template="cms_pages/requirements_type.html")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Add the sectors and their permit types, which are no pages of their own."""
        found = super().get_sitemap_urls(request)
        address = found[0]["location"]
        kinds = list(permit_type_list())
        found += [{"location": f"{address}{code}/"} for code in dict.fromkeys(kind.sector.code for kind in kinds)]
        found += [
            {"location": f"{address}{kind.sector.code}/{kind.slug}/", "lastmod": kind.last_published_at}
            for kind in kinds
        ]
        return found

    def _breadcrumb(self, request: HttpRequest, *below: tuple[str, str | None]) -> list[tuple[str, str | None]]:
        """Return the way from the home page to this page, and to what is below it."""
        return [(gettext("Beranda"), "/"), (self.title, self.get_url(request)), *below]


class StandardPage(Page):
    """A plain page of text and pictures."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("isi"))

    template = "cms_pages/standard_page.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StandardPage"]
    subpage_types = ["cms_pages.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("halaman biasa")
        verbose_name_plural = _("halaman biasa")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way here from the home page."""
        above = self.get_ancestors().filter(depth__gt=2, live=True)
        trail = [(gettext("Beranda"), "/"), *((page.title, page.get_url(request)) for page in above)]
        return {**super().get_context(request, *args, **kwargs), "breadcrumb": [*trail, (self.title, None)]}
