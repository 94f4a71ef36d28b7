"""Forms of the public pages."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.catalog.selectors import permit_type_list
from izin.permits.enums import PublicStatus
from izin.permits.selectors import RegisterQuery

from .enums import Kind

CODE = re.compile(r"[0-9A-Z]{1,16}")


class RegisterForm(forms.Form):
    """What to look for in the register."""

    q = forms.CharField(label=_("Nama, nomor, atau tempat"), max_length=100, required=False)
    jenis = forms.ChoiceField(label=_("Jenis izin"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua status")), *PublicStatus.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(permit_type.slug, permit_type.name) for permit_type in permit_type_list()]
        self.fields["jenis"].choices = [("", _("Semua jenis")), *types]  # type: ignore[attr-defined]

    def query(self) -> RegisterQuery:
        """Return the query; what is not understood does not restrict."""
        data = self.cleaned_data if self.is_valid() else {**self.cleaned_data}
        return RegisterQuery(data.get("q", ""), data.get("jenis", ""), data.get("status", ""))


class SiteSearchForm(forms.Form):
    """What to look for on the whole site."""

    q = forms.CharField(
        label=_("Kata yang dicari"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Tulis paling banyak 100 huruf.")},
    )
    jenis = forms.ChoiceField(label=_("Tampilkan"), required=False, choices=[("", _("Semua")), *Kind.choices])


class UploadForm(forms.Form):
    """The PDF to be checked."""

    file = forms.FileField(
        label=_("Berkas PDF izin"),
        help_text=_("Unggah berkas asli seperti yang diunduh, bukan hasil pindai. Berkas tidak kami simpan."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Pilih berkas PDF terlebih dahulu."),
            "empty": _("Berkas kosong. Pilih berkas yang berisi."),
            "invalid": _("Pilih berkas PDF terlebih dahulu."),
        },
    )


class CodeForm(forms.Form):
    """The code printed under the QR code, typed by hand or pasted with its address."""

    kode = forms.CharField(label=_("Kode verifikasi"), max_length=200, strip=True)

    def clean_kode(self) -> str:
        """Return the code alone, in capitals."""
        code = self.cleaned_data["kode"].rstrip("/").rsplit("/", 1)[-1].upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Kode verifikasi terdiri dari huruf dan angka saja, paling banyak 16."))
        return code
