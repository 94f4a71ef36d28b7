"""Looking for tutorials."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from cms_pages.search_forms import WordsForm

from .enums import Audience, Topic


class TutorialSearchForm(WordsForm):
    """Which tutorials to list. Whatever of a question is not understood does not restrict the answer."""

    pembaca = forms.ChoiceField(label=_("Pembaca"), required=False, choices=[("", _("Semua pembaca"))])
    topik = forms.ChoiceField(label=_("Topik"), required=False, choices=[("", _("Semua topik"))])

    def __init__(self, *args: Any, tutorials: Sequence[Any], **kwargs: Any) -> None:
        """Offer the readers and topics that some of these tutorials have."""
        super().__init__(*args, **kwargs)
        self.tutorials = tutorials
        for name, words, field in (("pembaca", Audience, "audience"), ("topik", Topic, "topic")):
            used = {getattr(page, field) for page in tutorials}
            offered = [(word.value, word.label) for word in words if word in used]
            self.fields[name].choices += offered  # type: ignore[attr-defined]

    def narrow(self, pages: PageQuerySet[Any]) -> list[Any]:
        """Return the tutorials looked for, in their order. `pages` are the same ones, to be searched by their words.

        All words first; when no tutorial has all of them, those that have any.
        """
        found: Iterable[Any] = self.tutorials
        words = " ".join(self.words)
        if words:
            keys = _keys(pages, words, "and") or _keys(pages, words, "or")
            found = [page for page in found if page.pk in keys]
        audience, topic = self.cleaned_data.get("pembaca"), self.cleaned_data.get("topik")
        return [page for page in found if audience in (None, "", page.audience) and topic in (None, "", page.topic)]


def _keys(pages: PageQuerySet[Any], words: str, operator: str) -> set[int]:
    return {page.pk for page in pages.search(words, operator=operator)}
