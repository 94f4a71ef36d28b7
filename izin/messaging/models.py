"""Messages (M3): their texts, and the outbox, where each is stored with what caused it and sent later by the queue."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from common.fields import BlindIndexField, EncryptedTextField
from izin.messaging.enums import Channel, MessageState
from izin.messaging.texts import SUBJECT_LONGEST, message_definitions, text_problems, text_render


class MessageText(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What a message says, in the editors' words. Without a published row the shipped text is sent.

    Drafts matter here: Wagtail saves while somebody types, and half a sentence must not reach an applicant.
    """

    key = models.CharField(_("kunci"), max_length=50, unique=True)
    subject = models.CharField(_("perihal"), max_length=SUBJECT_LONGEST)
    body = models.TextField(_("isi"))

    class Meta:
        verbose_name = _("teks pesan")
        verbose_name_plural = _("teks pesan")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__regex=r"^[^\r\n]+$"), name="izin_message_text_subject_one_line"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="izin_message_text_body_not_empty"),
        ]

    def __str__(self) -> str:
        return self.purpose or self.key

    @property
    def purpose(self) -> str:
        """When the message is sent, for editors; empty when the service no longer sends it."""
        definition = message_definitions().get(self.key)
        return definition.purpose if definition else ""

    def clean(self) -> None:
        """Refuse tokens nobody fills, and a text without what makes it useful."""
        super().clean()
        # Browsers send other line ends than the shipped text has; that is no change.
        self.body = "\n".join(self.body.splitlines())
        definition = message_definitions().get(self.key)
        if definition is None:
            raise ValidationError({"key": _("Pesan ini tidak dikenal.")})
        if problems := text_problems(definition, subject=self.subject, body=self.body):
            raise ValidationError(problems)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the message with the explanation of each token in its place."""
        definition = message_definitions()[self.key]
        values = {name: f"[{words}]" for name, words in definition.tokens.items()}
        subject, body = text_render(definition, subject=self.subject, body=self.body, values=values)
        return HttpResponse(f"{subject}\n\n{body}", content_type="text/plain; charset=utf-8")


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
    subject = models.CharField(_("perihal"), max_length=SUBJECT_LONGEST)
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
                condition=Q(attachment_sha256="") | Q(channel=Channel.EMAIL), name="izin_outbox_attachment_by_email"
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
            models.Index(fields=["recipient", "-created_at"], name="izin_outbox_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.event_key} ({self.get_state_display()})"


class ChannelChoice(models.Model):
    """By which channels a person wants to hear of applications and permits; without a row, by all."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("penerima")
    )
    email = models.BooleanField(_("e-mail"), default=True)
    whatsapp = models.BooleanField(_("WhatsApp"), default=True)

    class Meta:
        verbose_name = _("pilihan saluran")
        verbose_name_plural = _("pilihan saluran")
        constraints = [
            models.CheckConstraint(condition=Q(email=True) | Q(whatsapp=True), name="izin_channel_choice_at_least_one")
        ]

    def __str__(self) -> str:
        return ", ".join(str(channel.label) for channel in self.channels)

    @property
    def channels(self) -> list[Channel]:
        """The chosen ones, in their order."""
        chosen = {Channel.EMAIL: self.email, Channel.WHATSAPP: self.whatsapp}
        return [channel for channel in Channel if chosen[channel]]
