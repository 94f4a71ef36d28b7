"""Guides, step by step (P4)."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.search import index

from cms_pages.blocks import STEP_FEATURES
from cms_pages.fields import StreamField

from .enums import Audience


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how it looks."""

    heading = blocks.CharBlock(label=_("Langkah"))
    text = blocks.RichTextBlock(features=STEP_FEATURES, label=_("Penjelasan"))
    image = ImageBlock(required=False, label=_("Gambar"))

    class Meta:
        icon = "list-ol"
        label = _("Langkah")


class TutorialIndexPage(Page):
    """The list of all tutorials, by audience."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)

    template = "tutorials/tutorial_index_page.html"
    max_count = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["tutorials.TutorialPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("daftar tutorial")
        verbose_name_plural = _("daftar tutorial")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published tutorials in the editors' order, as a list of (audience, [(tutorial, url), ...])."""
        tutorials = list(TutorialPage.objects.child_of(self).live().defer_streamfields().order_by("path"))
        groups = [
            (audience.label, [(page, page.get_url(request)) for page in tutorials if page.audience == audience])
            for audience in Audience
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [group for group in groups if group[1]],
            "breadcrumb": [(gettext("Beranda"), "/"), (self.title, None)],
        }


class TutorialPage(Page):
    """One guide."""

    summary = models.CharField(_("ringkasan"), max_length=250)
    audience = models.CharField(_("pembaca"), max_length=20, choices=Audience, default=Audience.APPLICANT)
    steps = StreamField([("step", StepBlock())], verbose_name=_("langkah"))

    template = "tutorials/tutorial_page.html"
    parent_page_types = ["tutorials.TutorialIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("audience"), FieldPanel("steps")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("steps"),
        index.FilterField("audience"),
    ]

    class Meta:
        verbose_name = _("tutorial")
        verbose_name_plural = _("tutorial")
        constraints = [
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="tutorial_audience_known")
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the steps with their pictures read at once, and the next tutorial for the same reader."""
        steps = [block.value for block in self.steps]
        images = [step["image"] for step in steps if step["image"]]
        models.prefetch_related_objects(images, "renditions")
        index_url = self.get_url(request).rstrip("/").rpartition("/")[0] + "/"
        siblings = TutorialPage.objects.sibling_of(self).live().filter(path__gt=self.path, audience=self.audience)
        following = siblings.defer_streamfields().order_by("path").first()
        return {
            **super().get_context(request, *args, **kwargs),
            "steps": steps,
            "following": following,
            "following_url": following.get_url(request) if following else "",
            "breadcrumb": [(gettext("Beranda"), "/"), (gettext("Tutorial"), index_url), (self.title, None)],
        }
