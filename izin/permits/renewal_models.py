"""What follows an issued permit: the application that continues it, reminders, and the report of results (F10, F11)."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from izin.applications.models import Application

from .enums import ReminderTopic, RenewalKind, ReportState

DAYS = re.compile(r"\d{1,3}(\s*,\s*\d{1,3}){0,9}")


class Renewal(models.Model):
    """An application that continues an issued permit; when its own permit is published, the old one is replaced."""

    application = models.OneToOneField(
        Application, verbose_name=_("permohonan"), primary_key=True, on_delete=models.CASCADE, related_name="renewal"
    )
    permit = models.ForeignKey(
        "izin_permits.Permit", verbose_name=_("izin lama"), on_delete=models.PROTECT, related_name="renewals"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=RenewalKind)
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    # Set when the application has come to an end, at the latest before the next one may begin.
    ended_at = models.DateTimeField(_("berakhir"), null=True)

    class Meta:
        app_label = "izin_permits"
        verbose_name = _("perpanjangan")
        verbose_name_plural = _("perpanjangan")
        constraints = [
            models.UniqueConstraint(fields=["permit"], condition=Q(ended_at__isnull=True), name="renewal_open_once"),
            models.CheckConstraint(condition=Q(kind__in=RenewalKind.values), name="renewal_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} <- {self.permit_id}"


class PermitReminder(models.Model):
    """A reminder that was sent, so that none is sent twice, whatever becomes of address or schedule."""

    permit = models.ForeignKey("izin_permits.Permit", on_delete=models.CASCADE, related_name="reminders")
    topic = models.CharField(_("tentang"), max_length=10, choices=ReminderTopic)
    days = models.PositiveSmallIntegerField(_("ambang (hari)"))
    sent_at = models.DateTimeField(_("dikirim"), auto_now_add=True)

    class Meta:
        app_label = "izin_permits"
        verbose_name = _("pengingat")
        verbose_name_plural = _("pengingat")
        constraints = [
            models.UniqueConstraint(fields=["permit", "topic", "days"], name="permit_reminder_once"),
            models.CheckConstraint(condition=Q(topic__in=ReminderTopic.values), name="permit_reminder_topic_known"),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id}: {self.topic} {self.days}"


class ResultReport(models.Model):
    """A report of results that the holder of a research permit handed in. What was replaced or given back stays."""

    permit = models.ForeignKey(
        "izin_permits.Permit", verbose_name=_("izin"), on_delete=models.PROTECT, related_name="reports"
    )
    state = models.CharField(_("keadaan"), max_length=10, choices=ReportState, default=ReportState.SUBMITTED)
    sha256 = models.CharField(_("sidik isi"), max_length=64)
    size = models.PositiveIntegerField(_("ukuran"))
    pages = models.PositiveSmallIntegerField(_("jumlah halaman"), null=True)
    original_name = models.CharField(_("nama berkas"), max_length=120)
    warning = models.CharField(_("peringatan"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("diserahkan"), auto_now_add=True)
    note = models.CharField(_("catatan petugas"), max_length=1000, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diperiksa oleh"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    judged_at = models.DateTimeField(_("diperiksa"), null=True)

    class Meta:
        app_label = "izin_permits"
        verbose_name = _("laporan hasil")
        verbose_name_plural = _("laporan hasil")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"],
                condition=Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED]),
                name="result_report_current_once",
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="result_report_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(note=""), name="result_report_return_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"], condition=Q(state=ReportState.SUBMITTED), name="result_report_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.permit_id}: {self.original_name}"


def validate_days(value: str) -> None:
    """Refuse what is not a list of days, such as "90, 60, 30, 7"."""
    if not DAYS.fullmatch(value.strip()):
        raise ValidationError(_("Tulis angka hari dipisahkan koma, misalnya 90, 60, 30, 7."))


class FollowUpSettings(BaseGenericSetting):
    """When holders are reminded, and how large a report of results may be; the office changes it."""

    expiry_days = models.CharField(
        _("pengingat sebelum izin berakhir (hari)"),
        max_length=60,
        default="90, 60, 30, 7",
        validators=[validate_days],
        help_text=_("Untuk izin yang dapat diperpanjang. Dipisahkan koma; tiap ambang diingatkan satu kali."),
    )
    report_days = models.CharField(
        _("pengingat laporan hasil setelah izin berakhir (hari)"),
        max_length=60,
        default="7, 30, 60",
        validators=[validate_days],
    )
    report_max_mb = models.PositiveSmallIntegerField(
        _("ukuran laporan hasil paling besar (MB)"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    panels = [
        HelpPanel(_("Isi pesannya diatur pada menu Perizinan, Teks pesan.")),
        *map(FieldPanel, ("expiry_days", "report_days", "report_max_mb")),
    ]

    class Meta:
        app_label = "izin_permits"
        verbose_name = _("pengingat dan laporan hasil")

    @property
    def expiry_thresholds(self) -> list[int]:
        """The days before the end on which holders are reminded, the last one first."""
        return day_list(self.expiry_days)

    @property
    def report_thresholds(self) -> list[int]:
        """The days after the end on which holders are reminded of their reports, the first one first."""
        return day_list(self.report_days)


def day_list(text: Any) -> list[int]:
    """Return the different numbers of a list such as "90, 60, 30, 7", smallest first."""
    return sorted({int(part) for part in re.findall(r"\d+", str(text))})
