"""What a service refuses, at its place in a form."""

from django.forms import BaseForm

from common.errors import DomainError


def show_refusal(form: BaseForm, error: DomainError) -> None:
    """Put what a service refused at its field, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
