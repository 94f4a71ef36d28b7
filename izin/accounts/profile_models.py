"""Tables around a profile: changes that an officer verifies, and scans of identity cards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from common.formats import nik_masked
from izin.accounts.enums import ChangeState, Sex
from izin.accounts.names import name_with_titles
from izin.accounts.validators import OLDEST_BIRTH_DATE

_DIGEST = r"^[0-9a-f]{64}$"
CHANGE_NOTE_LONGEST = 500


class ProfileChange(models.Model):
    """What an applicant wants to be called and known by from now on; it holds once an officer has agreed (A5).

    Every row says everything, also what stays as it is. `ktp_sha256` is empty when the scan stays.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="profile_changes", verbose_name=_("pengguna")
    )
    nik = EncryptedTextField(_("NIK"))
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    title_front = models.CharField(_("gelar depan"), max_length=50, blank=True)
    title_back = models.CharField(_("gelar belakang"), max_length=100, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=100)
    birth_date = models.DateField(_("tanggal lahir"))
    sex = models.CharField(_("jenis kelamin"), max_length=6, choices=Sex.choices)
    ktp_sha256 = models.CharField(_("scan KTP"), max_length=64, blank=True)
    note = models.CharField(_("alasan"), max_length=CHANGE_NOTE_LONGEST)
    state = models.CharField(_("status"), max_length=10, choices=ChangeState.choices, default=ChangeState.PENDING)
    created_at = models.DateTimeField(_("diajukan pada"), auto_now_add=True)
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("diputuskan oleh"),
    )
    decision_note = models.CharField(_("alasan penolakan"), max_length=CHANGE_NOTE_LONGEST, blank=True)

    class Meta:
        verbose_name = _("perubahan data")
        verbose_name_plural = _("perubahan data")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=ChangeState.PENDING), name="izin_profile_change_one_pending"
            ),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="izin_profile_change_state_known"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="izin_profile_change_sex_known"),
            models.CheckConstraint(condition=~Q(full_name=""), name="izin_profile_change_name_given"),
            models.CheckConstraint(condition=~Q(note=""), name="izin_profile_change_note_given"),
            models.CheckConstraint(
                condition=Q(ktp_sha256="") | Q(ktp_sha256__regex=_DIGEST), name="izin_profile_change_ktp_shape"
            ),
            models.CheckConstraint(
                condition=Q(birth_date__gte=OLDEST_BIRTH_DATE), name="izin_profile_change_birth_date_possible"
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PENDING, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ChangeState.PENDING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="izin_profile_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(decision_note=""),
                name="izin_profile_change_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_state_display()})"

    @property
    def name_line(self) -> str:
        """The wanted name with its degrees."""
        return name_with_titles(self.full_name, self.title_front, self.title_back)

    @property
    def masked_nik(self) -> str:
        """The wanted NIK fit to be shown: `1302********0003`."""
        return nik_masked(self.nik)


class KeptScan(models.Model):
    """A file that may be needed no more (`services.scans_clean` finds out).

    A scan that a form keeps between its errors, for nobody may ever finish the form; or a file that was given up.
    """

    sha256 = models.CharField(_("sidik isi"), max_length=64, primary_key=True)
    kept_at = models.DateTimeField(_("disimpan pada"))

    class Meta:
        verbose_name = _("scan KTP sementara")
        verbose_name_plural = _("scan KTP sementara")
        indexes = [models.Index(fields=["kept_at"], name="izin_kept_scan_oldest")]
        constraints = [models.CheckConstraint(condition=Q(sha256__regex=_DIGEST), name="izin_kept_scan_shape")]

    def __str__(self) -> str:
        return self.sha256


class MarkedScan(models.Model):
    """The copy of a scan that people look at: it says across the picture what it may be used for."""

    sha256 = models.CharField(_("sidik isi asli"), max_length=64, primary_key=True)
    copy_sha256 = models.CharField(_("sidik isi salinan"), max_length=64)

    class Meta:
        verbose_name = _("salinan KTP bertanda")
        verbose_name_plural = _("salinan KTP bertanda")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=_DIGEST, copy_sha256__regex=_DIGEST), name="izin_marked_scan_shape"
            )
        ]

    def __str__(self) -> str:
        return self.sha256
