"""A permit type as JSON, for the shipped catalogue and for sharing between offices (site/docs/permit-type-json.md).

The JSON names everything by what other offices know: the sector by its code, roles and kinds by their names. It has no
ids, no example files (those are documents of one office) and no state: what is read becomes a draft.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .models import FormField, PermitType, Requirement, Sector, Stage

FORMAT = "sisfo-izin/permit-type/1"
ROWS: dict[str, type[models.Model]] = {"fields": FormField, "requirements": Requirement, "stages": Stage}
# Wagtail's own columns, and what belongs to one office's database.
LEFT_OUT = frozenset(
    {
        "id",
        "permit_type",
        "sort_order",
        "example",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "go_live_at",
        "expire_at",
        "expired",
        "latest_revision",
    }
)


def column_names(model: type[models.Model]) -> list[str]:
    """Return the columns of a model that are exchanged, in order."""
    return [field.name for field in model._meta.concrete_fields if field.name not in LEFT_OUT]


def permit_type_to_json(permit_type: PermitType) -> dict[str, Any]:
    """Return a permit type, with its rows in order, as JSON values."""
    data: dict[str, Any] = {"format": FORMAT}
    for name in column_names(PermitType):
        data[name] = permit_type.sector.code if name == "sector" else getattr(permit_type, name)
    for relation, model in ROWS.items():
        names = column_names(model)
        data[relation] = [{name: getattr(row, name) for name in names} for row in getattr(permit_type, relation).all()]
    return data


def without_notes(data: Any) -> Any:
    """Return the JSON without the keys that begin with an underscore: they tell where a fact comes from."""
    if isinstance(data, Mapping):
        return {key: without_notes(value) for key, value in data.items() if not key.startswith("_")}
    return [without_notes(item) for item in data] if isinstance(data, list) else data


def permit_type_fill(permit_type: PermitType, data: Mapping[str, Any]) -> PermitType:
    """Put what the JSON says into an unsaved or a stored type; nothing is saved. Rows are replaced as a whole.

    Raises ValidationError when a value is not one its column takes, or the sector is not known.
    """
    values = without_notes(data)
    try:
        permit_type.sector = Sector.objects.get(code=values["sector"])
    except Sector.DoesNotExist as error:
        raise ValidationError({"sector": _("Sektor “%(code)s” tidak dikenal.") % {"code": values["sector"]}}) from error
    for name in column_names(PermitType):
        if name in values and name != "sector":
            setattr(permit_type, name, values[name])
    for relation, model in ROWS.items():
        names = column_names(model)
        rows = [
            model(**{name: row[name] for name in names if name in row}, sort_order=order)
            for order, row in enumerate(values.get(relation, []))
        ]
        for row in rows:
            row.full_clean(exclude={"permit_type"})
        getattr(permit_type, relation).set(rows)
    permit_type.full_clean()
    return permit_type
