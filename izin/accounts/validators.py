"""Rules of personal data that need no database: NIK, phone number, names, degrees (site/docs/people-data.md)."""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.enums import Sex

NIK_PATTERN = r"^[0-9]{16}$"
PHONE_PATTERN = r"^628[1-9][0-9]{7,10}$"
NIP_PATTERN = r"^[0-9]{18}$"
OLDEST_BIRTH_DATE = date(1900, 1, 1)

# Kemendagri codes of the 38 provinces, and 54 (Timor Timur), which old numbers still carry.
PROVINCE_CODES = frozenset(
    {*range(11, 20), 21, *range(31, 37), *range(51, 55), *range(61, 66), *range(71, 77), 81, 82, *range(91, 97)}
)
_FEMALE_OFFSET = 40
_LEAP_YEAR = 2000
# Where most people of Indonesia have their mailbox, and domains that only look like a slip of one of them.
MAIL_DOMAINS = (
    *("gmail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com"),
    *("hotmail.com", "outlook.com", "live.com", "icloud.com"),
)
_OTHER_MAIL_DOMAINS = frozenset({"mail.com", "email.com", "aol.com", "gmx.com", "outlook.co.id", "live.co.id"})
_SLIP_CUTOFF = 0.8
_SEPARATORS = re.compile(r"[\s.\-()]+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class NikParts:
    """What the digits of a NIK say. The century is not among them."""

    area: str
    day: int
    month: int
    year_of_century: int
    sex: Sex
    serial: str

    @property
    def birth_words(self) -> str:
        """The birth date as the digits have it: `05/02/91`."""
        return f"{self.day:02}/{self.month:02}/{self.year_of_century:02}"

    @property
    def regency_code(self) -> str:
        """The Kemendagri code of the regency that gave the number: `13.02`."""
        return f"{self.area[:2]}.{self.area[2:4]}"


def nik_normalise(text: str) -> str:
    """Return the NIK as typed, without the blanks, dots and dashes people put between its parts."""
    return _SEPARATORS.sub("", text)


def nik_parse(nik: str) -> NikParts:
    """Take a NIK of 16 digits apart: PPKKCC, DDMMYY with 40 added to the day for women, serial.

    Raises:
        DomainError: not 16 digits, or a birth date that no calendar has. Nothing else makes a NIK impossible.
    """
    if not re.fullmatch(NIK_PATTERN, nik):
        raise DomainError(_("NIK harus 16 angka, seperti tertulis pada KTP."), field="nik")
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = Sex.FEMALE if day > _FEMALE_OFFSET else Sex.MALE
    day -= _FEMALE_OFFSET if sex is Sex.FEMALE else 0
    if not _date_exists(day, month, year):
        raise DomainError(
            _("NIK tidak mungkin benar: angka ke-7 sampai ke-12 bukan sebuah tanggal. Periksa kembali KTP Anda."),
            field="nik",
        )
    return NikParts(area=nik[:6], day=day, month=month, year_of_century=year, sex=sex, serial=nik[12:])


def _date_exists(day: int, month: int, year_of_century: int) -> bool:
    """Tell whether the date exists in one of the centuries the two digits of the year may stand for."""
    if not 1 <= month <= 12:
        return False
    leap = isleap(_LEAP_YEAR + year_of_century)
    return 1 <= day <= monthrange(_LEAP_YEAR if leap else _LEAP_YEAR + 1, month)[1]


def nik_warnings(nik: str, *, birth_date: date | None, sex: str | None) -> list[str]:
    """Return what does not fit together, as sentences; empty when all does.

    These never block: a NIK stays for life, even when the data behind it is corrected or the area is split.

    Raises:
        DomainError: as `nik_parse`.
    """
    parts = nik_parse(nik)
    found = []
    if int(parts.area[:2]) not in PROVINCE_CODES:
        found.append(_("Dua angka pertama NIK bukan kode provinsi yang dikenal."))
    if parts.serial == "0000":
        found.append(_("Empat angka terakhir NIK tidak lazim (0000)."))
    if birth_date and (birth_date.day, birth_date.month, birth_date.year % 100) != (
        parts.day,
        parts.month,
        parts.year_of_century,
    ):
        found.append(_("Tanggal lahir tidak cocok dengan angka ke-7 sampai ke-12 pada NIK."))
    if sex and sex != parts.sex:
        found.append(_("Jenis kelamin tidak cocok dengan NIK."))
    return found


def phone_normalise(text: str) -> str:
    """Return an Indonesian mobile number as `628…`, from `+62…`, `62…`, `0…` or `8…` with blanks and dashes.

    Raises:
        DomainError: it is not such a number.
    """
    digits = _SEPARATORS.sub("", text).removeprefix("+")
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif digits.startswith("8"):
        digits = "62" + digits
    elif digits.startswith("620"):
        digits = "62" + digits[3:]
    if not re.fullmatch(PHONE_PATTERN, digits):
        raise DomainError(
            _("Nomor WhatsApp tidak benar. Tulis nomor seluler Indonesia, misalnya 0812 3456 7890."), field="phone"
        )
    return digits


def phone_shown(phone: str) -> str:
    """Return a normalised number as people read it: `+62 853-5513-5518`."""
    local = phone.removeprefix("62")
    return f"+62 {local[:3]}-{local[3:7]}-{local[7:]}"


def text_tidy(text: str) -> str:
    """Return a one-line text without blanks at its ends and with single blanks inside."""
    return _BLANKS.sub(" ", text).strip()


def degree_trim(text: str) -> str:
    """Return a degree as typed, only trimmed: its punctuation is never corrected ("S.Kom" is right as it is)."""
    return text_tidy(text).strip(",").strip()


def email_normalise(text: str) -> str:
    """Return the address in lower case: the same mailbox however it was typed."""
    return text.strip().lower()


def email_suggestion(email: str) -> str:
    """Return the address that was perhaps meant, `nama@gmail.com` for `nama@gmial.com`; empty without a suspicion.

    It only ever compares the domain with the few that most people use: any address may be right as it is.
    """
    name, at, domain = email_normalise(email).rpartition("@")
    if not name or not at or domain in MAIL_DOMAINS or domain in _OTHER_MAIL_DOMAINS:
        return ""
    near = get_close_matches(domain, MAIL_DOMAINS, n=1, cutoff=_SLIP_CUTOFF)
    return f"{name}@{near[0]}" if near else ""


def nip_normalise(text: str) -> str:
    """Return a civil servant's number without blanks; it may be missing.

    Raises:
        DomainError: it is not 18 digits.
    """
    nip = _SEPARATORS.sub("", text)
    if nip and not re.fullmatch(NIP_PATTERN, nip):
        raise DomainError(_("NIP harus 18 angka."), field="nip")
    return nip
