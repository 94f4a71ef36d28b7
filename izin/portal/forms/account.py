"""Forms of /akun/: registration, login, change of password."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.content_store import content_exists, content_save
from common.errors import DomainError
from common.uploads import check_jpeg
from izin.accounts.enums import Sex
from izin.accounts.validators import (
    OLDEST_BIRTH_DATE,
    degree_trim,
    email_normalise,
    nik_normalise,
    nik_parse,
    nik_warnings,
    phone_normalise,
    text_tidy,
)

# Changes with every change of `templates/izin/portal/account/privacy_notice.html`.
CONSENT_VERSION = "2026-11"
KTP_MAX_BYTES = 512 * 1024
KTP_TOKEN_SALT = "izin.portal.registration.ktp"  # noqa: S105 - a name, not a secret
KTP_TOKEN_SECONDS = 24 * 3600
Answer = TypeVar("Answer")


def _or_invalid(check: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Call a rule of the domain; what it refuses becomes an error of the form."""
    try:
        return check(*args, **kwargs)
    except DomainError as error:
        raise ValidationError(error.message) from error


def _text(label: Any, *, max_length: int, help_text: Any = "", **attrs: str) -> forms.CharField:
    required = attrs.pop("required", "yes") == "yes"
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={key.replace("_", "-"): value for key, value in attrs.items()}),
    )


class TypedDateField(forms.DateField):
    """A date typed as dd/mm/yyyy; dots, dashes and blanks, or no signs at all, do as well."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "bday"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%Y/%m/%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or refuse what is none."""
        if isinstance(value, str):
            value = "/".join(value.replace(".", " ").replace("-", " ").replace("/", " ").split())
            if len(value) == 8 and value.isdigit():
                value = f"{value[:2]}/{value[2:4]}/{value[4:]}"
        return super().to_python(value)


@dataclass(frozen=True)
class KeptKtp:
    """A scan that passed the checks and waits in the private store for the rest of the form."""

    sha256: str
    name: str

    def token(self, nonce: str) -> str:
        """Return what the form carries: signed, for one session and one day."""
        return signing.dumps({**asdict(self), "nonce": nonce}, salt=KTP_TOKEN_SALT)

    @classmethod
    def from_token(cls, token: str, nonce: str) -> "KeptKtp | None":
        """Return the scan of a token of this session, or None."""
        try:
            data = signing.loads(token, salt=KTP_TOKEN_SALT, max_age=KTP_TOKEN_SECONDS)
        except signing.BadSignature:
            return None
        kept = cls(sha256=data["sha256"], name=data["name"])
        return kept if data["nonce"] == nonce and content_exists("private", kept.sha256) else None


