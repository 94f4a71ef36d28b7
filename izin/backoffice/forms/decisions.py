"""The forms of the decisions that are taken less often: back to an earlier stage, refusal, the check at BPJS."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from izin.workflow.models import DecisionReason
from izin.workflow.selectors import reason_list, work_settings

from .case import TurnForm


class SendBackForm(TurnForm):
    """To which stage, and why; only officers read it."""

    to = forms.ChoiceField(label=_("Kembali ke tahap"))
    reason = forms.CharField(
        label=_("Alasan untuk petugas tahap itu"),
        help_text=_("Hanya dibaca petugas, tidak pernah tampil kepada pemohon."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, stages: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The stage just before is the likeliest.
        self.fields["to"].choices = list(reversed(stages))  # type: ignore[attr-defined]


class RejectForm(TurnForm):
    """Why an application is refused for good, by which rule, and how to object."""

    reason = forms.ChoiceField(label=_("Alasan penolakan"))
    explanation = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Tulis dengan kata sederhana apa yang tidak terpenuhi."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    legal_ground = forms.CharField(
        label=_("Dasar hukum"),
        help_text=_("Misalnya: Pasal 147 Permenkes Nomor 13 Tahun 2025."),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    objection = forms.CharField(
        label=_("Cara mengajukan keberatan"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
    sure = forms.BooleanField(
        label=_("Saya sudah memeriksa: permohonan ini tidak dapat diperbaiki dan ditolak"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked when they are drawn or judged: the form stands in every case page, and few see it.
        self.fields["reason"].choices = cache(_rejections)  # type: ignore[attr-defined]
        self.fields["objection"].initial = _objection


def _rejections() -> list[tuple[Any, Any]]:
    texts = [reason.text for reason in reason_list(DecisionReason.Kind.REJECT)]
    return [("", _("Pilih alasan")), *((text, text) for text in texts)]


def _objection() -> str:
    return work_settings().objection


class BpjsRequestForm(TurnForm):
    """What BPJS Ketenagakerjaan is asked."""

    subject = forms.CharField(
        label=_("Yang ditanyakan"),
        help_text=_("Nama atau badan yang kepesertaannya diperiksa."),
        max_length=200,
    )


class BpjsRecordForm(TurnForm):
    """What BPJS Ketenagakerjaan answered."""

    subject = forms.CharField(label=_("Yang diperiksa"), max_length=200)
    is_active = forms.TypedChoiceField(
        label=_("Kepesertaan"),
        choices=[("ya", _("Aktif")), ("tidak", _("Tidak aktif atau tidak ditemukan"))],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("Nomor kepesertaan (KPJ)"),
        help_text=_("Wajib bila kepesertaan aktif."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    checked_on = forms.DateField(
        label=_("Tanggal pemeriksaan"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    remark = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].initial = timezone.localdate
