"""Applications: what was asked for, with which documents, and what was done with it."""

from functools import cached_property

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.catalog.enums import Purpose
from izin.catalog.models import PermitType, ResearchLocation
from izin.workflow.engine import Position, stage_of
from izin.workflow.enums import FINAL, WITH_OFFICE, Action, Status

from .decision_models import AnswerCorrection as AnswerCorrection
from .decision_models import BpjsCheck as BpjsCheck
from .decision_models import CaseClaim as CaseClaim
from .decision_models import CasePresence as CasePresence
from .decision_models import Rejection as Rejection
from .desk_models import AssistedFiling as AssistedFiling
from .enums import NoteAudience, Verdict
from .list_models import SavedFilter as SavedFilter
from .snapshots import AnswerSnapshot as AnswerSnapshot
from .snapshots import UnfinishedAnswers as UnfinishedAnswers

# In a fixed order, as migrations compare them.
OPEN = sorted(WITH_OFFICE)
SENT = ~Q(status=Status.DRAFT)
NO_STAGE = sorted({Status.DRAFT, *FINAL})


class Application(models.Model):
    """One request for a permit. Its rules are those of the pinned revision of its permit type."""

    # Set by the lock of an officer's act: the colleague on whose behalf he acts, None in his own right (A6).
    acting_for: User | None = None

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pemohon"), on_delete=models.PROTECT, related_name="applications"
    )
    permit_type = models.ForeignKey(
        PermitType, verbose_name=_("jenis izin"), on_delete=models.PROTECT, related_name="applications"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("versi jenis izin"), on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(_("jenis permohonan"), max_length=10, choices=Purpose, default=Purpose.NEW)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    stage_key = models.CharField(_("tahap"), max_length=40, blank=True)
    waiting_role = models.CharField(
        _("menunggu"), max_length=40, choices=Role, blank=True, help_text=_("Peran yang mendapat giliran.")
    )
    answers = models.JSONField(_("isian"), default=dict)
    receipt_code = models.CharField(_("kode tanda terima"), max_length=12, unique=True, null=True)  # noqa: DJ001
    registration_number = models.CharField(_("nomor registrasi"), max_length=100, unique=True, null=True)  # noqa: DJ001
    registered_at = models.DateTimeField(_("tanggal registrasi"), null=True)
    created_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("dikirim"), null=True)
    stage_since = models.DateTimeField(_("di tahap ini sejak"), null=True)
    round = models.PositiveSmallIntegerField(_("pengiriman ke"), default=0)
    sent_back = models.PositiveSmallIntegerField(_("kali kembali ke tahap sebelumnya"), default=0)
    # The clock (W5), worked out from the office's calendar; see `services.clock`. Kept so that lists can sort by it.
    due_at = models.DateTimeField(_("batas waktu"), null=True)
    warn_at = models.DateTimeField(_("diingatkan mulai"), null=True)
    clock_stamp = models.CharField(_("kalender yang dipakai"), max_length=16, blank=True, editable=False)
    warned_at = models.DateTimeField(_("petugas diingatkan"), null=True)
    escalated_at = models.DateTimeField(_("atasan diberi tahu"), null=True)

    class Meta:
        verbose_name = _("permohonan")
        verbose_name_plural = _("permohonan")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["applicant", "-created_at"], name="application_of_applicant"),
            models.Index(
                fields=["waiting_role", "stage_since"], condition=~Q(waiting_role=""), name="application_inbox"
            ),
            # The list of every case, whole and narrowed; and its search by a part of a number or code.
            models.Index(fields=["-stage_since", "-id"], condition=SENT, name="application_sent"),
            models.Index(fields=["permit_type", "-stage_since", "-id"], condition=SENT, name="application_sent_type"),
            models.Index(fields=["status", "-stage_since", "-id"], condition=SENT, name="application_sent_status"),
            GinIndex(OpClass(Upper("registration_number"), name="gin_trgm_ops"), name="application_number_part"),
            GinIndex(OpClass(Upper("receipt_code"), name="gin_trgm_ops"), name="application_receipt_part"),
            models.Index(
                fields=["waiting_role", "due_at", "stage_since"],
                condition=~Q(waiting_role=""),
                name="application_inbox_due",
            ),
            models.Index(fields=["due_at", "stage_since"], condition=~Q(waiting_role=""), name="application_due"),
            models.Index(
                fields=["warn_at"],
                condition=~Q(waiting_role="") & Q(warned_at__isnull=True),
                name="application_to_warn",
            ),
            models.Index(
                fields=["due_at"],
                condition=~Q(waiting_role="") & Q(escalated_at__isnull=True),
                name="application_to_escalate",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="application_status_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="application_purpose_known"),
            # A stage is named exactly while the application has been sent and is not finished.
            models.CheckConstraint(
                condition=Q(status__in=NO_STAGE, stage_key="") | (~Q(status__in=NO_STAGE) & ~Q(stage_key="")),
                name="application_stage_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN) & ~Q(waiting_role="") | ~Q(status__in=OPEN) & Q(waiting_role=""),
                name="application_waits_while_with_office",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(receipt_code__isnull=False, submitted_at__isnull=False),
                name="application_sent_has_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ISSUED) | Q(registration_number__isnull=False),
                name="application_issued_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(registration_number__isnull=True, registered_at__isnull=True)
                | Q(registration_number__isnull=False, registered_at__isnull=False),
                name="application_registered_has_date",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, warn_at__isnull=True)
                | Q(due_at__isnull=False, warn_at__isnull=False, registered_at__isnull=False),
                name="application_due_once_registered",
            ),
        ]

    def __str__(self) -> str:
        return self.registration_number or self.receipt_code or f"draf {self.pk}"

    @property
    def position(self) -> Position:
        """Where the application stands, as the workflow engine reads it."""
        return Position(Status(self.status), self.stage_key)

    @property
    def turn(self) -> str:
        """Whose hands it is in, and which submission: `kabid/2`, `kabid/2/1` once it came back to an earlier stage.

        A page carries it, so that a decision taken there can hit neither a later stage nor a later visit of the same
        one, nor answers that were sent after the page was opened.
        """
        return "/".join([self.stage_key, str(self.round), *([str(self.sent_back)] if self.sent_back else [])])

    @cached_property
    def rules(self) -> PermitType:
        """The permit type as it was when the application began."""
        return PermitType.at_revision(self.revision)

    @property
    def is_outdated(self) -> bool:
        """Whether this is a draft that began with rules which have changed since, for a type still to be had."""
        permit_type = self.permit_type
        return self.status == Status.DRAFT and permit_type.live and self.revision_id != permit_type.live_revision_id

    @property
    def stage_label(self) -> str:
        """The name of the stage it stands at, empty when it stands at none."""
        stage = stage_of(self.rules.flow, self.position)
        return next((s.label for s in self.rules.stages.all() if stage and s.key == stage.key), "")


