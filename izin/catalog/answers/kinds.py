"""What each kind of field asks, keeps and writes, in one table: a new kind is one row more.

Answers are kept as JSON by field key, and what is kept can be written for people without the database: what an area
was called when the question was answered must not change afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formats import date_long

from ..enums import DateLimit, FieldKind, FieldMeaning
from ..models import FormField
from .fields import (
    DATE_FORMATS,
    AddressField,
    DateRangeField,
    LocationsField,
    LongTextField,
    NumberField,
    PatternField,
    PersonField,
    PhoneField,
    YesNoField,
    date_widget,
)

TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 1000
# The largest whole number PostgreSQL and JavaScript both keep exactly is far above this.
NUMBER_LIMIT = 1_000_000_000


@dataclass(frozen=True)
class Kind:
    """One kind of field.

    `build` makes the form field, `text` writes a kept answer for people, `public` writes what of it may stand in the
    register (None: nothing, it is personal), `sample` gives an answer for previews, `meanings` are those it may have.
    """

    build: Callable[..., forms.Field]
    text: Callable[[Any], str | list[str]]
    sample: Callable[[FormField], Any]
    public: Callable[[Any], str | list[str]] | None = None
    meanings: frozenset[FieldMeaning] = frozenset()


def answer_json(value: Any) -> Any:
    """Return a checked form value as it is kept: days in ISO form, an empty answer as an empty text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: answer_json(part) for name, part in value.items()}
    return "" if value is None else value


def answer_text(field: FormField, answer: Any) -> str | list[str]:
    """Return a kept answer as it is written for people; several places are a list."""
    return KINDS[FieldKind(field.kind)].text(answer) if _given(answer) else ""


def answer_public_text(field: FormField, answer: Any) -> str | list[str]:
    """Return what of an answer may be shown to anybody: no street, no telephone number (P6)."""
    public = KINDS[FieldKind(field.kind)].public
    return public(answer) if public and _given(answer) else ""


def answer_sample(field: FormField) -> Any:
    """Return a made-up answer, for previews."""
    return KINDS[FieldKind(field.kind)].sample(field)


def _given(answer: Any) -> bool:
    return answer not in (None, "", [], {})


def _text_field(field: FormField, **common: Any) -> forms.Field:
    # Of two lengths the editor's counts; his typing mistake must not make the form unanswerable.
    return PatternField(
        max_length=field.max_value or TEXT_LENGTH,
        min_length=field.min_value,
        pattern=field.pattern,
        hint=field.pattern_hint,
        **common,
    )


def _long_text_field(field: FormField, **common: Any) -> forms.Field:
    return LongTextField(max_length=field.max_value or LONG_TEXT_LENGTH, min_length=field.min_value, **common)


def _number_field(field: FormField, **common: Any) -> forms.Field:
    lowest = 0 if field.min_value is None else field.min_value
    highest = NUMBER_LIMIT if field.max_value is None else field.max_value
    return NumberField(min_value=lowest, max_value=highest, **common)


def _date_limit_check(limit: str) -> Callable[[date], None]:
    def check(day: date) -> None:
        today = timezone.localdate()
        if limit == DateLimit.NOT_FUTURE and day > today:
            raise forms.ValidationError(_("Tanggal ini belum tiba. Periksa kembali."))
        if limit == DateLimit.NOT_PAST and day < today:
            raise forms.ValidationError(_("Tanggal ini sudah lewat."))

    return check


def _date_field(field: FormField, **common: Any) -> forms.Field:
    checks = [_date_limit_check(field.date_limit)] if field.date_limit else []
    return forms.DateField(widget=date_widget(), input_formats=DATE_FORMATS, validators=checks, **common)


def _choice_field(field: FormField, **common: Any) -> forms.Field:
    choices = [("", gettext_lazy("Pilih")), *((option, option) for option in field.option_list)]
    return forms.ChoiceField(choices=choices, **common)


def _address(answer: Mapping[str, str]) -> str:
    return ", ".join(part for part in (answer.get("name"), answer.get("street"), answer.get("area")) if part)


def _address_public(answer: Mapping[str, str]) -> str:
    return ", ".join(part for part in (answer.get("name"), answer.get("area")) if part)


def _range(answer: Mapping[str, str]) -> str:
    start, end = (date_long(date.fromisoformat(answer[name])) for name in ("start", "end"))
    return start if start == end else _("%(start)s sampai %(end)s") % {"start": start, "end": end}


