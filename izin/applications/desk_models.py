"""What an officer filed at the counter for somebody (W8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from izin.accounts.models import DeskVisit


class AssistedFiling(models.Model):
    """An application that an officer sent for its applicant: by which visit, and so with which consent."""

    application = models.OneToOneField(
        "izin_applications.Application",
        verbose_name=_("permohonan"),
        on_delete=models.CASCADE,
        related_name="assisted",
    )
    visit = models.ForeignKey(
        DeskVisit, verbose_name=_("kunjungan loket"), on_delete=models.PROTECT, related_name="filings"
    )

    class Meta:
        verbose_name = _("pengajuan di loket")
        verbose_name_plural = _("pengajuan di loket")

    def __str__(self) -> str:
        return str(self.application_id)
