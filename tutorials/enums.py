"""The words of the tutorials."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a tutorial speaks to."""

    APPLICANT = "applicant", _("Untuk pemohon")
    PUBLIC = "public", _("Untuk masyarakat")
    OFFICER = "officer", _("Untuk petugas")


class Topic(models.TextChoices):
    """What a tutorial is about, in the order of an application's life."""

    ACCOUNT = "account", _("Akun")
    APPLICATION = "application", _("Permohonan")
    DOCUMENTS = "documents", _("Dokumen persyaratan")
    PROCESS = "process", _("Proses dan perbaikan")
    PERMIT = "permit", _("Izin terbit")
    HELP = "help", _("Bantuan")
