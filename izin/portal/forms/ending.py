"""Taking back an application."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why, if the applicant likes to say it."""

    reason = forms.CharField(
        label=_("Alasan (boleh kosong)"),
        help_text=_("Dibaca petugas."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
