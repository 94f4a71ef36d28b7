"""What an applicant declares before an application is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeclarationForm(forms.Form):
    """One box, which must be ticked."""

    benar = forms.BooleanField(
        label=_("Saya menyatakan bahwa data dan dokumen dalam permohonan ini benar dan milik saya"),
        error_messages={"required": _("Centang pernyataan ini sebelum mengirim.")},
    )
