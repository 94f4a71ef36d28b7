"""What the reports remember."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthlyReport(models.Model):
    """A month that was reported to the head of office: the row is what keeps it from being reported twice."""

    month = models.DateField(_("bulan"), unique=True, help_text=_("Hari pertama bulan yang dilaporkan."))
    sent_at = models.DateTimeField(_("dikirim"))
    recipients = models.PositiveSmallIntegerField(_("jumlah penerima"))

    class Meta:
        verbose_name = _("laporan bulanan")
        verbose_name_plural = _("laporan bulanan")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="monthly_report_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
