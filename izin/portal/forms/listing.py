"""What an applicant's lists are searched, filtered and sorted by; all of it in the address, nothing is stored."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

PAGE_SIZES = (10, 25, 50)


class ListForm(forms.Form):
    """Search, page size, and for each further select of `choices` its options without the one for "all".

    `value(name)` is what was asked for, or the first option when that makes no sense: a list never refuses.
    """

    cari = forms.CharField(label=_("Cari"), max_length=100, required=False, widget=forms.TextInput({"type": "search"}))

    def __init__(self, data: QueryDict, choices: dict[str, tuple[Any, Iterable[tuple[str, Any]]]]) -> None:
        super().__init__(data)
        for name, (label, options) in choices.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=list(options), required=False)
        self.fields["tampil"] = forms.ChoiceField(
            label=_("Tampilkan"), choices=[(str(n), _("%(n)s baris") % {"n": n}) for n in PAGE_SIZES], required=False
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        self.full_clean()

    def value(self, name: str) -> str:
        """Return what was asked for, the first option or nothing when it was not understood."""
        return str(self.cleaned_data.get(name) or self._first(name))

    @property
    def is_narrowed(self) -> bool:
        """Whether something is searched or filtered, so that an empty list does not mean that there is nothing."""
        return any(self.value(name) for name in ("cari", "status", "jenis", "sektor") if name in self.fields)

    @property
    def is_changed(self) -> bool:
        """Whether a filter, the order or the size of a page is not the one a list begins with."""
        return any(self.value(name) != self._first(name) for name in self.fields if name != "cari")

    def _first(self, name: str) -> str:
        field = self.fields[name]
        return next(str(value) for value, _label in field.choices) if isinstance(field, forms.ChoiceField) else ""  # type: ignore[union-attr, misc]

    def page(self, found: QuerySet[Any], number: str | None) -> Page:
        """Return the page of this number, the nearest one there is when it makes no sense."""
        return Paginator(found, int(self.value("tampil"))).get_page(number)
