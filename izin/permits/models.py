"""Issued permits, and the way there that a crash can not break (design section 5)."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from izin.applications.models import Application
from izin.catalog.models import PermitType

from .enums import STATUS_TONES, PermitState, PublicStatus
from .renewal_models import FollowUpSettings as FollowUpSettings
from .renewal_models import PermitReminder as PermitReminder
from .renewal_models import Renewal as Renewal
from .renewal_models import ResultReport as ResultReport
from .validity import public_status


class Issuance(models.Model):
    """The number an application has taken, once and for all, and how far its signing has come.

    It is made in the first step of issuing and outlives every crash after it: "Tanda tangani" continues from here.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="issuance")
    series = models.CharField(_("seri"), max_length=120)
    year = models.PositiveSmallIntegerField(_("tahun"))
    sequence = models.PositiveIntegerField(_("urut"))
    number = models.CharField(_("nomor izin"), max_length=100, unique=True)
    code = models.CharField(_("kode verifikasi"), max_length=16, unique=True)
    issued_on = models.DateField(_("tanggal penetapan"))
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("penanda tangan"), on_delete=models.PROTECT, related_name="+"
    )
    signer_position = models.CharField(_("jabatan"), max_length=250)

    class Meta:
        verbose_name = _("penerbitan")
        verbose_name_plural = _("penerbitan")
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "sequence"], name="issuance_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="issuance_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return self.number


class Permit(models.Model):
    """A published permit. What stands here is public, except the application it came from."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="permit")
    issuance = models.OneToOneField(Issuance, on_delete=models.PROTECT, related_name="permit")
    permit_type = models.ForeignKey(
        PermitType, verbose_name=_("jenis izin"), on_delete=models.PROTECT, related_name="permits"
    )
    number = models.CharField(_("nomor izin"), max_length=100, unique=True)
    code = models.CharField(_("kode verifikasi"), max_length=16, unique=True)
    slug = models.SlugField(_("alamat"), max_length=120, unique=True)
    title = models.CharField(_("judul surat"), max_length=200)
    holder_name = models.CharField(_("pemegang"), max_length=300)
    subject = models.TextField(_("perihal"), blank=True)
    place = models.TextField(_("tempat"), blank=True)
    public_data = models.JSONField(_("data publik"), default=list, help_text=_("Pasangan label dan isi."))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"))
    issued_at = models.DateTimeField(_("diterbitkan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=PermitState, default=PermitState.ACTIVE)
    replaced_by = models.OneToOneField(
        "self", verbose_name=_("diganti dengan"), null=True, on_delete=models.PROTECT, related_name="replaces"
    )
    document_sha256 = models.CharField(_("sidik surat"), max_length=64, unique=True)
    signer_name = models.CharField(_("penanda tangan"), max_length=300)
    signer_position = models.CharField(_("jabatan"), max_length=250)
    is_test = models.BooleanField(_("izin uji"), help_text=_("Ditandatangani dengan sertifikat uji: tidak sah."))
    search_text = models.TextField(_("teks pencarian"), editable=False)

    class Meta:
        verbose_name = _("izin terbit")
        verbose_name_plural = _("izin terbit")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="permit_search_text"),
            models.Index(fields=["-issued_at", "-id"], name="permit_newest_first"),
            models.Index(fields=["permit_type", "-issued_at"], name="permit_of_type"),
            # What the reminders of each day look for.
            models.Index(fields=["valid_until"], condition=Q(state=PermitState.ACTIVE), name="permit_ends_next"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PermitState.values), name="permit_state_known"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state=PermitState.REPLACED), name="permit_replaced_is_told"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="permit_period_in_order"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page in the register."""
        return reverse("register_detail", args=[self.slug])

    def tone_of(self, status: PublicStatus) -> str:
        """Return the tone in which a status of this permit is shown: no reassuring green beside "TIDAK SAH"."""
        return "neutral" if self.is_test else STATUS_TONES[status]

    def status_on(self, day: date) -> str:
        """Return the PublicStatus of a day in the office's time zone."""
        return public_status(PermitState(self.state), self.valid_from, self.valid_until, day)
