"""Forms by which applicants change what we know about them (A5)."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.forms.address import REGION_FIELDS, AddressForm, address_initial
from izin.accounts.forms.fields import text_field
from izin.accounts.forms.person import ContactForm, IdentityForm
from izin.accounts.forms.registration import REGIONS, hint
from izin.accounts.models import User
from izin.accounts.profile_models import CHANGE_NOTE_LONGEST
from izin.accounts.validators import phone_shown


def _helper(*parts: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own <form> carries it
    helper.layout = Layout(*parts)
    return helper


class ContactChangeForm(AddressForm, ContactForm):
    """What an applicant changes without an officer; the password shows that it is he."""

    occupation = text_field(_("Pekerjaan"), max_length=100, autocomplete="off")
    password = forms.CharField(
        label=_("Kata sandi Anda"),
        help_text=_("Untuk memastikan bahwa Anda sendiri yang mengubahnya."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
    )

    field_order = ("phone", "email", "contact_confirmed", *REGION_FIELDS, "street", "occupation", "password")

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        profile = owner.profile
        initial = {
            **address_initial(profile.region_id),
            **{name: getattr(profile, name) for name in ("street", "occupation")},
            "email": owner.email,
            "phone": phone_shown(owner.phone),
        }
        super().__init__(*args, owner=owner, initial=initial, **kwargs)

    @property
    def helper(self) -> FormHelper:
        """Return the layout as it is due now: it depends on the errors."""
        return _helper(
            Fieldset(
                _("Kontak"),
                *("phone", hint("phone"), "email", hint("email")),
                *(["contact_confirmed"] if self.contact_shown() else []),
            ),
            Fieldset(_("Alamat sesuai KTP"), REGIONS, "street"),
            Fieldset(_("Pekerjaan"), "occupation"),
            Fieldset(_("Konfirmasi"), "password"),
        )

    def change(self) -> dict[str, Any]:
        """Return the arguments of `contact_change`."""
        names = ("password", "email", "phone", "occupation", "street")
        return {**{name: self.cleaned_data[name] for name in names}, "village_code": self.cleaned_data["village"]}


class IdentityChangeForm(IdentityForm):
    """What an officer verifies. A new scan is wanted only when the old one does not show it."""

    note = forms.CharField(
        label=_("Mengapa data berubah?"),
        help_text=_("Misalnya: gelar baru, salah ketik saat mendaftar, atau KTP diganti."),
        max_length=CHANGE_NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = (
        *("full_name", "title_front", "title_back", "nik", "birth_place", "birth_date", "sex", "mismatch_confirmed"),
        *("ktp", "note"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ktp = self.fields["ktp"]
        ktp.required, ktp.label = False, _("Scan KTP baru")

    @property
    def helper(self) -> FormHelper:
        """Return the layout as it is due now: it depends on the errors."""
        return _helper(
            "ktp_token",
            Fieldset(
                _("Data diri"),
                *("full_name", hint("full_name"), "title_front", "title_back", "nik", hint("nik")),
                *("birth_place", "birth_date", "sex"),
                *(["mismatch_confirmed"] if self.mismatch_shown() else []),
            ),
            Fieldset(
                _("Bukti dan alasan"), "ktp", HTML('{% include "izin/portal/account/register_ktp.html" %}'), "note"
            ),
        )

    def change(self) -> dict[str, Any]:
        """Return the arguments of `profile_change_request`."""
        kept = self.cleaned_data["ktp"]
        return {**self.identity(), "note": self.cleaned_data["note"], "ktp_sha256": kept.sha256 if kept else ""}
