"""The form that opens an applicant's account (guide, "Daftar akun")."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.consents import CONSENT_VERSION

from .address import REGION_FIELDS, AddressForm
from .fields import text_field
from .person import ContactForm, IdentityForm

REGIONS = HTML('{% include "izin/portal/account/register_regions.html" %}')


def hint(name: str) -> HTML:
    """Return the place of the remark about a field, right below it."""
    place = "izin/portal/account/register_hint_place.html"
    return HTML(f'{{% include "{place}" with name="{name}" hint=form.hints.{name} %}}')


class RegistrationForm(IdentityForm, AddressForm, ContactForm):
    """Everything the guide asks for. Without a script it is filled in step by step, with the same fields."""

    occupation = text_field(
        _("Pekerjaan"), max_length=100, help_text=_("Seperti tertulis pada KTP."), autocomplete="off"
    )
    data_correct = forms.BooleanField(
        label=_("Data yang saya masukkan sudah benar."),
        error_messages={"required": _("Centang pernyataan ini jika data Anda sudah benar.")},
    )
    consent = forms.BooleanField(
        label=_("Saya telah membaca pemberitahuan pelindungan data pribadi di atas dan menyetujuinya."),
        error_messages={"required": _("Centang persetujuan ini untuk dapat mendaftar.")},
    )

    # As they stand on the page: the summary of errors follows it.
    field_order = (
        *("nik", "full_name", "title_front", "title_back", "birth_place", "birth_date", "sex", "occupation"),
        *(*REGION_FIELDS, "street", "phone", "email", "contact_confirmed", "ktp", "mismatch_confirmed"),
    )

    @property
    def helper(self) -> FormHelper:
        """Return the layout as it is due now: it depends on the errors."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True  # the page's own <form> carries it
        helper.layout = Layout(
            "ktp_token",
            Fieldset(
                _("Data diri"),
                *("nik", hint("nik"), "full_name", hint("full_name"), "title_front", "title_back"),
                *("birth_place", "birth_date", "sex", "occupation"),
            ),
            Fieldset(_("Alamat sesuai KTP"), REGIONS, "street"),
            Fieldset(
                _("Kontak"),
                *("phone", hint("phone"), "email", hint("email")),
                *(["contact_confirmed"] if self.contact_shown() else []),
            ),
            Fieldset(_("Scan KTP"), "ktp", HTML('{% include "izin/portal/account/register_ktp.html" %}')),
            Fieldset(
                _("Pernyataan"),
                HTML('{% include "izin/portal/account/privacy_notice.html" %}'),
                HTML('{% include "izin/portal/account/register_privacy_link.html" %}'),
                # Asked only when there is something to confirm.
                *(["mismatch_confirmed"] if self.mismatch_shown() else []),
                *("data_correct", "consent"),
            ),
        )
        return helper

    def registration(self) -> dict[str, Any]:
        """Return the arguments of `applicant_register`."""
        return {
            **self.identity(),
            **{name: self.cleaned_data[name] for name in ("occupation", "street", "phone", "email")},
            "village_code": self.cleaned_data["village"],
            "ktp_sha256": self.cleaned_data["ktp"].sha256,
            "consent_version": CONSENT_VERSION,
        }
