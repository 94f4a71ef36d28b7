"""Looking at an applicant's pages as he sees them: who, why and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

REASON_LONGEST = 300


class ViewGrant(models.Model):
    """One time an officer looks at the pages of an applicant; he may look, and do nothing."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("petugas")
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="views_by_officers", verbose_name=_("pemohon")
    )
    reason = models.CharField(_("alasan"), max_length=REASON_LONGEST)
    begun_at = models.DateTimeField(_("mulai"))
    until = models.DateTimeField(_("sampai"))
    ended_at = models.DateTimeField(_("selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("lihat sebagai pemohon")
        verbose_name_plural = _("lihat sebagai pemohon")
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="izin_view_grant_reason_given"),
            models.CheckConstraint(condition=Q(until__gt=F("begun_at")), name="izin_view_grant_period_in_order"),
            models.CheckConstraint(condition=~Q(officer=F("applicant")), name="izin_view_grant_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.applicant_id}"
