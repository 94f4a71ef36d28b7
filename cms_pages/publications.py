"""News, announcements, regulations and reports; documents to download (P5)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from .blocks import BodyBlock
from .enums import DocumentCategory, PublicationCategory
from .fields import StreamField
from .search_forms import DocumentSearchForm, PublicationSearchForm

PAGE_SIZE = 10
NEWEST = 3


class PublicationIndexPage(Page):
    """The list of all publications, newest first, to be narrowed down by words, category and year."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)

    template = "cms_pages/publication_index_page.html"
    max_count = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.PublicationPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("daftar publikasi")
        verbose_name_plural = _("daftar publikasi")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form and one page of what was found, each publication with its address."""
        form = PublicationSearchForm(request.GET)
        found = form.narrow(publication_list().filter(path__startswith=self.path))
        with_pictures = found.select_related("image").prefetch_related("image__renditions")
        page_obj = Paginator(with_pictures, PAGE_SIZE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "form": form,
            "page_obj": page_obj,
            "publications": [(page, page.get_url(request)) for page in page_obj],
            "breadcrumb": [(gettext("Beranda"), "/"), (self.title, None)],
        }


class PublicationPage(Page):
    """One publication, with files to download."""

    category = models.CharField(
        _("kategori"), max_length=20, choices=PublicationCategory, default=PublicationCategory.NEWS
    )
    published_on = models.DateField(_("tanggal"), default=timezone.localdate)
    summary = models.CharField(
        _("ringkasan"), max_length=300, help_text=_("Tampil pada daftar publikasi, beranda, dan RSS.")
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gambar utama"),
    )
    image_alt = models.CharField(
        _("uraian gambar"),
        max_length=200,
        blank=True,
        help_text=_("Uraikan isi gambar bagi pembaca yang tidak dapat melihatnya."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("isi"), blank=True)

    template = "cms_pages/publication_page.html"
    parent_page_types = ["cms_pages.PublicationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        *map(FieldPanel, ("category", "published_on", "summary")),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Gambar utama")),
        FieldPanel("body"),
        InlinePanel("attachments", heading=_("Lampiran"), label=_("Lampiran")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("category"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("publikasi")
        verbose_name_plural = _("publikasi")
        indexes = [models.Index(fields=["published_on"], name="cms_publication_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=PublicationCategory.values), name="cms_publication_category_known"
            ),
            models.CheckConstraint(
                condition=Q(image__isnull=True) | ~Q(image_alt=""),
                name="cms_publication_image_described",
                violation_error_message=_("Tulis uraian gambar."),
            ),
        ]

    def clean(self) -> None:
        """Ask for the words of a picture at their field.

        Raises:
            ValidationError: with the field.
        """
        super().clean()
        if self.image_id and not self.image_alt.strip():
            raise ValidationError({"image_alt": _("Tulis uraian gambar.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the attached files and the way here from the home page, with the sizes of all pictures read at once."""
        pictures = [self.image, *(block.value for block in self.body if block.block_type == "image")]
        models.prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        above = self.get_parent()
        trail = [(gettext("Beranda"), "/"), (above.title, above.get_url(request)), (self.title, None)]
        return {
            **super().get_context(request, *args, **kwargs),
            "attachments": [attachment.document for attachment in self.attachments.select_related("document")],
            "breadcrumb": trail,
        }


class PublicationAttachment(Orderable):
    """A file that belongs to a publication."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="attachments")
    # Wagtail's admin tells where a document is used before it deletes it.
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("dokumen")
    )

    panels = [FieldPanel("document")]


class DocumentIndexPage(Page):
    """Forms, samples and guides to download."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)

    template = "cms_pages/document_index_page.html"
    max_count = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("downloads", heading=_("Dokumen"), label=_("Dokumen")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.RelatedFields("downloads", [index.SearchField("title"), index.SearchField("description")]),
    ]

    class Meta:
        verbose_name = _("daftar dokumen")
        verbose_name_plural = _("daftar dokumen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and the documents found as a list of (category, [download, ...])."""
        form = DocumentSearchForm(request.GET)
        return {
            **super().get_context(request, *args, **kwargs),
            "form": form,
            "groups": form.groups(self.downloads.select_related("document")),
            "breadcrumb": [(gettext("Beranda"), "/"), (self.title, None)],
        }


class DocumentDownload(Orderable):
    """A file of the list of documents."""

    page = ParentalKey(DocumentIndexPage, on_delete=models.CASCADE, related_name="downloads")
    title = models.CharField(_("judul"), max_length=150)
    description = models.CharField(_("keterangan"), max_length=300, blank=True)
    category = models.CharField(_("kategori"), max_length=20, choices=DocumentCategory, default=DocumentCategory.FORM)
    updated_on = models.DateField(_("tanggal"), default=timezone.localdate)
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("berkas")
    )

    panels = [*map(FieldPanel, ("title", "description", "category", "updated_on", "document"))]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=DocumentCategory.values), name="cms_download_category_known"
            )
        ]


def publication_list() -> QuerySet[PublicationPage]:
    """Return what everybody may read, newest first, without the bodies."""
    return PublicationPage.objects.live().public().defer_streamfields().order_by("-published_on", "-pk")


def publication_list_newest(request: HttpRequest) -> list[tuple[PublicationPage, str]]:
    """Return the newest publications, each with its address."""
    return [(page, page.get_url(request)) for page in publication_list()[:NEWEST]]
