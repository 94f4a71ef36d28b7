"""Questions people ask (FAQ), and how to reach the office (P12)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from .blocks import STEP_FEATURES, BodyBlock
from .fields import StreamField


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(max_length=150, label=_("Pertanyaan"))
    answer = blocks.RichTextBlock(features=STEP_FEATURES, label=_("Jawaban"))

    class Meta:
        icon = "help"
        label = _("Pertanyaan")


class TopicBlock(blocks.StructBlock):
    """Questions on one topic."""

    title = blocks.CharBlock(max_length=80, label=_("Topik"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Pertanyaan"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Topik")


class FaqPage(Page):
    """Questions and answers by topic; each has an address of its own to send to somebody who asks."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)
    topics = StreamField([("topic", TopicBlock())], verbose_name=_("topik"))

    template = "cms_pages/faq_page.html"
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("topics")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("topics")]

    class Meta:
        verbose_name = _("halaman tanya jawab")
        verbose_name_plural = _("halaman tanya jawab")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics as a list of (title, anchor, [(question, anchor, answer), ...])."""
        taken: set[str] = set()
        topics = [
            (
                topic.value["title"],
                _anchor(topic.value["title"], "topik", taken),
                [
                    (q["question"], _anchor(q["question"], "tanya", taken), q["answer"])
                    for q in topic.value["questions"]
                ],
            )
            for topic in self.topics
        ]
        return {**super().get_context(request, *args, **kwargs), "topics": topics, "breadcrumb": _way(self)}


class ContactPage(Page):
    """How to reach the office. Numbers and hours are those of the settings, so that they stand in one place."""

    introduction = models.TextField(_("pengantar"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("isi tambahan"), blank=True)

    template = "cms_pages/contact_page.html"
    max_count = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("halaman kontak")
        verbose_name_plural = _("halaman kontak")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way here from the home page."""
        return {**super().get_context(request, *args, **kwargs), "breadcrumb": _way(self)}


def _way(page: Page) -> list[tuple[str, str | None]]:
    return [(gettext("Beranda"), "/"), (page.title, None)]


def _anchor(text: str, prefix: str, taken: set[str]) -> str:
    """Return a name for a text that is nobody else's on the page, and remember it.

    The prefix keeps it apart from the names of the page's own parts (`isi`).
    """
    base = f"{prefix}-{slugify(text)[:60]}".rstrip("-")
    name = next(name for name in _numbered(base) if name not in taken)
    taken.add(name)
    return name


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))
