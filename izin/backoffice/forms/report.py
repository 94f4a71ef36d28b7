"""Judging a report of results."""

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.permits.services.reporting import NOTE_LONGEST


class ReportReturnForm(forms.Form):
    """What must be mended goes to the holder as it is written."""

    note = forms.CharField(
        label=_("Yang harus diperbaiki"),
        help_text=_("Dikirim kepada pemegang izin."),
        max_length=NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis apa yang harus diperbaiki pada laporan ini.")},
    )
