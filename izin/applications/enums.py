"""The words of applications."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What an officer says of one document (guide, page 11: check or cross)."""

    ACCEPTED = "accepted", _("Sesuai")
    REFUSED = "refused", _("Perlu diperbaiki")


class NoteAudience(models.TextChoices):
    """Who may read a note."""

    APPLICANT = "applicant", _("Pemohon dan petugas")
    OFFICE = "office", _("Petugas saja")
