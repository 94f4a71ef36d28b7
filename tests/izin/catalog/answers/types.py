"""Permit types that are never written: `made([{"key": "a", "kind": "text"}])` has just these fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.template import Context, Template

from izin.catalog.answers.forms import AnswerForm
from izin.catalog.models import FormField, PermitType

PAGE = Template("{% load crispy_forms_tags %}<main>{% error_summary form %}<form>{{ form|crispy }}</form></main>")


def field(key: str = "f", kind: str = "text", **values: Any) -> FormField:
    """Return a field of this kind, labelled by its key."""
    return FormField(**{"key": key, "kind": kind, "label": f"Isian {key}", **values})


def made(fields: Sequence[FormField], **values: Any) -> PermitType:
    """Return an unsaved type with these fields, in order."""
    permit_type = PermitType(**{"name": "Izin", "validity_years_max": 1, **values})
    permit_type.fields.set([*fields])
    permit_type.requirements.set([])
    return permit_type


def query(data: Mapping[str, Any]) -> QueryDict:
    """Return the values as they arrive from a browser; a list is one name several times."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def filled(fields: Sequence[FormField], data: Mapping[str, Any], **values: Any) -> AnswerForm:
    """Return the form of such a type as sent with these values."""
    return AnswerForm(made(fields, **values), query(data))


def shown(form: AnswerForm) -> HttpResponse:
    """Return the form on a page, drawn as the portal draws it."""
    return HttpResponse(PAGE.render(Context({"form": form})))
