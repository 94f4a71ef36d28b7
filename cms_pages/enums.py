"""The words of the public pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationCategory(models.TextChoices):
    """What kind of text a publication is."""

    NEWS = "news", _("Berita")
    ANNOUNCEMENT = "announcement", _("Pengumuman")
    REGULATION = "regulation", _("Peraturan")
    SKM_REPORT = "skm_report", _("Laporan SKM")


class DocumentCategory(models.TextChoices):
    """What a document to download is for; pages list them in this order."""

    FORM = "form", _("Formulir")
    SAMPLE = "sample", _("Contoh surat")
    GUIDE = "guide", _("Panduan")
    OTHER = "other", _("Dokumen lain")
