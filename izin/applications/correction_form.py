"""The form by which an officer puts small errors of the data right (W7): the pinned rules, for what he changes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.catalog.answers.forms import PURPOSE, AnswerForm, form_data, initial_answers
from izin.catalog.answers.kinds import answer_text
from izin.catalog.enums import FieldKind, Purpose
from izin.catalog.models import FormField

from .models import Application


class CorrectionForm(AnswerForm):
    """The questions of an application with its answers. What is left as it was is not judged again.

    A date that had not passed when the applicant gave it may have passed since; that is no error of his. Without
    data it shows the answers; `changes()` is what `services.correcting.answers_correct` takes. The identity of the
    person is no answer and stands in no such form.
    """

    # No key of a field has two underscores.
    REASON = "correction__reason"

    def __init__(self, application: Application, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.application = application
        self.places = [location.name for location in application.locations.all()]
        stored: dict[str, Any] = {
            "purpose": application.purpose,
            "answers": application.answers,
            "places": self.places,
        }
        kwargs["initial"] = {**initial_answers(application.rules, **stored), **kwargs.get("initial", {})}
        super().__init__(application.rules, data, **kwargs)
        self.shown = form_data(application.rules, answers=application.answers, places=self.places)
        self.fields.pop(PURPOSE, None)
        self.fields[self.REASON] = forms.CharField(
            label=_("Alasan pembetulan"),
            help_text=_("Dibaca pemohon dan petugas. Misalnya: ejaan disamakan dengan surat rekomendasi."),
            max_length=300,
        )

    def _purpose_typed(self, cleaned: Mapping[str, Any]) -> str:
        # What is applied for is not corrected: other documents would be needed.
        return Purpose(self.application.purpose)

    def clean(self) -> dict[str, Any]:
        """Judge as for the applicant, but only what was changed."""
        cleaned = super().clean()
        for field in self.applying:
            if field.key in self.errors and not self._was_touched(field):
                del self.errors[field.key]
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the answers that were changed, as they are kept, by field key; places as a list of names."""
        return {
            field.key: self.cleaned_answer(field)
            for field in self.applying
            if self._was_touched(field) and field.key in self.cleaned_data
        }

    def cleaned_answer(self, field: FormField) -> Any:
        """Return one answer as it is kept: the new one, or the old one where nothing was changed."""
        return self.locations() if field.kind == FieldKind.LOCATIONS else self.answers().get(field.key, "")

    def answers(self) -> dict[str, Any]:
        """Return all answers that apply as they are kept, the untouched ones exactly as they were."""
        kept = {
            field.key: self.application.answers[field.key]
            for field in self.applying
            if not self._was_touched(field) and field.key in self.application.answers
        }
        return {**super().answers(), **kept}

    def locations(self) -> list[str]:
        """Return the places, as they were where nothing was changed."""
        fields = [field for field in self.applying if field.kind == FieldKind.LOCATIONS]
        return super().locations() if any(map(self._was_touched, fields)) else self.places

    def _was_touched(self, field: FormField) -> bool:
        names = [name for name in self.shown if name.split("__")[0] == field.key]
        # A place of an answer that was never given has no parts yet.
        names += [name for name in self.data if name.split("__")[0] == field.key and name not in names]
        return any(_plain(self._sent(name)) != _plain(self.shown.get(name)) for name in names)

    def _sent(self, name: str) -> Any:
        several = isinstance(self.shown.get(name), list)
        return self.data.getlist(name) if several and hasattr(self.data, "getlist") else self.data.get(name)


def told(field: FormField, answer: Any) -> str:
    """Return an answer in words on one line, as a correction keeps it."""
    text = answer_text(field, answer)
    if field.kind == FieldKind.PERSON and answer:
        # Letters name the person alone; a telephone number that was put right is a change as well.
        text = ", ".join(filter(None, (answer["name"], answer.get("phone"))))
    return "; ".join(text) if isinstance(text, list) else text


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [" ".join(str(part).split()) for part in value if str(part).strip()]
    return str("" if value is None else value).replace("\r\n", "\n").strip()
