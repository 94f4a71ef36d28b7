"""What a form remarks about an answer without judging it: suggestions to take over, and how we understand a number."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.names import name_suggestion
from izin.accounts.validators import email_suggestion, nik_normalise, nik_parse, phone_normalise, phone_shown, text_tidy

HINTED = ("nik", "full_name", "phone", "email")
# Longer than any of these answers may be: what is longer is not looked at.
_LONGEST = 300


@dataclass(frozen=True)
class Hint:
    """A remark below a field; `value` is what could stand there instead, empty when nothing is suggested."""

    text: str
    value: str = ""


def hint_for(field: str, typed: str) -> Hint | None:
    """Return the remark about what was typed in this field, or None; it never raises, whatever was typed."""
    make = _MAKERS.get(field)
    if make is None or not typed.strip() or len(typed) > _LONGEST:
        return None
    try:
        return make(typed)
    except DomainError:
        return None  # the form itself says what is wrong


def suggestions(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what could be taken over, by field."""
    hints = {field: hint_for(field, str(answers.get(field, ""))) for field in HINTED}
    return {field: hint.value for field, hint in hints.items() if hint and hint.value}


def _about_nik(typed: str) -> Hint:
    parts = nik_parse(nik_normalise(typed))
    words = {"sex": parts.sex.label.lower(), "date": parts.birth_words}
    return Hint(_("Menurut NIK: %(sex)s, lahir %(date)s (tanggal/bulan/tahun).") % words)


def _about_name(typed: str) -> Hint | None:
    value = name_suggestion(text_tidy(typed))
    return Hint(_("Nama dicetak di surat izin seperti Anda tulis."), value) if value else None


def _about_phone(typed: str) -> Hint:
    return Hint(_("Kami catat sebagai %(phone)s.") % {"phone": phone_shown(phone_normalise(typed))})


def _about_email(typed: str) -> Hint | None:
    value = email_suggestion(typed)
    return Hint(_("Mungkin salah ketik."), value) if value else None


_MAKERS = {"nik": _about_nik, "full_name": _about_name, "phone": _about_phone, "email": _about_email}
