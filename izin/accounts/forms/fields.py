"""Fields that several forms about people share."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now

from common.errors import DomainError

Answer = TypeVar("Answer")


def or_invalid(check: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Call a rule of the domain; what it refuses becomes an error of the form."""
    try:
        return check(*args, **kwargs)
    except DomainError as error:
        raise ValidationError(error.message) from error


def text_field(
    label: Any, *, max_length: int, help_text: Any = "", required: bool = True, **attrs: Any
) -> forms.CharField:
    """Return a one-line field; `attrs` are those of its input, with `_` for `-`."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={key.replace("_", "-"): value for key, value in attrs.items()}),
    )


def name_what_is_missing(form: forms.Form) -> None:
    """Let each required field say its own name when it is left empty, unless it says something better."""
    for field in form.fields.values():
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _now("%(label)s harus diisi.") % {"label": field.label}


class TypedDateField(forms.DateField):
    """A date typed as dd/mm/yyyy; dots, dashes and blanks, or no signs at all, do as well."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "bday"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%Y/%m/%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or refuse what is none."""
        if isinstance(value, str):
            value = "/".join(value.replace(".", " ").replace("-", " ").replace("/", " ").split())
            if len(value) == 8 and value.isdigit():
                value = f"{value[:2]}/{value[2:4]}/{value[4:]}"
        return super().to_python(value)
