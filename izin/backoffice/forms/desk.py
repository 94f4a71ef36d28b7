"""Forms of the counter."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.desk_models import ConsentKind
from izin.accounts.forms.registration import RegistrationForm


class ConsentForm(forms.Form):
    """How the person at the counter agreed, and that he is who he says."""

    consent_kind = forms.ChoiceField(
        label=_("Persetujuan pemohon"),
        choices=ConsentKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Jelaskan dahulu: petugas mengisi dan mengirim permohonan atas nama pemohon, dan ini dicatat."),
        error_messages={"required": _("Pilih bagaimana pemohon menyetujui.")},
    )
    identity_checked = forms.BooleanField(
        label=_("Saya sudah mencocokkan orangnya dengan KTP asli."),
        error_messages={"required": _("Cocokkan dengan KTP asli, lalu centang.")},
    )


class DeskRegistrationForm(ConsentForm, RegistrationForm):
    """An account for somebody at the counter: what he would fill in himself, and his consent that an officer does."""

    field_order = (  # type: ignore[assignment]
        *RegistrationForm.field_order,
        *("data_correct", "consent", "consent_kind", "identity_checked"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = _("Pemohon telah membaca pemberitahuan di atas dan menyetujuinya.")
        self.fields["data_correct"].label = _("Pemohon sudah membaca data di atas dan menyatakannya benar.")

    @property
    def helper(self) -> FormHelper:
        """Return the layout of the registration, with the statements of the counter in the place of its own."""
        helper = super().helper
        statements = Fieldset(
            _("Pernyataan"),
            HTML('{% include "izin/portal/account/privacy_notice.html" %}'),
            *(["mismatch_confirmed"] if self.mismatch_shown() else []),
            *("data_correct", "consent", "consent_kind", "identity_checked"),
        )
        helper.layout = Layout(*list(helper.layout)[:-1], statements)
        return helper


class DeskUploadForm(forms.Form):
    """A file for one requirement; where it must carry a QR code, an original without one may do."""

    file = forms.FileField(label=_("Berkas"), error_messages={"required": _("Pilih berkas terlebih dahulu.")})
    without_code = forms.BooleanField(
        label=_("Dokumen asli tidak memiliki kode QR; sudah saya cocokkan dengan aslinya."), required=False
    )


class DeskSendForm(forms.Form):
    """What the applicant states before it is sent."""

    stated = forms.BooleanField(
        label=_("Pemohon sudah membaca kembali isian dan dokumen di layar dan menyatakannya benar."),
        error_messages={"required": _("Minta pemohon membaca kembali, lalu centang.")},
    )
