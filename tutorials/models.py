"""Guides, step by step (P4)."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from cms_pages.fields import StreamField

from .blocks import StepBlock
from .enums import Audience, Topic
from .forms import TutorialSearchForm
from .printing import tutorial_pdf


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
        """Add the form, and what was found as a list of (audience, [(tutorial, url), ...]), in the editors' order."""
        published = TutorialPage.objects.child_of(self).live().public()
        tutorials = list(published.defer_streamfields().order_by("path"))
        form = TutorialSearchForm(request.GET, tutorials=tutorials)
        found = form.narrow(published)
        groups = [
            (audience.label, [(page, page.get_url(request)) for page in found if page.audience == audience])
            for audience in Audience
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "form": form,
            "any": bool(tutorials),
            "groups": [group for group in groups if group[1]],
            "breadcrumb": [(gettext("Beranda"), "/"), (self.title, None)],
        }


class TutorialPage(RoutablePageMixin, Page):
    """One guide, also as a PDF."""

    summary = models.CharField(_("ringkasan"), max_length=250)
    audience = models.CharField(_("pembaca"), max_length=20, choices=Audience, default=Audience.APPLICANT)
    topic = models.CharField(_("topik"), max_length=20, choices=Topic, default=Topic.APPLICATION)
    steps = StreamField([("step", StepBlock())], verbose_name=_("langkah"))

    template = "tutorials/tutorial_page.html"
    parent_page_types = ["tutorials.TutorialIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, *map(FieldPanel, ("summary", "audience", "topic", "steps"))]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("steps"),
        index.FilterField("audience"),
        index.FilterField("topic"),
    ]

    class Meta:
        verbose_name = _("tutorial")
        verbose_name_plural = _("tutorial")
        constraints = [
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="tutorial_audience_known"),
            models.CheckConstraint(condition=models.Q(topic__in=Topic.values), name="tutorial_topic_known"),
        ]

    @path("")
    def steps_page(self, request: HttpRequest) -> TemplateResponse:
        """Show the steps."""
        return self.render(request)

    @path("pdf/")
    def steps_pdf(self, request: HttpRequest) -> HttpResponse:
        """Hand out the same as a PDF."""
        content = tutorial_pdf({**self.get_context(request), "today": timezone.localdate()})
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{self.slug}.pdf"'
        # Not to be kept in memory with the pages, and not to be listed beside the page.
        response["Cache-Control"] = "public, max-age=300"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the steps with their pictures read at once, and the tutorials before and after for the same reader."""
        steps = [block.value for block in self.steps]
        images = [image for step in steps for image in (step["image"], step["video"]["poster"]) if image]
        models.prefetch_related_objects(images, "renditions")
        index_url = self.get_url(request).rstrip("/").rpartition("/")[0] + "/"
        siblings = TutorialPage.objects.sibling_of(self).live().filter(audience=self.audience).defer_streamfields()
        row = list(siblings.order_by("path"))
        before = [page for page in row if page.path < self.path][-1:]
        after = [page for page in row if page.path > self.path][:1]
        return {
            **super().get_context(request, *args, **kwargs),
            "steps": steps,
            "previous": [(page, page.get_url(request)) for page in before],
            "following": [(page, page.get_url(request)) for page in after],
            "pdf_url": f"{self.get_url(request)}pdf/",
            "breadcrumb": [(gettext("Beranda"), "/"), (gettext("Tutorial"), index_url), (self.title, None)],
        }
