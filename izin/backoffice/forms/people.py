"""Forms about officers and about applicants who need help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import Role
from izin.accounts.forms.fields import name_what_is_missing, or_invalid, text_field
from izin.accounts.models import User
from izin.accounts.validators import nik_normalise, nik_parse, nip_normalise, phone_normalise, phone_shown
from izin.accounts.viewing_models import REASON_LONGEST


def _roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Peran"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sekurang-kurangnya satu peran.")},
    )


class OfficerDataForm(forms.Form):
    """Name, contact and post."""

    full_name = text_field(_("Nama lengkap"), max_length=150, help_text=_("Tanpa gelar."), autocomplete="off")
    title_front = text_field(_("Gelar depan"), max_length=50, required=False, autocomplete="off")
    title_back = text_field(_("Gelar belakang"), max_length=100, required=False, autocomplete="off")
    position = text_field(
        _("Jabatan"), max_length=150, help_text=_("Seperti dicetak di bawah tanda tangan."), autocomplete="off"
    )
    rank = text_field(_("Pangkat"), max_length=100, required=False, autocomplete="off")
    nip = text_field(_("NIP"), max_length=30, required=False, help_text=_("18 angka."), autocomplete="off")
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    phone = text_field(
        _("Nomor WhatsApp"), max_length=30, required=False, help_text=_("Misalnya 0812 3456 7890."), autocomplete="off"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def clean_phone(self) -> str:
        """Bring the number into its one form; it may be missing."""
        typed = self.cleaned_data["phone"]
        return or_invalid(phone_normalise, typed) if typed else ""

    def clean_nip(self) -> str:
        """Refuse what is no NIP."""
        return or_invalid(nip_normalise, self.cleaned_data["nip"])


class OfficerCreateForm(OfficerDataForm):
    """A new officer: the first password is sent to the contact that is given here."""

    nik = text_field(
        _("NIK"),
        max_length=32,
        help_text=_("16 angka. Petugas masuk dengan NIK ini."),
        inputmode="numeric",
        autocomplete="off",
    )
    roles = _roles_field()

    field_order = (
        "nik",
        "full_name",
        "title_front",
        "title_back",
        "position",
        "rank",
        "nip",
        "email",
        "phone",
        "roles",
    )

    def clean_nik(self) -> str:
        """Refuse what can be no NIK."""
        nik = nik_normalise(self.cleaned_data["nik"])
        or_invalid(nik_parse, nik)
        return nik

    def officer(self) -> dict[str, Any]:
        """Return the arguments of `officer_create`."""
        return {**self.cleaned_data, "roles": [Role(value) for value in self.cleaned_data["roles"]]}


class RolesForm(forms.Form):
    """Exactly these roles from now on."""

    roles = _roles_field()


def officer_initial(user: User) -> dict[str, str]:
    """Return what the form of an officer's data shows."""
    post = getattr(user, "officer", None)
    person = {name: getattr(user, name) for name in ("full_name", "title_front", "title_back", "email")}
    duty = {name: getattr(post, name, "") for name in ("position", "rank", "nip")}
    return {**person, **duty, "phone": phone_shown(user.phone) if user.phone else ""}


class NikForm(forms.Form):
    """Looks somebody up by NIK; always sent in the body, never in an address."""

    nik = text_field(
        _("NIK"),
        max_length=32,
        help_text=_("16 angka, seperti tertulis pada KTP."),
        inputmode="numeric",
        autocomplete="off",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def clean_nik(self) -> str:
        """Refuse what can be no NIK."""
        nik = nik_normalise(self.cleaned_data["nik"])
        or_invalid(nik_parse, nik)
        return nik


class ReissueForm(forms.Form):
    """Where the new password goes."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    phone = text_field(_("Nomor WhatsApp"), max_length=30, autocomplete="off")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def clean_phone(self) -> str:
        """Bring the number into its one form."""
        return or_invalid(phone_normalise, self.cleaned_data["phone"])


class ViewAsForm(forms.Form):
    """Why somebody's pages are looked at."""

    reason = forms.CharField(
        label=_("Alasan melihat"),
        help_text=_("Disimpan bersama nama Anda. Misalnya: pemohon menelepon, tidak menemukan tombol Kirim."),
        max_length=REASON_LONGEST,
        error_messages={"required": _("Tulis alasannya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
