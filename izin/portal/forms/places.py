"""The places of research by themselves."""

from typing import Any

from django import forms

from izin.catalog.answers.kinds import KINDS
from izin.catalog.enums import FieldKind
from izin.catalog.models import FormField


class PlacesForm(forms.Form):
    """The question of a permit type about places, as its form asks it."""

    def __init__(self, definition: FormField, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locations"] = KINDS[FieldKind.LOCATIONS].build(
            definition, label=definition.label, required=True, help_text=""
        )
