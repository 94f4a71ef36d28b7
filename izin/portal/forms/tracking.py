"""What somebody without a login tells to see how far an application has come."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class TrackingForm(forms.Form):
    """A code, and enough of the NIK that the code alone tells nobody anything."""

    code = forms.CharField(
        label=_("Kode tanda terima atau nomor registrasi"),
        max_length=100,
        help_text=_(
            "Kode tanda terima ada di pesan yang Anda terima saat mengirim permohonan. "
            "Contoh nomor registrasi: 9/KES/SISFO/VIII/2021."
        ),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    nik_end = forms.CharField(
        label=_("Empat angka terakhir NIK pemohon"),
        validators=[RegexValidator(r"\A[0-9]{4}\Z", _("Isi empat angka terakhir NIK, hanya angka."))],
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "maxlength": 4}),
    )
