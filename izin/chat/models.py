"""What applicants and the office write to each other (M1): one thread for each applicant, kept for good."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from izin.accounts.enums import Role
from izin.applications.models import Application

from .office_models import CannedAnswer as CannedAnswer
from .office_models import Handover as Handover
from .office_models import IncomingWhatsApp as IncomingWhatsApp


class Via(models.TextChoices):
    """Where a message was written."""

    PORTAL = "portal", _("Portal")
    WHATSAPP = "whatsapp", _("WhatsApp")


class Thread(models.Model):
    """All messages between one applicant and the office.

    `waiting_since` says since when the applicant waits for an answer; empty when nobody owes him one. The two
    `seen` markers are ids of messages: up to there the applicant, and anybody at the office, has read.
    """

    applicant = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("pemohon"), on_delete=models.PROTECT, related_name="chat_thread"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas yang terakhir menangani"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # To whom a waiting thread was handed over; nobody in particular when both are empty.
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diserahkan kepada"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    assigned_role = models.CharField(_("diserahkan kepada peran"), max_length=40, choices=Role, blank=True)
    waiting_since = models.DateTimeField(_("menunggu jawaban sejak"), null=True)
    last_at = models.DateTimeField(_("pesan terakhir"), null=True)
    applicant_seen = models.BigIntegerField(_("dibaca pemohon sampai"), default=0)
    office_seen = models.BigIntegerField(_("dibaca petugas sampai"), default=0)

    class Meta:
        verbose_name = _("percakapan")
        verbose_name_plural = _("percakapan")
        # PostgreSQL sorts NULL last: who waits comes first, longest waiting first.
        ordering = ["waiting_since", "-last_at", "-pk"]
        indexes = [
            models.Index(fields=["waiting_since", "-last_at", "-id"], name="chat_thread_waiting_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) | Q(last_at__isnull=False),
                name="chat_thread_waits_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(assigned_to__isnull=True) | Q(assigned_role=""), name="chat_thread_assigned_once"
            ),
            models.CheckConstraint(
                condition=Q(applicant_seen__gte=0, office_seen__gte=0), name="chat_thread_seen_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"percakapan {self.pk}"


class Message(models.Model):
    """One message, with at most one attached file; never changed. What people write may hold anything: encrypted."""

    # The index below serves look-ups by thread too.
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("penulis"), on_delete=models.PROTECT, related_name="+"
    )
    from_office = models.BooleanField(_("dari petugas"))
    application = models.ForeignKey(
        Application, verbose_name=_("tentang permohonan"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # NULL and not empty when there is only a file: the database can compare no encrypted text, but it sees NULL.
    text = EncryptedTextField(_("pesan"), null=True)
    sha256 = models.CharField(_("sidik lampiran"), max_length=64, blank=True)
    content_type = models.CharField(_("jenis lampiran"), max_length=40, blank=True)
    original_name = models.CharField(_("nama lampiran"), max_length=120, blank=True)
    # Made with the form: a form that is sent twice writes one message.
    token = models.UUIDField(_("tanda kirim"))
    via = models.CharField(_("lewat"), max_length=10, choices=Via, default=Via.PORTAL)
    created_at = models.DateTimeField(_("ditulis"))

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        ordering = ["pk"]
        indexes = [models.Index(fields=["thread", "id"], name="chat_message_of_thread")]
        constraints = [
            models.UniqueConstraint(fields=["thread", "author", "token"], name="chat_message_sent_once"),
            models.CheckConstraint(condition=Q(via__in=Via.values), name="chat_message_via_known"),
            models.CheckConstraint(condition=~Q(text__isnull=True, sha256=""), name="chat_message_says_something"),
            models.CheckConstraint(
                condition=Q(sha256="", content_type="", original_name="")
                | Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(content_type="") & ~Q(original_name=""),
                name="chat_message_attachment_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"pesan {self.pk}"
