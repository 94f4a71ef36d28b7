"""Looking for publications and documents. Whatever of a question is not understood does not restrict the answer."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .enums import DocumentCategory, PublicationCategory


class WordsForm(forms.Form):
    """A search box."""

    q = forms.CharField(label=_("Kata kunci"), max_length=100, required=False)

    @property
    def words(self) -> list[str]:
        """Return the words that were typed; none when the box is not filled in well."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).split()


class PublicationSearchForm(WordsForm):
    """Which publications to list."""

    kategori = forms.ChoiceField(
        label=_("Kategori"), required=False, choices=[("", _("Semua kategori")), *PublicationCategory.choices]
    )
    tahun = forms.IntegerField(label=_("Tahun"), required=False, widget=forms.Select)

    def narrow(self, publications: QuerySet[Any]) -> QuerySet[Any]:
        """Return the publications looked for, and let the choices tell how many each of them would find.

        A year counts what is of the chosen category, a category what is of the chosen year, both what has the words.
        """
        matching = Q()
        for word in self.words:
            matching &= Q(title__icontains=word) | Q(summary__icontains=word)
        parts = publications.order_by().values_list("category", "published_on__year")
        counts = list(parts.annotate(found=Count("pk", filter=matching)))
        years = sorted({year for _category, year, _found in counts}, reverse=True)
        category = self.cleaned_data.get("kategori") or ""
        # A year without any publication can not be chosen on the page.
        year = self.cleaned_data.get("tahun") if self.cleaned_data.get("tahun") in years else None
        of_category: Counter[str] = Counter()
        of_year: Counter[int] = Counter()
        for its_category, its_year, found in counts:
            if year in (None, its_year):
                of_category[its_category] += found
            if category in ("", its_category):
                of_year[its_year] += found
        self.fields["kategori"].widget.choices = [
            ("", _("Semua kategori")),
            *((value, f"{label} ({of_category[value]})") for value, label in PublicationCategory.choices),
        ]
        self.fields["tahun"].widget.choices = [
            ("", _("Semua tahun")),
            *((its_year, f"{its_year} ({of_year[its_year]})") for its_year in years),
        ]
        chosen = publications.filter(matching)
        if category:
            chosen = chosen.filter(category=category)
        return chosen.filter(published_on__year=year) if year else chosen


class DocumentSearchForm(WordsForm):
    """Which documents to list."""

    def groups(self, downloads: Iterable[Any]) -> list[tuple[str, list[Any]]]:
        """Return the documents in whose title or description every word stands, by category, in the editors' order."""
        words = [word.casefold() for word in self.words]
        found = [
            download
            for download in downloads
            if all(word in f"{download.title} {download.description}".casefold() for word in words)
        ]
        groups = [
            (str(category.label), [download for download in found if download.category == category])
            for category in DocumentCategory
        ]
        return [group for group in groups if group[1]]
