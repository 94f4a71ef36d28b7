"""Forms by which applicants take a copy of their data, or close their account (A7)."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from izin.privacy.models import REASON_LONGEST

ARCHIVE, JSON = "arsip", "json"


class _OwnerForm(forms.Form):
    """The password shows that it is the owner who asks, and not somebody at his telephone."""

    password = forms.CharField(
        label=_("Kata sandi Anda"),
        strip=False,
        max_length=500,
        help_text=_("Untuk memastikan bahwa Anda sendiri yang meminta."),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Kata sandi harus diisi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own <form> carries it


class DataExportForm(_OwnerForm):
    """In which form the copy shall come."""

    form = forms.ChoiceField(
        label=_("Bentuk salinan"),
        choices=[
            (ARCHIVE, _("Arsip ZIP: ringkasan PDF, data, dan semua berkas Anda")),
            (JSON, _("Data saja (JSON), untuk dibaca program lain")),
        ],
        initial=ARCHIVE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih bentuk salinan."), "invalid_choice": _("Pilih dari daftar.")},
    )
    field_order = ["form", "password"]


class AccountCloseForm(_OwnerForm):
    """What must be understood before an account is closed."""

    reason = forms.CharField(
        label=_("Mengapa Anda menutup akun?"),
        required=False,
        max_length=REASON_LONGEST,
        help_text=_("Boleh kosong. Membantu kami memperbaiki layanan."),
        widget=forms.Textarea({"rows": 3}),
    )
    understood = forms.BooleanField(
        label=_("Saya mengerti bahwa akun ini tidak dapat dibuka kembali."),
        error_messages={"required": _("Centang pernyataan ini jika Anda yakin.")},
    )
    field_order = ["reason", "understood", "password"]
