"""Form fields of answers that Django has no field for. Each works without JavaScript."""

import re
from collections.abc import Sequence
from typing import Any

import re2
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from izin.accounts.validators import phone_normalise
from izin.regions.selectors import place_label, village_choices

from ..selectors import location_list

MAX_LOCATIONS = 20
MAX_LOCATION_LENGTH = 200
ADD_LOCATION = "tambah_lokasi"
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


def pattern_compile(pattern: str) -> Any:
    """Return a pattern an editor wrote. RE2 matches in linear time, whatever the pattern and the text.

    Raises ValueError when it is not an expression RE2 knows.
    """
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        raise ValueError(pattern) from error


class PatternField(forms.CharField):
    """Text that must fit a pattern as a whole."""

    def __init__(self, *, pattern: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pattern = pattern
        self.hint = hint

    def clean(self, value: Any) -> str:
        """Return the text. Raises ValidationError with the editor's hint when it does not fit."""
        text = super().clean(value)
        if text and self.pattern and pattern_compile(self.pattern).fullmatch(text) is None:
            raise ValidationError(self.hint or _("Tulisan ini tidak sesuai dengan bentuk yang diminta."))
        return text


class LongTextField(forms.CharField):
    """Text of several lines. A line break is one letter, as browsers count it, though they send two."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        """Return the text with plain line breaks."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class NumberField(forms.IntegerField):
    """A whole number. 1.250 is written so in Indonesian and means what it says; Django would read 1.000 as 1."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError when dots do not stand between groups of three digits."""
        text = str(value).strip()
        if THOUSANDS.fullmatch(text):
            return super().to_python(text.replace(".", ""))
        if "." in text:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PhoneField(forms.CharField):
    """A mobile number, kept as `628...`."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """Return the number in its one form, empty when none was typed."""
        text = super().clean(value)
        try:
            return phone_normalise(text) if text else ""
        except DomainError as error:
            raise ValidationError(error.message) from error


def date_widget() -> forms.DateInput:
    """Return the input of a date: the phone's own calendar where there is one."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PartsWidget(forms.MultiWidget):
    """Several inputs for one answer, each with its own label."""

    template_name = "widgets/parts.html"
    use_fieldset = True

    def __init__(self, parts: Sequence[tuple[str, str, forms.Widget]], attrs: dict[str, Any] | None = None) -> None:
        self.part_names = [name for name, _label, _widget in parts]
        self.labels = [label for _name, label, _widget in parts]
        # Named `<key>__<part>`: a key has no two underscores, so no other field can have the same name.
        super().__init__({f"_{name}": widget for name, _label, widget in parts}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return the parts of an answer as it is stored."""
        return [(value or {}).get(name) for name in self.part_names]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each input its label."""
        context = super().get_context(name, value, attrs)
        for part, label, widget in zip(context["widget"]["subwidgets"], self.labels, self.widgets, strict=True):
            part["label"] = label
            if isinstance(widget, forms.Select):
                part["attrs"]["class"] = part["attrs"].get("class", "").replace("form-control", "form-select")
        return context

    def id_for_label(self, id_: str) -> str:
        """Let a link to the field point at its first input."""
        return f"{id_}_0" if id_ else id_


class PartsField(forms.MultiValueField):
    """An answer of several parts; each part says for itself what is missing."""

    def __init__(self, parts: Sequence[tuple[str, str, forms.Field]], **kwargs: Any) -> None:
        self.part_names = [name for name, _label, _field in parts]
        for _name, label, field in parts:
            # "required" is what a part of nothing but blanks is told.
            missing = _("%(part)s belum diisi.") % {"part": label}
            field.error_messages |= {"incomplete": missing, "required": missing}
        widget = PartsWidget([(name, label, field.widget) for name, label, field in parts])
        super().__init__([field for _name, _label, field in parts], widget=widget, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, Any] | None:
        """Return the parts by name, None when nothing was given."""
        return dict(zip(self.part_names, data_list, strict=True)) if data_list else None


class DateRangeField(PartsField):
    """From one day to another, in order."""

    def __init__(self, **kwargs: Any) -> None:
        def day() -> forms.DateField:
            return forms.DateField(input_formats=DATE_FORMATS, widget=date_widget())

        super().__init__([("start", _("Dari tanggal"), day()), ("end", _("Sampai tanggal"), day())], **kwargs)

    def clean(self, value: Any) -> dict[str, Any] | None:
        """Return both days. Raises ValidationError when the second comes before the first."""
        days = super().clean(value)
        if days and days["end"] < days["start"]:
            raise ValidationError(_("Tanggal selesai tidak boleh sebelum tanggal mulai."))
        return days


class VillageField(forms.ChoiceField):
    """A nagari of the regency, grouped by kecamatan: one list, usable without JavaScript (A1, F4)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_village_choices, **kwargs)


def _village_choices() -> list[tuple[str, Any]]:
    return [("", _("Pilih nagari")), *((f"Kecamatan {district}", group) for district, group in village_choices())]


class AddressField(PartsField):
    """A place in the regency, with a name when it has one. The area is kept in words as well."""

    def __init__(self, *, named: str = "", **kwargs: Any) -> None:
        name = [("name", named, forms.CharField(max_length=150))] if named else []
        street = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(
            [
                *name,
                ("street", _("Jalan, jorong, RT/RW"), street),
                ("village", _("Kecamatan dan nagari"), VillageField()),
            ],
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> dict[str, Any] | None:
        """Return the parts with the area in words as well: areas are renamed and split, answers are not."""
        value = super().compress(data_list)
        return value and {**value, "area": place_label(value["village"])}


class PersonField(PartsField):
    """Somebody other than the applicant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            [
                ("name", _("Nama lengkap dan gelar"), forms.CharField(max_length=150)),
                ("phone", _("Nomor telepon (boleh kosong)"), PhoneField(required=False)),
            ],
            **kwargs,
        )


class LocationsWidget(forms.Widget):
    """One input a place, with the office's list behind each; another place is asked for by a button that needs no
    JavaScript."""

    template_name = "widgets/locations.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the typed places, at least one empty row, and the list to choose from."""
        context = super().get_context(name, value, attrs)
        rows = list(value or []) or [""]
        widget = context["widget"]
        widget.update(rows=rows, choices=location_list(), add_name=ADD_LOCATION, max=MAX_LOCATIONS)
        widget["describedby"] = widget["attrs"].get("aria-describedby", "")
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the places as typed, with one more row when the button for it was pressed."""
        rows = list(data.getlist(name) if hasattr(data, "getlist") else data.get(name) or [])
        return [*rows, ""] if ADD_LOCATION in data else rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether the form came without this field."""
        return name not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Let the label point at the first input."""
        return f"{id_}_1" if id_ else id_


class LocationsField(forms.Field):
    """Names of places, in order, each once."""

    widget = LocationsWidget

    def clean(self, value: Any) -> list[str]:
        """Return the places without empty rows and repetitions."""
        names = list(dict.fromkeys(" ".join(name.split()) for name in value or [] if name.strip()))
        if self.required and not names:
            raise ValidationError(_("Isi sedikitnya satu lokasi."))
        if len(names) > MAX_LOCATIONS:
            raise ValidationError(_("Paling banyak %(max)s lokasi.") % {"max": MAX_LOCATIONS})
        if any(len(name) > MAX_LOCATION_LENGTH for name in names):
            raise ValidationError(_("Nama lokasi paling panjang %(max)s huruf.") % {"max": MAX_LOCATION_LENGTH})
        for name in names:
            validators.ProhibitNullCharactersValidator()(name)
        return names


class YesNoField(forms.TypedChoiceField):
    """A question that must be answered: a box left unticked would say nothing."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("ya", gettext_lazy("Ya")), ("tidak", gettext_lazy("Tidak"))],
            coerce=lambda text: text == "ya",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return a stored answer as the choice it was."""
        return {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value
