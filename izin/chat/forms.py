"""What applicants and officers fill in to write a message."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.models import User
from izin.applications.selectors import application_list_for

from .services import TEXT_LONGEST


class MessageForm(forms.Form):
    """A text, a file, or both; the service judges them. `token` makes a form that is sent twice write once."""

    text = forms.CharField(
        label=_("Pesan"), required=False, widget=forms.Textarea({"rows": 3, "maxlength": TEXT_LONGEST})
    )
    file = forms.FileField(
        label=_("Lampiran"),
        required=False,
        help_text=_("Boleh kosong. PDF atau JPG, paling besar 1 MB."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def refused(self, field: str | None, message: str) -> None:
        """Show why the message was not written."""
        self.add_error(field if field in self.fields else None, message)

    def renew(self, **hidden: object) -> None:
        """Let a refused form, shown again with what was typed, be sent as another one; `hidden` has its values."""
        self.data = {**self.data.dict(), **hidden, "token": uuid4()}  # type: ignore[attr-defined]


class QuestionForm(MessageForm):
    """A message of an applicant, about one of his applications if he likes."""

    application = forms.TypedChoiceField(
        label=_("Tentang permohonan"), required=False, coerce=int, empty_value=None, help_text=_("Boleh kosong.")
    )
    field_order = ["application", "text", "file", "token"]

    def __init__(self, applicant: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(a.pk, f"{a.permit_type.name} ({a})") for a in application_list_for(applicant)]
        self.fields["application"].choices = [("", _("Tidak tentang permohonan tertentu")), *shown]  # type: ignore[attr-defined]


class ReplyForm(MessageForm):
    """An officer's answer; `seen` is the last message his page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)


class FinishForm(forms.Form):
    """The mark that a thread needs no answer; `seen` as above."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
