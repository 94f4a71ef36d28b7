"""Forms around passwords: a new first one, a code for a forgotten one, the new password."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from izin.accounts.enums import Channel
from izin.accounts.validators import nik_normalise, nik_parse


class _PageForm(forms.Form):
    """A form whose page writes the tag and the CSRF token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class FirstPasswordForm(_PageForm):
    """Whose first password did not arrive."""

    nik = forms.CharField(
        label=_("NIK"),
        max_length=40,
        error_messages={"required": _("NIK harus diisi.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "username", "autocapitalize": "none"}),
    )

    def clean_nik(self) -> str:
        """Take the NIK with blanks and dots; refuse what can be none, before it counts as a request."""
        nik = nik_normalise(self.cleaned_data["nik"])
        try:
            nik_parse(nik)
        except DomainError as error:
            raise ValidationError(error.message) from error
        return nik


class ForgottenForm(FirstPasswordForm):
    """Who forgot the password, and by which way the code shall come."""

    channel = forms.TypedChoiceField(
        label=_("Kirim kode ke"),
        choices=Channel.choices,
        coerce=Channel,
        initial=Channel.EMAIL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih ke mana kode dikirim.")},
    )


class ResetCodeForm(_PageForm):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        error_messages={"required": _("Kode harus diisi.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Take the code with blanks and dashes between its figures."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isascii() and sign.isdigit())


class NewPasswordForm(_PageForm):
    """The password its owner chooses; `services.password_reset` judges and writes it."""

    new_password1 = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Sekurang-kurangnya 10 tanda, bukan angka saja, dan bukan nama atau NIK Anda."),
        error_messages={"required": _("Kata sandi baru harus diisi.")},
    )
    new_password2 = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Ulangi kata sandi baru harus diisi.")},
    )

    def clean_new_password2(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["new_password2"]
        if self.cleaned_data.get("new_password1", again) != again:
            raise ValidationError(_now("Kedua kata sandi baru tidak sama."))
        return again


class ChannelsForm(_PageForm):
    """By which channels somebody wants to hear of his applications."""

    channels = forms.TypedMultipleChoiceField(
        label=_("Kabar tentang permohonan dan izin dikirim ke"),
        choices=Channel.choices,
        coerce=Channel,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kata sandi dan kabar tentang keamanan akun selalu dikirim ke semuanya."),
        error_messages={"required": _("Pilih sekurang-kurangnya satu saluran.")},
    )