def _sample_range(_field: FormField) -> dict[str, str]:
    today = timezone.localdate()
    return {"start": today.isoformat(), "end": (today + timedelta(days=90)).isoformat()}


def _sample_day(field: FormField) -> str:
    today = timezone.localdate()
    return (today + timedelta(days=700 if field.date_limit == DateLimit.NOT_PAST else -7)).isoformat()


_SAMPLE_AREA = {"street": "Jalan Contoh Nomor 1", "village": "", "area": "Nagari Koto Baru, Kecamatan Kubung"}

KINDS: dict[FieldKind, Kind] = {
    FieldKind.TEXT: Kind(
        build=_text_field,
        text=str,
        public=str,
        sample=lambda field: f"Contoh {field.label.lower()}",
        meanings=frozenset({FieldMeaning.SUBJECT, FieldMeaning.HOLDER, FieldMeaning.PREVIOUS_NUMBER}),
    ),
    FieldKind.LONG_TEXT: Kind(
        build=_long_text_field,
        text=str,
        public=str,
        sample=lambda field: f"Contoh {field.label.lower()} yang ditulis dalam satu atau dua kalimat.",
        meanings=frozenset({FieldMeaning.SUBJECT}),
    ),
    FieldKind.NUMBER: Kind(
        build=_number_field,
        text=lambda answer: f"{answer:,}".replace(",", "."),
        public=lambda answer: f"{answer:,}".replace(",", "."),
        sample=lambda field: max(field.min_value or 0, min(120, 120 if field.max_value is None else field.max_value)),
    ),
    FieldKind.DATE: Kind(
        build=_date_field,
        text=lambda answer: date_long(date.fromisoformat(answer)),
        public=lambda answer: date_long(date.fromisoformat(answer)),
        sample=_sample_day,
        meanings=frozenset({FieldMeaning.EXPIRY}),
    ),
    FieldKind.DATE_RANGE: Kind(
        build=lambda _field, **common: DateRangeField(**common),
        text=_range,
        public=_range,
        sample=_sample_range,
        meanings=frozenset({FieldMeaning.PERIOD}),
    ),
    FieldKind.CHOICE: Kind(
        build=_choice_field,
        text=str,
        public=str,
        sample=lambda field: next(iter(field.option_list), ""),
        meanings=frozenset({FieldMeaning.SUBJECT}),
    ),
    FieldKind.BOOLEAN: Kind(
        build=lambda _field, **common: YesNoField(**common),
        text=lambda answer: _("Ya") if answer else _("Tidak"),
        public=lambda answer: _("Ya") if answer else _("Tidak"),
        sample=lambda _field: True,
    ),
    FieldKind.EMAIL: Kind(
        build=lambda _field, **common: forms.EmailField(max_length=254, **common),
        text=str,
        sample=lambda _field: "contoh@contoh.id",
        meanings=frozenset({FieldMeaning.COPY_EMAIL}),
    ),
    FieldKind.PHONE: Kind(
        build=lambda _field, **common: PhoneField(max_length=20, **common),
        text=str,
        sample=lambda _field: "6281234567890",
    ),
    FieldKind.PERSON: Kind(
        build=lambda _field, **common: PersonField(**common),
        text=lambda answer: answer["name"],
        sample=lambda _field: {"name": "Yulia Contoh, S.Pd.", "phone": "6281234567890"},
    ),
    FieldKind.ADDRESS: Kind(
        build=lambda _field, **common: AddressField(**common),
        text=_address,
        public=_address_public,
        sample=lambda _field: dict(_SAMPLE_AREA),
        meanings=frozenset({FieldMeaning.PLACE}),
    ),
    FieldKind.PRACTICE_PLACE: Kind(
        build=lambda _field, **common: AddressField(named=_("Nama tempat"), **common),
        text=_address,
        public=_address_public,
        sample=lambda _field: {"name": "Klinik Contoh", **_SAMPLE_AREA},
        meanings=frozenset({FieldMeaning.PLACE}),
    ),
    FieldKind.LOCATIONS: Kind(
        build=lambda _field, **common: LocationsField(**common),
        text=list,
        public=list,
        sample=lambda _field: ["RSUD Arosuka, Kec. Gunung Talang", "Puskesmas Talang, Kec. Gunung Talang"],
        meanings=frozenset({FieldMeaning.PLACE}),
    ),
}
