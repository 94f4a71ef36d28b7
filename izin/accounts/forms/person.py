"""What stands on an identity card, and how its owner is reached: asked at registration and when it changes."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from izin.accounts.enums import Sex
from izin.accounts.models import User
from izin.accounts.selectors import contact_in_use, nik_doubts
from izin.accounts.validators import (
    OLDEST_BIRTH_DATE,
    degree_trim,
    email_normalise,
    nik_normalise,
    nik_parse,
    phone_normalise,
    text_tidy,
)

from ..hints import HINTED, Hint, hint_for, suggestions
from .fields import TypedDateField, name_what_is_missing, or_invalid, text_field
from .ktp import KtpForm

# Buttons that only show the form again: choose a region without a script, take over a suggestion.
CHOOSE, TAKE_OVER = "pilih", "gunakan"
FRONT_DEGREES = ("dr.", "drg.", "Ns.", "apt.", "Bdn.", "Prof.", "Dr.", "Ir.", "Drs.", "Dra.", "H.", "Hj.")
BACK_DEGREES = (
    *("A.Md.Kep.", "A.Md.Keb.", "S.Kep.", "S.Tr.Keb.", "S.Farm.", "S.Gz.", "S.Ft.", "S.K.M.", "Sp.PD"),
    *("M.Psi., Psikolog", "M.Kes.", "S.Pd.", "S.Kom.", "S.E.", "S.H."),
)


def _hinted(name: str) -> dict[str, Any]:
    """Return the attributes by which the script asks for the remark about this field alone."""
    return {
        "hx-post": reverse_lazy("register_hint"),
        "hx-trigger": "change",
        "hx-target": f"#hint_{name}",
        "hx-params": f"{name},csrfmiddlewaretoken",
    }


class HintedForm(forms.Form):
    """A form with remarks that do not judge, and buttons that show it again with nothing lost and nothing refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    @cached_property
    def hints(self) -> dict[str, Hint | None]:
        """The remarks about what was typed, by field."""
        return {field: hint_for(field, str(self.data.get(field, ""))) for field in HINTED if field in self.fields}

    def suggestions_unseen(self) -> bool:
        """Tell whether the page has something to suggest that its reader has not seen beside the field yet.

        Whoever sends the form with the suggestion before his eyes has decided.
        """
        seen = set(cast(QueryDict, self.data).getlist("seen"))
        return any(f"{field}:{value}" not in seen for field, value in suggestions(self.data).items())

    @property
    def only_shown(self) -> bool:
        """Whether a button was pressed that wants the form shown again, and nothing judged."""
        return CHOOSE in self.data or TAKE_OVER in self.data

    def show_unjudged(self) -> None:
        """Take over the suggestion whose button was pressed; keep the rest as typed, without an error anywhere."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        wanted = str(self.data.get(TAKE_OVER, ""))
        if value := suggestions(self.data).get(wanted):
            answers = cast(QueryDict, self.data).copy()
            answers[wanted] = value
            self.data = answers


class IdentityForm(HintedForm, KtpForm):
    """Name, NIK, birth and scan."""

    nik = text_field(
        _("NIK"),
        max_length=32,
        help_text=_("16 angka, seperti tertulis pada KTP."),
        inputmode="numeric",
        autocomplete="off",
        **_hinted("nik"),
    )
    full_name = text_field(
        _("Nama lengkap"),
        max_length=150,
        help_text=_("Tanpa gelar. Jangan huruf kapital semua; gunakan huruf kapital di awal setiap kata."),
        autocomplete="name",
        **_hinted("full_name"),
    )
    title_front = text_field(
        _("Gelar depan"),
        max_length=50,
        required=False,
        help_text=_(
            "Misalnya dr., drg., Ns., atau apt. Kosongkan jika tidak ada. "
            "Untuk izin praktik kesehatan, isi seperti pada ijazah."
        ),
        autocomplete="honorific-prefix",
        list="gelar-depan",
    )
    title_back = text_field(
        _("Gelar belakang"),
        max_length=100,
        required=False,
        help_text=_("Misalnya S.Kep., A.Md.Keb., atau S.Farm. Lebih dari satu dipisahkan koma: S.Kep., M.Kes."),
        autocomplete="honorific-suffix",
        list="gelar-belakang",
    )
    birth_place = text_field(_("Tempat lahir"), max_length=100, autocomplete="off")
    birth_date = TypedDateField(
        label=_("Tanggal lahir"), help_text=_("Tulis sebagai tanggal/bulan/tahun, misalnya 05/03/1991.")
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    mismatch_confirmed = forms.BooleanField(label=_("Data saya sudah sesuai dengan KTP"), required=False)

    front_degrees = FRONT_DEGREES
    back_degrees = BACK_DEGREES

    def mismatch_shown(self) -> bool:
        """Tell whether there is something to confirm."""
        return self.is_bound and bool(self.data.get("mismatch_confirmed") or self.errors.get("mismatch_confirmed"))

    def show_unjudged(self) -> None:
        """Keep the scan as well, and tick the sex that the NIK says when none is."""
        super().show_unjudged()
        self.keep_unjudged()
        if self.data.get("sex"):
            return
        try:
            parts = nik_parse(nik_normalise(str(self.data.get("nik", ""))))
        except DomainError:
            return
        answers = cast(QueryDict, self.data).copy()
        answers["sex"] = parts.sex.value
        self.data = answers

    def clean_nik(self) -> str:
        """Refuse what can be no NIK."""
        nik = nik_normalise(self.cleaned_data["nik"])
        or_invalid(nik_parse, nik)
        return nik

    def clean_full_name(self) -> str:
        """Tidy blanks; capitals stay as typed."""
        return text_tidy(self.cleaned_data["full_name"])

    def clean_title_front(self) -> str:
        """Only trim: degrees are written as their owner writes them."""
        return degree_trim(self.cleaned_data["title_front"])

    def clean_title_back(self) -> str:
        """Only trim: degrees are written as their owner writes them."""
        return degree_trim(self.cleaned_data["title_back"])

    def clean_birth_date(self) -> date:
        """Refuse dates no living person was born on."""
        born: date = self.cleaned_data["birth_date"]
        if not OLDEST_BIRTH_DATE <= born <= timezone.localdate():
            raise ValidationError(_now("Tanggal lahir tidak mungkin benar. Periksa tahunnya."))
        return born

    def clean(self) -> dict[str, Any]:
        """Ask once more when NIK, birth date and sex do not agree; they need not (site/docs/people-data.md)."""
        super().clean()
        data = self.cleaned_data
        if "nik" in data and not data.get("mismatch_confirmed"):
            found = nik_doubts(data["nik"], birth_date=data.get("birth_date"), sex=data.get("sex"))
            if found:
                ask = _now("Jika data Anda sudah sesuai dengan KTP, centang pernyataan ini lalu kirim kembali.")
                self.add_error("mismatch_confirmed", " ".join([*found, ask]))
        return data

    def identity(self) -> dict[str, Any]:
        """Return the arguments that services take for a person."""
        names = ("nik", "full_name", "title_front", "title_back", "birth_place", "birth_date", "sex")
        return {name: self.cleaned_data[name] for name in names}


class ContactForm(HintedForm):
    """Telephone and e-mail. An account of somebody else may have them too: families share; it is asked about once.

    Args:
        owner: whose own contact does not count as somebody else's.
    """

    phone = text_field(
        _("Nomor WhatsApp"),
        max_length=30,
        help_text=_("Misalnya 0812 3456 7890. Pastikan benar dan aktif."),
        inputmode="tel",
        autocomplete="tel",
        **_hinted("phone"),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Pastikan benar: pesan tentang akun Anda dikirim ke alamat ini."),
        error_messages={"invalid": _("Alamat e-mail tidak benar. Contoh: nama@gmail.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", **_hinted("email")}),
    )
    contact_confirmed = forms.BooleanField(label=_("E-mail dan nomor WhatsApp ini memang milik saya"), required=False)

    def __init__(self, *args: Any, owner: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def contact_shown(self) -> bool:
        """Tell whether there is something to confirm."""
        return self.is_bound and bool(self.data.get("contact_confirmed") or self.errors.get("contact_confirmed"))

    def clean_phone(self) -> str:
        """Bring the number into its one form."""
        return or_invalid(phone_normalise, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        """Bring the address into its one form."""
        return email_normalise(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Ask once when another account has this address or number; not which of the two, nor whose account."""
        super().clean()
        data = self.cleaned_data
        asked = "email" in data and "phone" in data and not data.get("contact_confirmed")
        if asked and contact_in_use(email=data["email"], phone=data["phone"], but=self.owner):
            self.add_error(
                "contact_confirmed",
                _now(
                    "E-mail atau nomor WhatsApp ini sudah dipakai akun lain. Jika Anda sudah mempunyai akun, masuklah "
                    "dengan akun itu. Jika kontak ini dipakai bersama keluarga, centang pernyataan ini."
                ),
            )
        return data
