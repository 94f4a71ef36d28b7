"""A person at the counter, for whom an officer does what he would do himself (W8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ConsentKind(models.TextChoices):
    """How somebody at the counter agreed that an officer acts for him."""

    PAPER = "paper", _("Tertulis, lembar persetujuan ditandatangani")
    ORAL = "oral", _("Lisan, di hadapan petugas")


class DeskVisit(models.Model):
    """One client at the counter: who helps him, how he agreed, and until when. One client at a time."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_visits", verbose_name=_("petugas")
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits", verbose_name=_("pemohon")
    )
    consent = models.CharField(_("persetujuan"), max_length=10, choices=ConsentKind.choices)
    begun_at = models.DateTimeField(_("mulai, dan persetujuan diberikan"))
    ended_at = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("kunjungan loket")
        verbose_name_plural = _("kunjungan loket")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="izin_desk_visit_one_client"
            ),
            models.CheckConstraint(condition=Q(consent__in=ConsentKind.values), name="izin_desk_visit_consent_known"),
            models.CheckConstraint(condition=~Q(officer=F("applicant")), name="izin_desk_visit_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
