"""The append-only, hash-chained log of every act (W4, A7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. `hash` covers the entry and the hash of the entry before it; the database refuses changes.

    `data` holds codes and ids only: personal data stays where it can be erased.
    """

    sequence = models.BigIntegerField(_("urutan"), primary_key=True)
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pelaku"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Kosong bila sistem sendiri yang melakukannya."),
    )
    action = models.CharField(_("tindakan"), max_length=60)
    subject_type = models.CharField(_("jenis objek"), max_length=60)
    subject_id = models.CharField(_("objek"), max_length=40)
    data = models.JSONField(_("rincian"), default=dict)
    previous_hash = models.CharField(_("sidik entri sebelumnya"), max_length=64)
    hash = models.CharField(_("sidik"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("entri audit")
        verbose_name_plural = _("jejak audit")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "sequence"], name="audit_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_sequence_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
