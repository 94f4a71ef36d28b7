"""Handing in a report of results."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    """One PDF."""

    file = forms.FileField(
        label=_("Laporan hasil (PDF)"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Pilih berkas terlebih dahulu."),
            "empty": _("Berkas kosong. Pilih berkas yang berisi."),
        },
    )

    def __init__(self, *args: object, max_mb: int) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["file"].help_text = _(
            "PDF, paling besar %(size)s MB. Simpan dari pengolah kata langsung ke PDF."
        ) % {"size": max_mb}
