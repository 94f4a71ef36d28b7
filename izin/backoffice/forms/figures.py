"""What a report is about: its period and the permit type; all of it in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from izin.catalog.models import PermitType
from izin.catalog.selectors import permit_type_by_slug, permit_type_names
from izin.reports.periods import Period, PeriodKind, period_at

from .audit import DateInput

# A free period beyond this is a slip of the keyboard.
LONGEST_DAYS = 366 * 10


class ReportForm(forms.Form):
    """A month, quarter, half-year or year is chosen by any day in it; a free range by its two ends."""

    periode = forms.ChoiceField(
        label=_("Periode"),
        choices=PeriodKind.choices,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    dari = forms.DateField(label=_("Tanggal atau awal rentang"), required=False, widget=DateInput())
    sampai = forms.DateField(label=_("Akhir rentang"), required=False, widget=DateInput())
    jenis = forms.ChoiceField(label=_("Jenis izin"), required=False, widget=forms.Select({"class": "form-select"}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["jenis"].choices = [("", _("Semua jenis izin")), *permit_type_names()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a free range, in order, and not for centuries."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("dari"), cleaned.get("sampai")
        if cleaned.get("periode") != PeriodKind.FREE:
            return cleaned
        if not first:
            self.add_error("dari", _("Isi awal rentang."))
        if not last:
            self.add_error("sampai", _("Isi akhir rentang."))
        if first and last and last < first:
            self.add_error("sampai", _("Akhir rentang harus pada atau sesudah awalnya."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("sampai", _("Rentang paling panjang sepuluh tahun."))
        return cleaned

    @property
    def period(self) -> Period:
        """The period that was asked for; this month when it makes no sense."""
        found, today = self.cleaned_data, timezone.localdate()
        if self.errors:
            return period_at(PeriodKind.MONTH, today)
        kind = PeriodKind(found.get("periode") or PeriodKind.MONTH)
        if kind == PeriodKind.FREE:
            return Period(kind, found["dari"], found["sampai"])
        return period_at(kind, found.get("dari") or today)

    @property
    def permit_type(self) -> PermitType | None:
        """The type that was asked for, if any."""
        slug = self.cleaned_data.get("jenis")
        return permit_type_by_slug(slug) if slug else None

    def address(self, period: Period) -> str:
        """Return the query string of the same report about another period."""
        parts = {"periode": period.kind.value, "dari": period.first.isoformat()}
        if period.kind == PeriodKind.FREE:
            parts["sampai"] = period.last.isoformat()
        if self.cleaned_data.get("jenis"):
            parts["jenis"] = self.cleaned_data["jenis"]
        return urlencode(parts)
