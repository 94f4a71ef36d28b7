"""What the office keeps for its work: days on which it is closed, and reasons its officers choose from.

Both come with data (`data/`), and the office changes them as it needs. `key` names the row of that data, so that the
loader knows a row again whose date or text was changed; rows the office wrote itself have none. A row that came with
the service is switched off rather than deleted: the next load would bring it back.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .office_models import Superior as Superior
from .office_models import WorkingHours as WorkingHours
from .office_models import WorkSettings as WorkSettings


class Holiday(models.Model):
    """A day on which the office is closed besides Saturdays and Sundays."""

    class Kind(models.TextChoices):
        """Whose day it is."""

        NATIONAL = "national", _("Libur nasional")
        COLLECTIVE = "collective", _("Cuti bersama")
        LOCAL = "local", _("Libur daerah")

    date = models.DateField(
        _("tanggal"), unique=True, error_messages={"unique": _("Tanggal ini sudah ada dalam daftar hari libur.")}
    )
    name = models.CharField(_("nama"), max_length=100)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    active = models.BooleanField(
        _("berlaku"),
        default=True,
        help_text=_("Hilangkan centang jika tanggal ini menjadi hari kerja, misalnya karena cuti bersama dibatalkan."),
    )
    key = models.CharField(_("kunci data bawaan"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["national", "collective", "local"]), name="holiday_kind_known"
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="holiday_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"

    def clean(self) -> None:
        """Tidy the name; refuse one that says nothing."""
        super().clean()
        self.name = _tidy(self.name, field="name")


class DecisionReason(models.Model):
    """A reason officers may choose from instead of writing it anew; what they choose is kept as text."""

    class Kind(models.TextChoices):
        """Which decision a reason is for."""

        RETURN_DOCUMENT = "return_document", _("Dokumen perlu diperbaiki")
        REJECT = "reject", _("Permohonan ditolak")

    kind = models.CharField(_("untuk"), max_length=20, choices=Kind)
    text = models.CharField(_("alasan"), max_length=300, help_text=_("Dibaca pemohon. Tulis singkat dan santun."))
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    active = models.BooleanField(_("dapat dipilih"), default=True)
    key = models.CharField(_("kunci data bawaan"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("alasan keputusan")
        verbose_name_plural = _("alasan keputusan")
        ordering = ["kind", "order", "text"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["return_document", "reject"]), name="reason_kind_known"),
            models.UniqueConstraint(
                fields=["kind", "text"],
                name="reason_text_once",
                violation_error_message=_("Alasan ini sudah ada."),
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="reason_key_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Tidy the text, so that the same reason is not there twice; refuse one that says nothing."""
        super().clean()
        self.text = _tidy(self.text, field="text")


def _tidy(text: str, *, field: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise ValidationError({field: _("Kolom ini harus diisi.")})
    return tidy
