"""When the office works, who is above whom, and how strict the clock and the claims are (W2, W5).

All of it comes with data (`data/`) and is the office's to change; a row that came with the service is switched off.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from izin.accounts.enums import Role

# Law as remembered, to be checked by the office: UU 30/2014 Articles 77 and 78.
OBJECTION = _(
    "Bila Anda tidak menerima keputusan ini, ajukan keberatan tertulis kepada Kepala DPMPTSP Naker Kabupaten Solok "
    "paling lama 21 hari kerja sejak keputusan ini Anda terima (Pasal 77 Undang-Undang Nomor 30 Tahun 2014). Bila "
    "keberatan tidak dikabulkan, banding dapat diajukan kepada Bupati Solok paling lama 10 hari kerja setelahnya "
    "(Pasal 78)."
)


def objection_default() -> str:
    """Return how to object, as long as the office has not written it otherwise."""
    return str(OBJECTION)


class WorkingHours(models.Model):
    """The hours of one weekday: always, or in a period that takes the place of it, as Ramadan (Perpres 21/2023)."""

    class Weekday(models.IntegerChoices):
        """As `date.weekday()` counts."""

        MONDAY = 0, _("Senin")
        TUESDAY = 1, _("Selasa")
        WEDNESDAY = 2, _("Rabu")
        THURSDAY = 3, _("Kamis")
        FRIDAY = 4, _("Jumat")
        SATURDAY = 5, _("Sabtu")
        SUNDAY = 6, _("Minggu")

    name = models.CharField(_("nama"), max_length=100, help_text=_("Misalnya: Jam kerja biasa, Ramadan 2027."))
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday)
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))
    break_from = models.TimeField(_("istirahat mulai"), null=True, blank=True)
    break_until = models.TimeField(_("istirahat sampai"), null=True, blank=True)
    valid_from = models.DateField(
        _("berlaku sejak"), null=True, blank=True, help_text=_("Kosongkan keduanya untuk jam kerja biasa.")
    )
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    active = models.BooleanField(_("berlaku"), default=True)
    key = models.CharField(_("kunci data bawaan"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("jam kerja")
        verbose_name_plural = _("jam kerja")
        ordering = [F("valid_from").asc(nulls_first=True), "weekday"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="working_hours_weekday_known"),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="working_hours_in_order",
                violation_error_message=_("Jam tutup harus setelah jam buka."),
            ),
            models.CheckConstraint(
                condition=Q(break_from__isnull=True, break_until__isnull=True)
                | Q(
                    break_from__isnull=False,
                    break_until__isnull=False,
                    break_from__gt=F("opens"),
                    break_until__gt=F("break_from"),
                    break_until__lt=F("closes"),
                ),
                name="working_hours_break_within",
                violation_error_message=_("Isi kedua jam istirahat, di antara jam buka dan jam tutup."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True, valid_until__isnull=True)
                | Q(valid_from__isnull=False, valid_until__isnull=False, valid_until__gte=F("valid_from")),
                name="working_hours_period_in_order",
                violation_error_message=_("Isi kedua tanggal, dari yang lebih dahulu, atau kosongkan keduanya."),
            ),
            models.UniqueConstraint(
                fields=["weekday"],
                condition=Q(active=True, valid_from__isnull=True),
                name="working_hours_once_a_weekday",
                violation_error_message=_("Jam kerja biasa untuk hari ini sudah ada."),
            ),
            ExclusionConstraint(
                name="working_hours_one_period_at_a_time",
                expressions=[
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(active=True, valid_from__isnull=False),
                violation_error_message=_("Hari ini sudah mempunyai jam kerja khusus pada sebagian dari waktu itu."),
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="working_hours_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_weekday_display()}"

    def clean(self) -> None:
        """Check the period before the database does: it can not make a range of one that ends first.

        Raises:
            ValidationError: with the field.
        """
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("Tanggal berakhir harus pada atau sesudah tanggal mulai.")})


class Superior(models.Model):
    """Who is told when a role is late, and may take a case out of its hands."""

    role = models.CharField(_("peran"), max_length=40, choices=Role, unique=True)
    superior = models.CharField(_("atasannya"), max_length=40, choices=Role)
    active = models.BooleanField(_("berlaku"), default=True)
    key = models.CharField(_("kunci data bawaan"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("atasan")
        verbose_name_plural = _("atasan")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=F("superior")),
                name="superior_is_another",
                violation_error_message=_("Atasan harus peran yang lain."),
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="superior_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_superior_display()}"


class WorkSettings(BaseGenericSetting):
    """How strict the clock and the claims are, and what every refusal says of objecting."""

    claim_minutes = models.PositiveSmallIntegerField(
        _("pengambilan permohonan lepas sendiri setelah (menit)"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("Dihitung sejak petugas yang mengambilnya terakhir membuka atau mengerjakan permohonan itu."),
    )
    warn_percent = models.PositiveSmallIntegerField(
        _("ingatkan petugas setelah (persen waktu layanan)"),
        default=75,
        validators=[MinValueValidator(10), MaxValueValidator(99)],
    )
    objection = models.TextField(
        _("cara mengajukan keberatan"),
        default=objection_default,
        max_length=1000,
        help_text=_("Tercantum pada setiap penolakan. Petugas dapat menyesuaikannya."),
    )

    panels: list[Any] = [
        HelpPanel(_("Perubahan berlaku untuk semua permohonan yang sedang berjalan, dalam beberapa menit.")),
        *map(FieldPanel, ("claim_minutes", "warn_percent", "objection")),
    ]

    class Meta:
        verbose_name = _("waktu dan aturan kerja")
        constraints = [
            models.CheckConstraint(
                condition=Q(claim_minutes__gte=1, warn_percent__gte=10, warn_percent__lte=99),
                name="work_settings_possible",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
