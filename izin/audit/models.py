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
        db_index=False,  # the index below serves it too
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
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "sequence"], name="audit_subject"),
            models.Index(fields=["actor", "sequence"], name="audit_actor"),
            models.Index(fields=["action", "sequence"], name="audit_action"),
            models.Index(fields=["at"], name="audit_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_sequence_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class ChainCheck(models.Model):
    """One look at the whole chain: how far it went, and where it was broken, if it was.

    `last_hash` is kept outside of the chain: who removes the end of the log, or writes it anew, is found out by the
    next check.
    """

    at = models.DateTimeField(_("waktu"))
    entries = models.BigIntegerField(_("jumlah entri"))
    last_hash = models.CharField(_("sidik entri terakhir"), max_length=64)
    broken_at = models.BigIntegerField(_("rusak di entri"), null=True)

    class Meta:
        verbose_name = _("pemeriksaan jejak audit")
        verbose_name_plural = _("pemeriksaan jejak audit")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(entries__gte=0), name="audit_check_entries_not_negative"),
            models.CheckConstraint(
                condition=models.Q(broken_at__isnull=True) | models.Q(broken_at__gte=1), name="audit_check_broken_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.entries}"
