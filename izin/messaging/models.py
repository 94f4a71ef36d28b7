"""The outbox: every message to a person, stored with what caused it, sent later by the queue (M3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.fields import BlindIndexField, EncryptedTextField
from izin.messaging.enums import Channel, MessageState


class OutboxMessage(models.Model):
    """One message to one address about one event."""

    event_key = models.CharField(_("kejadian"), max_length=150)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("penerima"),
    )
    address = EncryptedTextField(_("alamat tujuan"))
    address_index = BlindIndexField(_("indeks alamat"), of="address")
    subject = models.CharField(_("perihal"), max_length=200)
    body = EncryptedTextField(_("isi"))
    # A signed permit in the store "permits"; the message carries its name here and its bytes only when sent.
    attachment_sha256 = models.CharField(_("lampiran"), max_length=64, blank=True)
    attachment_name = models.CharField(_("nama lampiran"), max_length=150, blank=True)
    secret = models.BooleanField(_("rahasia"), default=False)
    state = models.CharField(_("status"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_attempt_at = models.DateTimeField(_("dicoba lagi pada"), default=timezone.now)
    # When it was last handed to the queue; the sweep hands it over again when nothing came of it.
    queued_at = models.DateTimeField(_("diantrekan pada"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("mulai dikirim pada"), null=True, blank=True)
    sent_at = models.DateTimeField(_("terkirim pada"), null=True, blank=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)

    class Meta:
        verbose_name = _("pesan keluar")
        verbose_name_plural = _("pesan keluar")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event_key", "channel", "address_index"], name="izin_outbox_once_a_person_and_event"
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="izin_outbox_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="izin_outbox_channel_known"),
            models.CheckConstraint(
                condition=Q(address_index__regex=r"^[0-9a-f]{64}$"), name="izin_outbox_address_index_shape"
            ),
            models.CheckConstraint(
                condition=Q(attachment_sha256="", attachment_name="")
                | (Q(attachment_sha256__regex=r"^[0-9a-f]{64}$") & ~Q(attachment_name="")),
                name="izin_outbox_attachment_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="izin_outbox_sent_at_when_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(claimed_at__isnull=False),
                name="izin_outbox_claimed_when_sending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=[MessageState.PENDING, MessageState.SENDING]),
                name="izin_outbox_open",
            ),
            models.Index(fields=["-created_at"], name="izin_outbox_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event_key} ({self.get_state_display()})"
