"""The words of the workflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an application is in its life (design section 4)."""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diproses")
    RETURNED = "returned", _("Dikembalikan")
    AWAITING_SIGNATURE = "awaiting_signature", _("Menunggu tanda tangan")
    ISSUED = "issued", _("Diterbitkan")
    REJECTED = "rejected", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Dibatalkan pemohon")


class Action(models.TextChoices):
    """What somebody does to an application."""

    SUBMIT = "submit", _("Kirim")
    RESUBMIT = "resubmit", _("Kirim ulang")
    APPROVE = "approve", _("Setujui")
    RETURN = "return", _("Kembalikan ke pemohon")
    ISSUE = "issue", _("Tanda tangani dan terbitkan")
    SEND_BACK = "send_back", _("Kembalikan ke tahap sebelumnya")
    REJECT = "reject", _("Tolak")
    WITHDRAW = "withdraw", _("Batalkan permohonan")


# The applicant holds the application: answers and documents may be changed.
WITH_APPLICANT = frozenset({Status.DRAFT, Status.RETURNED})
# An officer holds it.
WITH_OFFICE = frozenset({Status.SUBMITTED, Status.AWAITING_SIGNATURE})
# Nothing more happens to it.
FINAL = frozenset({Status.ISSUED, Status.REJECTED, Status.WITHDRAWN})
