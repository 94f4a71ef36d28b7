"""The forms of a case page. Each carries the turn the officer saw, so that a decision can not hit a later one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.applications.enums import Verdict
from izin.applications.selectors import RequirementLine
from izin.workflow.models import DecisionReason
from izin.workflow.selectors import reason_list


class TurnForm(forms.Form):
    """Nothing but the turn the page showed; without it a decision meets the refusal for a page that is too old."""

    turn = forms.CharField(widget=forms.HiddenInput, required=False)


class ReviewForm(TurnForm):
    """A check or a cross, with its reason, for each document. The page offers `reasons`; any other may be typed."""

    reasons_id = "alasan-dokumen"

    def __init__(self, lines: Iterable[RequirementLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reason_list(DecisionReason.Kind.RETURN_DOCUMENT)
        self.lines = [(line.requirement.key, line.document) for line in lines if line.document is not None]
        for key, document in self.lines:
            self.fields[f"verdict_{key}"] = forms.ChoiceField(
                label=_("Hasil pemeriksaan"),
                choices=Verdict.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=document.verdict,
            )
            self.fields[f"note_{key}"] = forms.CharField(
                label=_("Yang harus diperbaiki"),
                help_text=_("Pilih alasan yang tersedia atau tulis sendiri."),
                max_length=500,
                required=False,
                initial=document.verdict_note,
                widget=forms.TextInput({"list": self.reasons_id, "autocomplete": "off"}),
            )
            self.fields[f"document_{key}"] = forms.IntegerField(widget=forms.HiddenInput, initial=document.pk)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason at each cross."""
        cleaned = super().clean() or {}
        for key, _document in self.lines:
            if cleaned.get(f"verdict_{key}") == Verdict.REFUSED and not cleaned.get(f"note_{key}"):
                self.add_error(f"note_{key}", _("Tulis apa yang harus diperbaiki pada dokumen ini."))
        return cleaned

    def reviews(self) -> dict[int, tuple[Verdict, str]]:
        """Return verdict and reason by document id, as the service takes them."""
        data = self.cleaned_data
        return {
            data[f"document_{key}"]: (Verdict(data[f"verdict_{key}"]), data[f"note_{key}"])
            for key, _document in self.lines
            if data.get(f"verdict_{key}")
        }


class ReturnForm(TurnForm):
    """What the applicant is to mend."""

    note = forms.CharField(
        label=_("Catatan untuk pemohon"),
        help_text=_("Pemohon membaca catatan ini. Tulis singkat apa yang harus diperbaiki."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class NoteForm(TurnForm):
    """A note among officers."""

    note = forms.CharField(
        label=_("Catatan internal"),
        help_text=_("Hanya dibaca petugas, tidak pernah tampil kepada pemohon."),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )


class SignForm(TurnForm):
    """The passphrase of the certificate: used for this one signature and kept nowhere (decision D8)."""

    passphrase = forms.CharField(
        label=_("Kata sandi sertifikat (passphrase)"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Dipakai untuk tanda tangan ini saja dan tidak disimpan."),
    )
