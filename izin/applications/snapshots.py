"""What an application said before: the answers as they were sent, and what is typed but not yet fit to be an answer."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerSnapshot(models.Model):
    """The answers of one submission, kept when a returned application is changed for the first time (F9)."""

    application = models.ForeignKey(
        "izin_applications.Application", on_delete=models.CASCADE, related_name="answer_snapshots"
    )
    round = models.PositiveSmallIntegerField(_("pengiriman ke"))
    purpose = models.CharField(_("jenis permohonan"), max_length=10)
    answers: Any = models.JSONField(_("isian"), default=dict)
    places: Any = models.JSONField(_("lokasi"), default=list)
    taken_at = models.DateTimeField(_("disimpan"), auto_now_add=True)

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("isian saat dikirim")
        verbose_name_plural = _("isian saat dikirim")
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="answer_snapshot_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.round}"


class UnfinishedAnswers(models.Model):
    """What stands in the form of a draft and is not yet right: shown again as it was typed, never sent (F8)."""

    application = models.OneToOneField(
        "izin_applications.Application", on_delete=models.CASCADE, primary_key=True, related_name="unfinished"
    )
    typed: Any = models.JSONField(_("ketikan"), default=dict)

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("isian yang belum selesai")
        verbose_name_plural = _("isian yang belum selesai")

    def __str__(self) -> str:
        return f"{self.application_id}"
