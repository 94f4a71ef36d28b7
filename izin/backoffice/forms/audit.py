"""What the log of acts is filtered by; all of it in the address."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from izin.audit.selectors import AuditQuery
from izin.audit.words import AREAS
from izin.reports.trail import about_case, about_officer, about_person, case_by_number, officer_list, person_get


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants dates as ISO 8601."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": "form-control"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Which part of the log is shown: kind of act, from which day to which."""

    bidang = forms.ChoiceField(
        label=_("Tindakan"),
        required=False,
        choices=[("", _("Semua tindakan")), *AREAS.items()],
        widget=forms.Select({"class": "form-select"}),
    )
    dari = forms.DateField(label=_("Dari tanggal"), required=False, widget=DateInput())
    sampai = forms.DateField(label=_("Sampai tanggal"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("dari"), cleaned.get("sampai")
        if first and last and last < first:
            self.add_error("sampai", _("Tanggal akhir harus pada atau sesudah tanggal awal."))
        return cleaned

    def query(self, about: Q) -> AuditQuery:
        """Return what to look for; what was not understood does not restrict."""
        found = self.cleaned_data
        return AuditQuery(about=about, area=found.get("bidang", ""), first=found.get("dari"), last=found.get("sampai"))


class TrailForm(PeriodForm):
    """The whole log, or what concerns one officer, one person, one case."""

    petugas = forms.TypedChoiceField(
        label=_("Petugas"), required=False, coerce=int, empty_value=None, widget=forms.Select({"class": "form-select"})
    )
    nomor = forms.CharField(
        label=_("Nomor registrasi atau kode tanda terima"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )
    # From a case to everything about its applicant: a link, nothing to be typed.
    orang = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput())
    field_order = ["petugas", "nomor", "bidang", "dari", "sampai", "orang"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = [(officer.pk, officer.get_full_name()) for officer in officer_list()]
        self.fields["petugas"].choices = [("", _("Semua petugas")), *officers]  # type: ignore[attr-defined]

    def clean_nomor(self) -> str:
        """Find the case."""
        number: str = self.cleaned_data["nomor"]
        self.case = case_by_number(number)
        if number and self.case is None:
            raise forms.ValidationError(_("Tidak ada permohonan dengan nomor ini."))
        return number

    def about(self) -> Q:
        """Return the condition of what was chosen. Raises User.DoesNotExist for a person nobody knows."""
        condition = Q()
        if officer := self.cleaned_data.get("petugas"):
            condition &= about_officer(person_get(officer))
        if person := self.cleaned_data.get("orang"):
            condition &= about_person(person_get(person))
        if self.cleaned_data.get("nomor") and self.case:
            condition &= about_case(self.case)
        return condition
