"""Refusing a change of an applicant's data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.profile_models import CHANGE_NOTE_LONGEST


class RefusalForm(forms.Form):
    """The reason goes to the applicant as it is written."""

    reason = forms.CharField(
        label=_("Alasan penolakan"),
        help_text=_("Dikirim kepada pemohon. Tulis apa yang harus ia perbaiki."),
        max_length=CHANGE_NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasan penolakan.")},
    )
