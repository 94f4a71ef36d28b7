"""What applicants and officers fill in to write a message."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.selectors import application_list_for

from .handing_over import NOTE_LONGEST
from .policies import ANSWERING
from .selectors import colleagues_of
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


class HandoverForm(forms.Form):
    """To which colleague or role a thread goes, and what is to be done there."""

    to = forms.ChoiceField(label=_("Serahkan kepada"))
    note = forms.CharField(
        label=_("Catatan untuk rekan"),
        help_text=_("Hanya dibaca petugas."),
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": NOTE_LONGEST}),
    )

    def __init__(self, officer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {f"petugas-{person.pk}": person for person in colleagues_of(officer)}
        people = [(value, person.get_full_name()) for value, person in self.colleagues.items()]
        roles = [(f"peran-{role.value}", role.label) for role in Role if role in ANSWERING]
        self.fields["to"].choices = [("", _("Pilih")), (_("Rekan"), people), (_("Semua dengan peran"), roles)]  # type: ignore[attr-defined]

    def target(self) -> dict[str, Any]:
        """Return whom the service is to give it to."""
        chosen = self.cleaned_data["to"]
        return {
            "to_officer": self.colleagues.get(chosen),
            "to_role": chosen.removeprefix("peran-") if chosen.startswith("peran-") else "",
        }


class FinishForm(forms.Form):
    """The mark that a thread needs no answer; `seen` as above."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
