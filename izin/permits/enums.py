"""The words of issued permits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PermitState(models.TextChoices):
    """What the office has decided about a permit since it was issued."""

    ACTIVE = "active", _("Aktif")
    REVOKED = "revoked", _("Dicabut")
    REPLACED = "replaced", _("Diganti")


class PublicStatus(models.TextChoices):
    """What the register says of a permit today (P6)."""

    VALID = "valid", _("Berlaku")
    NOT_YET = "not_yet", _("Belum berlaku")
    EXPIRING = "expiring", _("Segera berakhir")
    EXPIRED = "expired", _("Habis masa berlaku")
    REVOKED = "revoked", _("Dicabut")
    REPLACED = "replaced", _("Diganti")


# How each status is coloured beside its word.
STATUS_TONES = {
    PublicStatus.VALID: "success",
    PublicStatus.NOT_YET: "info",
    PublicStatus.EXPIRING: "warning",
    PublicStatus.EXPIRED: "neutral",
    PublicStatus.REVOKED: "danger",
    PublicStatus.REPLACED: "neutral",
}


class RenewalKind(models.TextChoices):
    """Why somebody applies again from a permit he has (F11)."""

    RENEWAL = "renewal", _("Perpanjangan")
    CHANGE = "change", _("Perubahan data izin")


class ReminderTopic(models.TextChoices):
    """What a holder is reminded of."""

    EXPIRY = "expiry", _("Izin segera berakhir")
    REPORT = "report", _("Laporan hasil belum diserahkan")


class ReportState(models.TextChoices):
    """What has become of a report of results (F10)."""

    SUBMITTED = "submitted", _("Menunggu diperiksa")
    ACCEPTED = "accepted", _("Diterima")
    RETURNED = "returned", _("Perlu diperbaiki")
    REPLACED = "replaced", _("Diganti pemohon")
