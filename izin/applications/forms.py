"""The form of a permit type, built from its fields: no code per type (F2)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import years_later
from izin.catalog.enums import FieldKind, FieldMeaning
from izin.catalog.models import FormField, PermitType
from izin.catalog.selectors import location_list

MAX_LOCATIONS = 20
MAX_LOCATION_LENGTH = 200
ADD_LOCATION = "tambah_lokasi"


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
        return names


def _date_field(**common: Any) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **common)


BUILDERS: dict[str, Callable[..., forms.Field]] = {
    FieldKind.TEXT: lambda **c: forms.CharField(max_length=200, **c),
    FieldKind.LONG_TEXT: lambda **c: forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 3}), **c),
    FieldKind.DATE: _date_field,
    FieldKind.EMAIL: lambda **c: forms.EmailField(max_length=254, **c),
    FieldKind.LOCATIONS: lambda **c: LocationsField(**c),
}


def _form_field(field: FormField) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help_text}
    if field.kind == FieldKind.CHOICE:
        choices = [("", gettext_lazy("Pilih")), *((option, option) for option in field.option_list)]
        return forms.ChoiceField(choices=choices, **common)
    return BUILDERS[field.kind](**common)


class ApplicationForm(forms.Form):
    """The questions of one permit type. `answers()` and `locations()` are what the services take."""

    def __init__(self, permit_type: PermitType, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permit_type = permit_type
        self.definitions = list(permit_type.fields.all())
        for definition in self.definitions:
            self.fields[definition.key] = _form_field(definition)

    def clean(self) -> dict[str, Any]:
        """Check what concerns two fields: the period must be in order and not longer than the type allows."""
        cleaned = super().clean() or {}
        start_field = self.permit_type.field_with(FieldMeaning.PERIOD_START)
        end_field = self.permit_type.field_with(FieldMeaning.PERIOD_END)
        if start_field and end_field:
            self._check_period(start_field.key, end_field.key)
        return cleaned

    def _check_period(self, start_key: str, end_key: str) -> None:
        start, end = self.cleaned_data.get(start_key), self.cleaned_data.get(end_key)
        if not start or not end:
            return
        years, today = self.permit_type.validity_years_max, timezone.localdate()
        if end < start:
            self.add_error(end_key, _("Tanggal selesai tidak boleh sebelum tanggal mulai."))
        elif end < today:
            self.add_error(end_key, _("Tanggal selesai sudah lewat."))
        elif start > years_later(today, years):
            self.add_error(start_key, _("Paling lambat dimulai %(years)s tahun dari hari ini.") % {"years": years})
        elif end > years_later(start, years):
            self.add_error(end_key, _("Paling lama %(years)s tahun sejak tanggal mulai.") % {"years": years})

    def answers(self) -> dict[str, Any]:
        """Return the checked answers as JSON values by field key, without the locations."""
        return {d.key: _json_value(self.cleaned_data[d.key]) for d in self.definitions if d.kind != FieldKind.LOCATIONS}

    def locations(self) -> list[str]:
        """Return the checked places of all location fields."""
        return [name for d in self.definitions if d.kind == FieldKind.LOCATIONS for name in self.cleaned_data[d.key]]


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value or ""


def initial_answers(permit_type: PermitType, answers: Mapping[str, Any], places: list[str]) -> dict[str, Any]:
    """Return the initial data of the form of an application that has answers already."""
    return {
        field.key: places if field.kind == FieldKind.LOCATIONS else answers.get(field.key)
        for field in permit_type.fields.all()
    }
