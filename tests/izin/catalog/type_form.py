"""The form of a permit type as the browser sends it from its page in the Wagtail admin."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from izin.catalog.models import LETTER_FEATURES, PermitType
from izin.catalog.publishing import LETTER_PARTS

ROWS = ("fields", "requirements", "stages")
NOT_IN_FORM = frozenset({"permit_type", "sort_order"})


def address(name: str, *args: Any) -> str:
    """Return the address of one of the pages of permit types."""
    return reverse(f"wagtailsnippets_izin_catalog_permittype:{name}", args=args)


def form_data(values: dict[str, Any]) -> dict[str, str]:
    """Return the values as a browser sends them: rich text as its editor writes it, rows with their counters."""
    sent = {}
    for name, value in values.items():
        if name in LETTER_PARTS:
            sent[name] = rich_text(value, features=LETTER_FEATURES)
        elif name in ROWS:
            sent[name] = inline_formset(value, initial=sum("id" in row for row in value))
        elif value is not None:
            sent[name] = value
    return nested_form_data(sent)


def rows_of(permit_type: PermitType, name: str) -> list[dict[str, Any]]:
    """Return the rows as the page shows them, with their ids; what is empty or not ticked is not sent."""
    rows = permit_type.serializable_data()[name]
    return [
        {"id" if key == "pk" else key: value for key, value in row.items() if value not in (False, None)}
        for row in ({key: value for key, value in row.items() if key not in NOT_IN_FORM} for row in rows)
    ]


def form_of(permit_type: PermitType, **changes: Any) -> dict[str, str]:
    """Return the form of a stored type, with some values changed."""
    data = permit_type.serializable_data()
    names = [field.name for field in PermitType._meta.fields if field.editable and field.name != "id"]
    values = {name: data[name] for name in names} | {name: rows_of(permit_type, name) for name in ROWS}
    return form_data({**values, **changes})
