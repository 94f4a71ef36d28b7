"""The words of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldKind(models.TextChoices):
    """What kind of answer a form field takes; `answers.kinds` says how each is asked, kept and written."""

    TEXT = "text", _("Teks")
    LONG_TEXT = "long_text", _("Teks panjang")
    NUMBER = "number", _("Angka")
    DATE = "date", _("Tanggal")
    DATE_RANGE = "date_range", _("Rentang tanggal")
    CHOICE = "choice", _("Pilihan")
    BOOLEAN = "boolean", _("Ya atau tidak")
    EMAIL = "email", _("Email")
    PHONE = "phone", _("Nomor telepon")
    PERSON = "person", _("Orang (nama dan telepon)")
    ADDRESS = "address", _("Alamat di Kabupaten Solok")
    PRACTICE_PLACE = "practice_place", _("Tempat praktik atau kegiatan (nama dan alamat)")
    LOCATIONS = "locations", _("Lokasi penelitian")


class FieldMeaning(models.TextChoices):
    """What the service itself does with an answer, whatever the field is called."""

    SUBJECT = "subject", _("Judul atau perihal izin")
    HOLDER = "holder", _("Pemegang izin, bila bukan pemohon")
    PLACE = "place", _("Tempat izin berlaku")
    PERIOD = "period", _("Izin berlaku dalam rentang ini")
    EXPIRY = "expiry", _("Izin tidak berlaku melewati tanggal ini")
    COPY_EMAIL = "copy_email", _("Tembusan surat dikirim ke email ini")
    PREVIOUS_NUMBER = "previous_number", _("Nomor izin yang diperpanjang")


class AppliesTo(models.TextChoices):
    """Which applications a field or a requirement concerns."""

    BOTH = "both", _("Baru dan perpanjangan")
    NEW = "new", _("Hanya permohonan baru")
    RENEWAL = "renewal", _("Hanya perpanjangan")


class Purpose(models.TextChoices):
    """Why somebody applies. The values are those of AppliesTo."""

    NEW = "new", _("Permohonan baru")
    RENEWAL = "renewal", _("Perpanjangan")


class DateLimit(models.TextChoices):
    """Which dates a date field takes."""

    NOT_FUTURE = "not_future", _("Tidak boleh setelah hari ini")
    NOT_PAST = "not_past", _("Tidak boleh sebelum hari ini")


class FileKind(models.TextChoices):
    """What kind of file a requirement takes; checked by content, never by name."""

    JPEG = "jpeg", _("Gambar JPG")
    PDF = "pdf", _("Berkas PDF")


class ContentCheck(models.TextChoices):
    """What is looked for inside an uploaded file."""

    QR = "qr", _("Kode QR harus terbaca")
    PHOTO_BACKGROUND = "photo_background", _("Latar foto merah atau biru (peringatan saja)")


class LetterLayout(models.TextChoices):
    """How the facts of a letter are laid out: `templates/pdf/<value>.html`."""

    GENERAL = "general", _("Umum")
    RESEARCH = "research", _("Penelitian")
    PRACTICE = "practice", _("Praktik kesehatan")
    CROWD = "crowd", _("Keramaian")
    SCHOOL = "school", _("Satuan pendidikan")


class Paper(models.TextChoices):
    """What a letter is printed on."""

    F4 = "F4", _("F4 (215 × 330 mm)")
    A4 = "A4", _("A4 (210 × 297 mm)")


class LocationKind(models.TextChoices):
    """What kind of place a research location is."""

    GROUP = "gabungan", _("Gabungan")
    HOSPITAL = "rumah_sakit", _("Rumah sakit")
    HEALTH_CENTRE = "puskesmas", _("Puskesmas")
    OFFICE = "opd", _("Perangkat daerah")
    DISTRICT_OFFICE = "kecamatan", _("Kantor camat")
    VILLAGE_OFFICE = "nagari", _("Kantor wali nagari")
