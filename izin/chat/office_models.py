"""What the office keeps beside the conversations: ready answers, who was given which thread, what the gateway sent."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from izin.accounts.enums import Role


class CannedAnswer(models.Model):
    """An answer that officers take and change before they send it. A row that came with the service is switched off."""

    title = models.CharField(_("judul"), max_length=80)
    text = models.TextField(_("jawaban"), max_length=2000, help_text=_("Dibaca pemohon. Tulis singkat dan santun."))
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    active = models.BooleanField(_("dapat dipilih"), default=True)
    key = models.CharField(_("kunci data bawaan"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("jawaban siap pakai")
        verbose_name_plural = _("jawaban siap pakai")
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"], name="canned_answer_title_once", violation_error_message=_("Judul ini sudah ada.")
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="canned_answer_key_once"),
            models.CheckConstraint(condition=~Q(text=""), name="canned_answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Tidy both; refuse what says nothing."""
        super().clean()
        self.title = " ".join(self.title.split())
        self.text = "\n".join(self.text.splitlines()).strip()
        for field in ("title", "text"):
            if not getattr(self, field):
                raise ValidationError({field: _("Kolom ini harus diisi.")})


class Handover(models.Model):
    """A thread was given to a colleague or a role, and why; officers read it, applicants never do."""

    thread = models.ForeignKey("izin_chat.Thread", on_delete=models.PROTECT, related_name="handovers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("dari"), on_delete=models.PROTECT, related_name="+")
    to_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kepada"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_role = models.CharField(_("kepada peran"), max_length=40, choices=Role, blank=True)
    note = EncryptedTextField(_("catatan"))
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("serah terima percakapan")
        verbose_name_plural = _("serah terima percakapan")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_officer__isnull=True) & ~Q(to_role="") | Q(to_officer__isnull=False, to_role=""),
                name="chat_handover_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"serah terima {self.pk}"


class IncomingWhatsApp(models.Model):
    """One message the gateway handed us, by its id there: taken once, however often it comes. No text is kept."""

    class Outcome(models.TextChoices):
        """What became of it."""

        CONTACTS = "contacts", _("Dijawab dengan kontak")
        STATUS = "status", _("Dijawab dengan tahap permohonan")
        CHAT = "chat", _("Masuk percakapan")
        UNKNOWN = "unknown", _("Nomor tidak dikenal")
        IGNORED = "ignored", _("Diabaikan")

    gateway_id = models.CharField(_("id di gateway"), max_length=64, unique=True)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome)
    received_at = models.DateTimeField(_("diterima"))

    class Meta:
        verbose_name = _("pesan WhatsApp masuk")
        verbose_name_plural = _("pesan WhatsApp masuk")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["contacts", "status", "chat", "unknown", "ignored"]),
                name="incoming_whatsapp_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway_id} {self.outcome}"
