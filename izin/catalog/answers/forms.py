"""The form of a permit type, built from its fields: no code per type (F2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import years_later

from ..enums import AppliesTo, FieldKind, FieldMeaning, Purpose
from ..models import FormField, PermitType
from .conditions import condition_value, fields_that_apply, purposes_of
from .kinds import KINDS, answer_json
from .words import condition_words

PURPOSE = "permohonan"


def _conditions(field: FormField, *, asks_purpose: bool) -> list[list[str]]:
    """Return the same as pairs of field and value, for the script that hides what is not asked."""
    pairs = []
    if asks_purpose and field.applies_to != AppliesTo.BOTH:
        pairs.append([PURPOSE, str(field.applies_to)])
    if field.show_if_field:
        pairs.append([field.show_if_field, field.show_if_value])
    return pairs


class AnswerForm(forms.Form):
    """The questions of one permit type. `purpose()`, `answers()` and `locations()` are what the services take.

    A question that does not apply is neither checked nor kept, whatever was typed there.
    """

    def __init__(self, permit_type: PermitType, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permit_type = permit_type
        purposes = purposes_of(permit_type)
        asked = {AppliesTo.BOTH, *purposes}
        self.definitions: list[FormField] = [f for f in permit_type.fields.all() if f.applies_to in asked]
        self.applying: list[FormField] = []
        self.asks_purpose = len(purposes) > 1
        if self.asks_purpose:
            self.fields[PURPOSE] = forms.ChoiceField(
                label=gettext_lazy("Jenis permohonan"),
                choices=[(purpose.value, purpose.label) for purpose in purposes],
                widget=forms.RadioSelect,
            )
        labels = {definition.key: definition.label for definition in self.definitions}
        for definition in self.definitions:
            self.fields[definition.key] = self._form_field(definition, labels)

    def fix(self, values: Mapping[str, Any]) -> None:
        """Show these fields with a value that is not the applicant's to change, whatever is sent for them."""
        for name in values.keys() & self.fields.keys():
            self.fields[name].disabled = True
            self.initial[name] = values[name]

    def _form_field(self, definition: FormField, labels: Mapping[str, str]) -> forms.Field:
        conditions = _conditions(definition, asks_purpose=self.asks_purpose)
        words = condition_words(definition, labels) if conditions else ""
        field = KINDS[FieldKind(definition.kind)].build(
            definition,
            label=definition.label,
            required=definition.required,
            # Forms show a help text as HTML; an editor's is text.
            help_text=escape(" ".join(part for part in (words, definition.help_text) if part)),
        )
        field.conditions = conditions  # type: ignore[attr-defined]
        return field

    def clean(self) -> dict[str, Any]:
        """Drop what does not apply, then check what concerns the validity of the permit."""
        cleaned = super().clean() or {}
        answers = {definition.key: cleaned.get(definition.key) for definition in self.definitions}
        self.applying = fields_that_apply(self.permit_type, self._purpose_typed(cleaned), answers)
        keys = {definition.key for definition in self.applying}
        for definition in self.definitions:
            if definition.key not in keys:
                self.errors.pop(definition.key, None)
                cleaned.pop(definition.key, None)
        for definition in self.applying:
            if cleaned.get(definition.key):
                self._check_validity(definition, cleaned[definition.key])
        return cleaned

    def _purpose_typed(self, cleaned: Mapping[str, Any]) -> str:
        # Without a purpose only what concerns both can be judged.
        return cleaned.get(PURPOSE, "") if self.asks_purpose else Purpose.NEW

    def _check_validity(self, field: FormField, value: Any) -> None:
        if field.meaning == FieldMeaning.PERIOD:
            self._check_period(field.key, value["start"], value["end"])
        elif field.meaning == FieldMeaning.EXPIRY and value < timezone.localdate():
            self.add_error(field.key, _("Tanggal ini sudah lewat, sehingga izin tidak dapat diterbitkan."))

    def _check_period(self, key: str, start: date, end: date) -> None:
        years, today = self.permit_type.validity_years_max, timezone.localdate()
        if end < today:
            self.add_error(key, _("Tanggal selesai sudah lewat."))
        elif start > years_later(today, years):
            self.add_error(key, _("Paling lambat dimulai %(years)s tahun dari hari ini.") % {"years": years})
        elif end > years_later(start, years):
            self.add_error(key, _("Paling lama %(years)s tahun sejak tanggal mulai.") % {"years": years})

    def purpose(self) -> Purpose:
        """Return what is applied for; a new permit while that is not answered."""
        return Purpose(self._purpose_typed(self.cleaned_data) or Purpose.NEW)

    def answers(self) -> dict[str, Any]:
        """Return the answers that apply and passed as JSON values by field key, without the locations."""
        return {
            field.key: answer_json(self.cleaned_data[field.key])
            for field in self.applying
            if field.kind != FieldKind.LOCATIONS and field.key in self.cleaned_data
        }

    def locations(self) -> list[str]:
        """Return the places of all location fields that passed."""
        return [
            name
            for field in self.applying
            if field.kind == FieldKind.LOCATIONS
            for name in self.cleaned_data.get(field.key, [])
        ]

    def unfinished(self) -> dict[str, Any]:
        """Return what was typed in fields that do not pass, by field key, as `initial` takes it again.

        A draft is kept so while it is being filled in. Nothing typed is nothing unfinished. Until the purpose is
        chosen, what would concern only one of them is unfinished too.
        """
        taken = {field.key for field in self.applying if field.key in self.cleaned_data}
        undecided = PURPOSE in self.errors
        found = {}
        for key in (definition.key for definition in self.definitions):
            if key in self.errors or (undecided and key not in taken):
                found[key] = self.typed()[key]
        return {key: typed for key, typed in found.items() if _is_typed(typed)}

    def typed(self) -> dict[str, Any]:
        """Return everything that was sent, as `initial` takes it again."""
        return {
            name: self.initial.get(name) if field.disabled else _as_initial(field, self.data, name)
            for name, field in self.fields.items()
        }


def _as_initial(field: forms.Field, data: Any, name: str) -> Any:
    typed = field.widget.value_from_datadict(data, {}, name)
    parts = getattr(field, "part_names", None)
    return dict(zip(parts, typed, strict=True)) if parts else typed


def _is_typed(typed: Any) -> bool:
    if isinstance(typed, Mapping):
        return any(map(_is_typed, typed.values()))
    if isinstance(typed, list):
        return any(map(_is_typed, typed))
    return bool(str(typed or "").strip())


def initial_answers(
    permit_type: PermitType, *, purpose: str, answers: Mapping[str, Any], places: Sequence[str]
) -> dict[str, Any]:
    """Return the initial data of the form of an application that has answers already."""
    by_key = {
        field.key: list(places) if field.kind == FieldKind.LOCATIONS else answers.get(field.key)
        for field in permit_type.fields.all()
    }
    return {PURPOSE: purpose, **by_key}


def form_data(permit_type: PermitType, *, answers: Mapping[str, Any], places: Sequence[str]) -> dict[str, Any]:
    """Return kept answers as a browser sends them: `waktu__start` for a part, "ya" or "tidak" for yes and no."""
    data: dict[str, Any] = {}
    for field in permit_type.fields.all():
        answer = list(places) if field.kind == FieldKind.LOCATIONS else answers.get(field.key, "")
        if isinstance(answer, Mapping):
            data.update({f"{field.key}__{part}": value for part, value in answer.items() if part != "area"})
        elif isinstance(answer, bool):
            data[field.key] = condition_value(answer)
        else:
            data[field.key] = answer
    return data
