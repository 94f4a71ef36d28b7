"""The search of the officers' lists, and its address: a query string without a NIK and without empty parts."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.applications.inbox import ALL, MINE, STAGE_ROLES, TABS, CaseQuery
from izin.workflow.enums import Status

PAGE_SIZES = (25, 50, 100)
NIK_DIGITS = 16
# Kept in the address besides the fields of the form.
TAB, PERSON = "tampil", "pemohon"


CHECK = forms.CheckboxInput({"class": "form-check-input"})


class CaseFilterForm(forms.Form):
    """What can be looked for. A list never refuses: what makes no sense does not restrict."""

    cari = forms.CharField(
        label=_("Cari nomor, kode, nama, atau NIK"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"type": "search", "class": "form-control", "autocomplete": "off"}),
    )
    jenis = forms.ChoiceField(label=_("Jenis izin"), required=False)
    sektor = forms.ChoiceField(label=_("Sektor"), required=False)
    tahap = forms.ChoiceField(
        label=_("Menunggu"), required=False, choices=[("", _("Semua tahap")), *((r, r.label) for r in STAGE_ROLES)]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Semua status")), *(c for c in Status.choices if c[0] != Status.DRAFT)],
    )
    lewat = forms.BooleanField(label=_("Lewat batas waktu"), required=False, widget=CHECK)
    dikerjakan = forms.BooleanField(label=_("Saya kerjakan"), required=False, widget=CHECK)
    baris = forms.ChoiceField(
        label=_("Baris"), required=False, choices=[(str(n), _("%(n)s baris") % {"n": n}) for n in PAGE_SIZES]
    )

    def __init__(
        self, data: Mapping[str, Any], types: Iterable[tuple[str, str]], sectors: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.choices_set("jenis", [("", _("Semua jenis izin")), *types])
        self.choices_set("sektor", [("", _("Semua sektor")), *sectors])
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"
        self.full_clean()

    def choices_set(self, name: str, choices: Any) -> None:
        """Give a select its options."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        """Return what was asked for, empty when it was not understood."""
        return self.cleaned_data.get(name) or ""

    @property
    def typed_nik(self) -> str:
        """The NIK that was typed into the search, empty when what was typed is none."""
        digits = "".join(self.value("cari").split()).replace(".", "")
        return digits if len(digits) == NIK_DIGITS and digits.isdigit() else ""

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.value("baris") or PAGE_SIZES[0])

    @property
    def tab(self) -> str:
        """Which list is shown."""
        asked = str(self.data.get(TAB, ""))
        return asked if asked in TABS else MINE

    @property
    def is_narrowed(self) -> bool:
        """Whether something is searched or filtered, so that an empty list does not mean that there is nothing."""
        return bool(self.person is not None or any(self.value(name) for name in self.fields if name != "baris"))

    @property
    def is_filtered(self) -> bool:
        """Whether a filter besides the search is set."""
        return any(self.value(name) for name in self.fields if name != "cari")

    @property
    def person(self) -> int | None:
        """The key of the one applicant whose cases are shown; 0 for a NIK that nobody has."""
        asked = str(self.data.get(PERSON, ""))
        return int(asked) if asked.isdecimal() and len(asked) <= len("2147483647") - 1 else None

    @property
    def query(self) -> CaseQuery:
        """The search as the lists take it."""
        return CaseQuery(
            tab=self.tab,
            # Never a NIK, also when somebody made such an address by hand.
            text="" if self.typed_nik else self.value("cari"),
            applicant=self.person,
            permit_type=self.value("jenis"),
            sector=self.value("sektor"),
            role=self.value("tahap"),
            status=self.value("status"),
            overdue=bool(self.value("lewat")),
            claimed=bool(self.value("dikerjakan")),
        )

    def address_query(self, **changes: Any) -> str:
        """Return the query string of this search, in one fixed order; `changes` replace parts."""
        parts = {TAB: self.tab if self.tab != MINE else "", PERSON: "" if self.person is None else str(self.person)}
        parts |= {name: self._written(name) for name in self.fields}
        parts |= {name: str(value) for name, value in changes.items()}
        if self.typed_nik:
            parts["cari"] = ""
        if parts["baris"] == str(PAGE_SIZES[0]):
            parts["baris"] = ""
        return urlencode({name: value for name, value in parts.items() if value})

    def _written(self, name: str) -> str:
        value = self.value(name)
        return "1" if value is True else str(value)


def tab_label(tab: str) -> Any:
    """Return the words of a list."""
    return {MINE: _("Giliran saya"), ALL: _("Semua permohonan")}.get(tab, _("Unit saya"))
