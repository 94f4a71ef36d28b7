"""Forms of /akun/: login, change of password."""

from typing import Any

from crispy_forms.helper import FormHelper
from django.contrib.auth import forms as auth_forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from izin.accounts.validators import nik_normalise


class LoginForm(auth_forms.AuthenticationForm):
    """NIK and password. The field is called `username`, the name that axes leaves out of what it stores."""

    error_messages = {
        "invalid_login": _("NIK atau kata sandi salah. Periksa keduanya, lalu coba lagi."),
        "inactive": _("Akun ini tidak aktif. Hubungi petugas."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nik, password = self.fields["username"], self.fields["password"]
        nik.label, password.label = _("NIK"), _("Kata sandi")
        nik.error_messages["required"] = _("NIK harus diisi.")
        password.error_messages["required"] = _("Kata sandi harus diisi.")
        nik.widget.attrs.update({"inputmode": "numeric", "autocomplete": "username", "autocapitalize": "none"})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_username(self) -> str:
        """Take the NIK with blanks and dots as well."""
        return nik_normalise(self.cleaned_data["username"])


class PasswordChangeForm(auth_forms.PasswordChangeForm):
    """The password a user chooses; `services.password_change` writes it."""

    error_messages = {
        **auth_forms.PasswordChangeForm.error_messages,
        "password_incorrect": _("Kata sandi lama salah."),
        "password_mismatch": _("Kedua kata sandi baru tidak sama."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": _("Kata sandi sekarang"),
            "new_password1": _("Kata sandi baru"),
            "new_password2": _("Ulangi kata sandi baru"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _now("%(label)s harus diisi.") % {"label": label}
        self.fields["new_password1"].help_text = _(
            "Sekurang-kurangnya 10 tanda, bukan angka saja, dan bukan nama atau NIK Anda."
        )
        self.fields["new_password2"].help_text = ""
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