class RegistrationForm(forms.Form):
    """Opens an applicant's account (guide, "Daftar akun"). A scan that was accepted survives errors elsewhere.

    Args:
        nonce: a random text of this session; a kept scan belongs to it.
    """

    nik = _text(
        _("NIK"),
        max_length=32,
        help_text=_("16 angka, seperti tertulis pada KTP."),
        inputmode="numeric",
        autocomplete="off",
    )
    full_name = _text(
        _("Nama lengkap"),
        max_length=150,
        help_text=_("Tanpa gelar. Jangan huruf kapital semua; gunakan huruf kapital di awal setiap kata."),
        autocomplete="name",
    )
    title_front = _text(
        _("Gelar depan"),
        max_length=50,
        required="no",
        help_text=_("Misalnya dr. atau Ns. Kosongkan jika tidak ada. Untuk izin praktik kesehatan, isi dengan benar."),
        autocomplete="honorific-prefix",
    )
    title_back = _text(
        _("Gelar belakang"),
        max_length=100,
        required="no",
        help_text=_("Misalnya S.Kep. atau A.Md.Keb. Kosongkan jika tidak ada."),
        autocomplete="honorific-suffix",
    )
    birth_place = _text(_("Tempat lahir"), max_length=100, autocomplete="off")
    birth_date = TypedDateField(
        label=_("Tanggal lahir"), help_text=_("Tulis sebagai tanggal/bulan/tahun, misalnya 05/03/1991.")
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    occupation = _text(_("Pekerjaan"), max_length=100, help_text=_("Seperti tertulis pada KTP."), autocomplete="off")
    province = _text(
        _("Provinsi"), max_length=100, help_text=_("Misalnya Sumatera Barat."), autocomplete="address-level1"
    )
    regency = _text(
        _("Kabupaten/Kota"),
        max_length=100,
        help_text=_("Misalnya Kabupaten Solok atau Kota Padang."),
        autocomplete="address-level2",
    )
    district = _text(_("Kecamatan"), max_length=100, help_text=_("Misalnya Kubung."), autocomplete="address-level3")
    village = _text(
        _("Nagari/Desa/Kelurahan"), max_length=100, help_text=_("Misalnya Koto Baru."), autocomplete="address-level4"
    )
    street = _text(
        _("Jalan/Jorong, RT/RW"),
        max_length=200,
        help_text=_("Misalnya Jorong Simpang, RT 01/RW 02."),
        autocomplete="street-address",
    )
    phone = _text(
        _("Nomor WhatsApp"),
        max_length=30,
        help_text=_("Misalnya 0812 3456 7890. Pastikan benar dan aktif."),
        inputmode="tel",
        autocomplete="tel",
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Pastikan benar: kata sandi Anda dikirim ke alamat ini."),
        error_messages={"invalid": _("Alamat e-mail tidak benar. Contoh: nama@gmail.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    ktp = forms.FileField(
        label=_("Scan KTP"),
        help_text=_("Gambar JPG, paling besar 512 KB. Seluruh tulisan harus terbaca."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,image/jpeg"}),
        error_messages={"required": _("Pilih scan KTP Anda.")},
    )
    ktp_token = forms.CharField(required=False, widget=forms.HiddenInput)
    mismatch_confirmed = forms.BooleanField(label=_("Data saya sudah sesuai dengan KTP"), required=False)
    data_correct = forms.BooleanField(
        label=_("Data yang saya masukkan sudah benar."),
        error_messages={"required": _("Centang pernyataan ini jika data Anda sudah benar.")},
    )
    consent = forms.BooleanField(
        label=_("Saya telah membaca pemberitahuan pelindungan data pribadi di atas dan menyetujuinya."),
        error_messages={"required": _("Centang persetujuan ini untuk dapat mendaftar.")},
    )

    def __init__(self, *args: Any, nonce: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nonce = nonce
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _now("%(label)s harus diisi.") % {"label": field.label}
        if self.is_bound:
            self._keep(KeptKtp.from_token(str(self.data.get("ktp_token", "")), nonce))

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
                *("nik", "full_name", "title_front", "title_back", "birth_place", "birth_date", "sex", "occupation"),
            ),
            Fieldset(_("Alamat sesuai KTP"), "province", "regency", "district", "village", "street"),
            Fieldset(_("Kontak"), "phone", "email"),
            Fieldset(_("Scan KTP"), "ktp"),
            Fieldset(
                _("Pernyataan"),
                HTML('{% include "izin/portal/account/privacy_notice.html" %}'),
                # Asked only when there is something to confirm.
                *(["mismatch_confirmed"] if self._mismatch_shown() else []),
                *("data_correct", "consent"),
            ),
        )
        return helper

    def _mismatch_shown(self) -> bool:
        return self.is_bound and bool(self.data.get("mismatch_confirmed") or self.errors.get("mismatch_confirmed"))

    def _keep(self, kept: KeptKtp | None) -> None:
        """Remember an accepted scan: the form carries its token and says so; a new choice replaces it."""
        answers = cast(QueryDict, self.data).copy()
        answers["ktp_token"] = kept.token(self.nonce) if kept else ""
        self.data = answers
        if kept is None:
            return
        self.fields["ktp"].initial = kept
        self["ktp"].help_text = format_html(
            "<strong>{}</strong> {}",
            _now("KTP sudah terunggah: %(name)s.") % {"name": kept.name},
            _now("Pilih berkas lain hanya jika Anda ingin menggantinya."),
        )

    def clean_nik(self) -> str:
        """Refuse what can be no NIK."""
        nik = nik_normalise(self.cleaned_data["nik"])
        _or_invalid(nik_parse, nik)
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

    def clean_phone(self) -> str:
        """Bring the number into its one form."""
        return _or_invalid(phone_normalise, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        """Bring the address into its one form."""
        return email_normalise(self.cleaned_data["email"])

    def clean_ktp(self) -> KeptKtp:
        """Check a new scan and keep it, or take the one kept before."""
        chosen: UploadedFile | KeptKtp = self.cleaned_data["ktp"]
        if isinstance(chosen, KeptKtp):
            return chosen
        checked = _or_invalid(check_jpeg, chosen, max_bytes=KTP_MAX_BYTES)
        kept = KeptKtp(sha256=content_save("private", checked.data), name=checked.name)
        self._keep(kept)
        return kept

    def clean(self) -> dict[str, Any]:
        """Ask once more when NIK, birth date and sex do not agree; they need not (site/docs/people-data.md)."""
        data = self.cleaned_data
        if "nik" in data and not data.get("mismatch_confirmed"):
            found = nik_warnings(data["nik"], birth_date=data.get("birth_date"), sex=data.get("sex"))
            if found:
                ask = _now("Jika data Anda sudah sesuai dengan KTP, centang pernyataan ini lalu kirim kembali.")
                self.add_error("mismatch_confirmed", " ".join([*found, ask]))
        return data

    def registration(self) -> dict[str, Any]:
        """Return the arguments of `applicant_register`."""
        left_out = {"ktp", "ktp_token", "mismatch_confirmed", "data_correct", "consent"}
        return {
            **{name: value for name, value in self.cleaned_data.items() if name not in left_out},
            "ktp_sha256": self.cleaned_data["ktp"].sha256,
            "consent_version": CONSENT_VERSION,
        }


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
