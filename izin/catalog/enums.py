"""The words of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldKind(models.TextChoices):
    """What kind of answer a form field takes."""

    TEXT = "text", _("Teks")
    LONG_TEXT = "long_text", _("Teks panjang")
    DATE = "date", _("Tanggal")
    CHOICE = "choice", _("Pilihan")
    EMAIL = "email", _("Email")
    LOCATIONS = "locations", _("Lokasi penelitian")


class FieldMeaning(models.TextChoices):
    """What the service itself does with an answer, whatever the field is called."""

    SUBJECT = "subject", _("Judul atau perihal izin")
    PERIOD_START = "period_start", _("Izin berlaku sejak tanggal ini")
    PERIOD_END = "period_end", _("Izin berlaku sampai tanggal ini")
    COPY_EMAIL = "copy_email", _("Tembusan surat dikirim ke email ini")


class FileKind(models.TextChoices):
    """What kind of file a requirement takes; checked by content, never by name."""

    JPEG = "jpeg", _("Gambar JPG")
    PDF = "pdf", _("Berkas PDF")


class LocationKind(models.TextChoices):
    """What kind of place a research location is."""

    GROUP = "gabungan", _("Gabungan")
    HOSPITAL = "rumah_sakit", _("Rumah sakit")
    HEALTH_CENTRE = "puskesmas", _("Puskesmas")
    OFFICE = "opd", _("Perangkat daerah")
    DISTRICT_OFFICE = "kecamatan", _("Kantor camat")
    VILLAGE_OFFICE = "nagari", _("Kantor wali nagari")
