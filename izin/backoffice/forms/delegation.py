"""Naming who acts in whose role for a time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import DELEGABLE_ROLES, Role
from izin.accounts.forms.fields import TypedDateField, name_what_is_missing, text_field
from izin.accounts.models import User
from izin.accounts.people import officer_choices
from izin.accounts.policies import can_create_officer


class PersonChoice(forms.ModelChoiceField):
    """Officers with their posts, so that two of one name can be told apart."""

    def label_from_instance(self, obj: User) -> str:
        """Return name and post."""
        post = getattr(obj, "officer", None)
        return f"{obj.get_full_name()} - {post.position}" if post else obj.get_full_name()


class DelegationForm(forms.Form):
    """What the letter says. An officer hands over a role of his own; an administrator records any.

    Args:
        actor: who fills it in.
    """

    role = forms.ChoiceField(label=_("Peran"))
    holder = PersonChoice(
        label=_("Pejabat yang digantikan"),
        queryset=officer_choices().none(),
        required=False,
        empty_label=_("Tidak ada: jabatan kosong (Plt.)"),
        help_text=_("Dengan pejabat: Plh. selama ia berhalangan. Tanpa pejabat: Plt. jabatan kosong."),
    )
    substitute = PersonChoice(label=_("Pengganti"), queryset=officer_choices().none(), empty_label=_("Pilih pengganti"))
    post = text_field(
        _("Jabatan yang digantikan"),
        max_length=150,
        required=False,
        help_text=_("Dicetak setelah Plh. atau Plt. Kosongkan untuk memakai jabatan pejabat itu."),
    )
    letter_number = text_field(_("Nomor surat perintah"), max_length=100)
    letter_date = TypedDateField(label=_("Tanggal surat perintah"))
    valid_from = TypedDateField(label=_("Berlaku sejak"))
    valid_until = TypedDateField(label=_("Berlaku sampai"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people = officer_choices()
        self.fields["substitute"].queryset = people  # type: ignore[attr-defined]
        if can_create_officer(actor):
            roles = list(DELEGABLE_ROLES)
            self.fields["holder"].queryset = people  # type: ignore[attr-defined]
        else:
            roles = [role for role in DELEGABLE_ROLES if role in actor.roles and role != Role.AGENCY_HEAD]
            del self.fields["holder"]
        self.fields["role"].choices = [("", _("Pilih peran")), *((r.value, r.label) for r in roles)]  # type: ignore[attr-defined]
        for name in ("letter_date", "valid_from", "valid_until"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or {}
        begin, end = data.get("valid_from"), data.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", ValidationError(_("Tanggal berakhir harus pada atau sesudah tanggal mulai.")))
        return data

    def delegation(self) -> dict[str, Any]:
        """Return the arguments of `delegation_grant`."""
        holder = self.cleaned_data.get("holder") if "holder" in self.fields else self.actor
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"]), "holder": holder}
