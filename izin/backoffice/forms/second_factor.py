"""Codes of the second factor, and the password where it is replaced."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOKEN_LONGEST = 20


class TokenForm(forms.Form):
    """The code an app shows now, or a recovery code."""

    token = forms.CharField(
        label=_("Kode"),
        max_length=TOKEN_LONGEST,
        help_text=_("Enam angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda."),
        error_messages={"required": _("Tulis kode dari aplikasi autentikator.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class EnrolForm(forms.Form):
    """The first code of an app that was just set up; who replaces one gives the password too.

    Args:
        replaces: whether there is one already.
    """

    token = forms.CharField(
        label=_("Kode dari aplikasi"),
        max_length=TOKEN_LONGEST,
        help_text=_("Enam angka yang tampil di aplikasi sekarang."),
        error_messages={"required": _("Tulis enam angka yang tampil di aplikasi.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("Kata sandi Anda"),
        help_text=_("Untuk memastikan bahwa Anda sendiri yang menggantinya."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
        error_messages={"required": _("Tulis kata sandi Anda.")},
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["password"]
