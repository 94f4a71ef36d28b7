"""What officers decide or find out about an application, kept as they said it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _officer(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.PROTECT, related_name="+", null=True
    )


class Rejection(models.Model):
    """Why an application was refused for good, by which rule, and how to object (UU 30/2014 on administration)."""

    application = models.OneToOneField(
        "izin_applications.Application", on_delete=models.CASCADE, primary_key=True, related_name="rejection"
    )
    reason = models.CharField(_("alasan"), max_length=300)
    explanation = models.TextField(_("penjelasan"), blank=True)
    legal_ground = models.TextField(_("dasar hukum"))
    objection = models.TextField(_("cara mengajukan keberatan"))
    stage_key = models.CharField(_("tahap"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("diputuskan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("waktu"))

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("penolakan")
        verbose_name_plural = _("penolakan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(legal_ground="") & ~Q(objection=""), name="rejection_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"


class BpjsCheck(models.Model):
    """One question to BPJS Ketenagakerjaan, and what was found; asked first, or recorded at once (W1, stage BPJSTK)."""

    application = models.ForeignKey(
        "izin_applications.Application", on_delete=models.CASCADE, related_name="bpjs_checks"
    )
    round = models.PositiveSmallIntegerField(_("pengiriman ke"))
    subject = models.CharField(_("yang diperiksa"), max_length=200)
    requested_by = _officer(_("diminta oleh"))
    requested_at = models.DateTimeField(_("diminta"), null=True)
    number = models.CharField(_("nomor kepesertaan"), max_length=20, blank=True)
    is_active = models.BooleanField(_("kepesertaan aktif"), null=True)
    checked_on = models.DateField(_("tanggal pemeriksaan"), null=True)
    remark = models.CharField(_("keterangan"), max_length=300, blank=True)
    recorded_by = _officer(_("dicatat oleh"))
    recorded_at = models.DateTimeField(_("dicatat"), null=True)

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("pemeriksaan BPJS")
        verbose_name_plural = _("pemeriksaan BPJS")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="bpjs_check_has_subject"),
            models.CheckConstraint(
                condition=Q(
                    recorded_at__isnull=True,
                    recorded_by__isnull=True,
                    is_active__isnull=True,
                    checked_on__isnull=True,
                    requested_at__isnull=False,
                    requested_by__isnull=False,
                )
                | Q(
                    recorded_at__isnull=False,
                    recorded_by__isnull=False,
                    is_active__isnull=False,
                    checked_on__isnull=False,
                ),
                name="bpjs_check_asked_or_answered",
            ),
            # Active means that there is a membership, and that has a number.
            models.CheckConstraint(condition=~Q(is_active=True) | ~Q(number=""), name="bpjs_check_active_has_number"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(recorded_at__isnull=True), name="bpjs_check_one_open_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.subject}"


class AnswerCorrection(models.Model):
    """One answer that an officer put right, as it was and as it is (W7)."""

    application = models.ForeignKey(
        "izin_applications.Application", on_delete=models.CASCADE, related_name="answer_corrections"
    )
    field_key = models.CharField(_("isian"), max_length=40)
    label = models.CharField(_("nama isian"), max_length=120)
    before = models.TextField(_("semula"), blank=True)
    after = models.TextField(_("menjadi"), blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    stage_key = models.CharField(_("tahap"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dibetulkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("waktu"))

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("pembetulan data")
        verbose_name_plural = _("pembetulan data")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="answer_correction_has_reason"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="answer_correction_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.field_key}"


class CaseClaim(models.Model):
    """Who works on a case now, so that no two officers do; it lapses when he does nothing for a while (W2)."""

    application = models.OneToOneField(
        "izin_applications.Application", on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dikerjakan oleh"), on_delete=models.CASCADE, related_name="claims"
    )
    claimed_at = models.DateTimeField(_("diambil"))
    active_until = models.DateTimeField(_("berlaku sampai"))

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("pengambilan permohonan")
        verbose_name_plural = _("pengambilan permohonan")
        indexes = [models.Index(fields=["officer", "active_until"], name="case_claim_of_officer")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.officer_id}"


class CasePresence(models.Model):
    """When an officer had the page of a case open last."""

    application = models.ForeignKey("izin_applications.Application", on_delete=models.CASCADE, related_name="presences")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("petugas"), on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(_("terakhir terlihat"))

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("kehadiran petugas")
        verbose_name_plural = _("kehadiran petugas")
        constraints = [models.UniqueConstraint(fields=["application", "officer"], name="case_presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="case_presence_seen")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.officer_id}"