class ApplicationLocation(models.Model):
    """One place of research: from the office's list, or typed by hand (F3)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="locations")
    location = models.ForeignKey(
        ResearchLocation, verbose_name=_("dari daftar"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("nama lokasi"), max_length=200)

    class Meta:
        verbose_name = _("lokasi permohonan")
        verbose_name_plural = _("lokasi permohonan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "name"], name="application_location_once"),
            models.CheckConstraint(condition=~Q(name=""), name="application_location_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One uploaded file for one requirement. A replaced file stays as history; one is current."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    requirement_key = models.CharField(_("syarat"), max_length=40)
    sha256 = models.CharField(_("sidik isi"), max_length=64)
    size = models.PositiveIntegerField(_("ukuran"))
    content_type = models.CharField(_("jenis isi"), max_length=40)
    original_name = models.CharField(_("nama berkas"), max_length=120)
    uploaded_at = models.DateTimeField(_("diunggah"), auto_now_add=True)
    pages = models.PositiveSmallIntegerField(_("jumlah halaman"), null=True)
    qr_text = models.CharField(_("isi kode QR"), max_length=1000, blank=True)
    warning = models.CharField(_("peringatan"), max_length=300, blank=True)
    current = models.BooleanField(_("yang berlaku"), default=True)
    verdict = models.CharField(_("hasil pemeriksaan"), max_length=10, choices=Verdict, blank=True)
    verdict_note = models.CharField(_("keterangan"), max_length=500, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diperiksa oleh"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verdict_at = models.DateTimeField(_("diperiksa"), null=True)

    class Meta:
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["verdict_at"], condition=Q(verdict=Verdict.REFUSED), name="document_refused_at")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "requirement_key"], condition=Q(current=True), name="document_current_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="document_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.REFUSED) | ~Q(verdict_note=""), name="document_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_key} {self.pk}"


class Note(models.Model):
    """What an officer wrote about an application, for the applicant or for colleagues."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("penulis"), on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(_("dibaca oleh"), max_length=10, choices=NoteAudience)
    stage_key = models.CharField(_("tahap"), max_length=40)
    text = models.TextField(_("catatan"), max_length=2000)
    created_at = models.DateTimeField(_("ditulis"), auto_now_add=True)

    class Meta:
        verbose_name = _("catatan")
        verbose_name_plural = _("catatan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=NoteAudience.values), name="note_audience_known"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_key} {self.pk}"


class Step(models.Model):
    """One move of an application, for the Proses tab. The audit log holds the proof; this is what people read."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(_("tindakan"), max_length=10, choices=Action)
    stage_key = models.CharField(_("tahap"), max_length=40, blank=True)
    to_stage_key = models.CharField(_("ke tahap"), max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pelaku"), on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("atas nama"), on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("langkah")
        verbose_name_plural = _("langkah")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="step_at")]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=Action.values), name="step_action_known"),
            models.CheckConstraint(
                condition=Q(action=Action.SEND_BACK) & ~Q(to_stage_key="")
                | ~Q(action=Action.SEND_BACK) & Q(to_stage_key=""),
                name="step_back_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.stage_key}"
