"""Permit types as data (decision D4), and the reference tables they need."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, Revision, RevisionMixin
from wagtail.search import index

from izin.accounts.enums import Role
from izin.workflow.engine import StageRule

from .enums import (
    AppliesTo,
    ContentCheck,
    DateLimit,
    FieldKind,
    FieldMeaning,
    FileKind,
    LetterLayout,
    LocationKind,
    Paper,
)
from .forms import PermitTypeForm
from .numbering import pattern_problems

# No two underscores: the parts of an answer that has several are named `<key>__<part>` in the form.
KEY = RegexValidator(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*\Z", _("Gunakan huruf kecil, angka, dan satu garis bawah."))
LETTER_FEATURES = ["bold", "italic", "ol", "ul"]


def validate_pattern(value: str) -> None:
    """Refuse a number pattern that can not be used."""
    if problems := pattern_problems(value):
        raise ValidationError(problems)


class Sector(models.Model):  # type: ignore[django-manager-missing]
    """A field of service, as the requirements pages group them: Penelitian, Kesehatan, Keramaian, Pendidikan."""

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=100)
    description = models.TextField(_("keterangan"), blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("sektor")
        verbose_name_plural = _("sektor")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class PermitType(PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """One kind of permit. An application pins the revision it began with, so that edits never change its rules."""

    sector = models.ForeignKey(Sector, verbose_name=_("sektor"), on_delete=models.PROTECT, related_name="permit_types")
    code = models.SlugField(_("kode"), unique=True, help_text=_("Nama pendek di dalam sistem, misalnya parkir-acara."))
    slug = models.SlugField(
        _("alamat halaman"),
        unique=True,
        help_text=_("Bagian akhir alamat halaman syarat: huruf kecil dan tanda hubung, misalnya izin-parkir-acara."),
    )
    name = models.CharField(_("nama"), max_length=200)
    menu_name = models.CharField(
        _("nama menu"), max_length=100, blank=True, help_text=_("Kelompok pada halaman Buat Permohonan.")
    )
    letter_title = models.CharField(_("judul surat"), max_length=200)
    description = models.TextField(_("keterangan"), blank=True)
    legal_basis = models.TextField(_("dasar hukum"), blank=True, help_text=_("Satu dasar hukum setiap baris."))
    source_note = models.TextField(
        _("catatan asal data"),
        blank=True,
        help_text=_("Untuk pengelola saja: dari mana ketentuan ini dan apa yang masih harus diperiksa."),
    )
    service_days = models.PositiveSmallIntegerField(_("waktu layanan (hari kerja)"))
    fee_label = models.CharField(_("biaya"), max_length=100)
    validity_note = models.CharField(_("masa berlaku"), max_length=200)
    validity_years_max = models.PositiveSmallIntegerField(
        _("paling lama berlaku (tahun)"),
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Dihitung sejak tanggal penetapan."),
    )
    renewable = models.BooleanField(_("dapat diperpanjang"), default=False)
    renewal_days = models.PositiveSmallIntegerField(
        _("perpanjangan dapat diajukan (hari sebelum berakhir)"), default=90, validators=[MaxValueValidator(365)]
    )
    renewal_grace_days = models.PositiveSmallIntegerField(
        _("perpanjangan masih diterima (hari setelah berakhir)"), default=90, validators=[MaxValueValidator(3650)]
    )
    max_per_person = models.PositiveSmallIntegerField(
        _("paling banyak dimiliki seorang"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Izin jenis ini yang berlaku pada waktu yang sama. Kosongkan bila tidak dibatasi."),
    )
    needs_result_report = models.BooleanField(
        _("pemegang menyerahkan laporan hasil"),
        default=False,
        help_text=_("Diminta melalui menu Hasil Penelitian dan diingatkan setelah izin berakhir."),
    )
    registration_pattern = models.CharField(_("pola nomor registrasi"), max_length=100, validators=[validate_pattern])
    number_pattern = models.CharField(_("pola nomor izin"), max_length=100, validators=[validate_pattern])
    number_classification = models.CharField(_("kode klasifikasi"), max_length=30)
    number_code = models.CharField(_("kode izin"), max_length=10, unique=True)
    letter_layout = models.CharField(
        _("tata letak surat"), max_length=20, choices=LetterLayout, default=LetterLayout.GENERAL
    )
    letter_opening = RichTextField(_("pembuka surat"), features=LETTER_FEATURES, blank=True)
    letter_conditions = RichTextField(_("ketentuan"), features=LETTER_FEATURES, blank=True)
    letter_copies = RichTextField(_("tembusan"), features=LETTER_FEATURES, blank=True)

    base_form_class = PermitTypeForm
    search_fields = [
        index.SearchField("title", boost=2),
        *map(index.SearchField, ("description", "letter_title", "legal_basis")),
        index.RelatedFields("requirements", [index.SearchField("name")]),
        index.RelatedFields("fields", [index.SearchField("label")]),
        # What the list in the admin looks for, filters and sorts by.
        *map(index.SearchField, ("name", "code")),
        *map(index.AutocompleteField, ("name", "code")),
        *map(index.FilterField, ("name", "sector", "live", "renewable")),
    ]

    # Wagtail keeps revisions through a generic relation; the name lets queries reach the type from a revision.
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="permit_type")

    class Meta:
        verbose_name = _("jenis izin")
        verbose_name_plural = _("jenis izin")
        ordering = ["sector__order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letter_layout__in=LetterLayout.values), name="permit_type_layout_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def at_revision(cls, revision: Revision) -> "PermitType":
        """Return the type as it was at a revision, in no query but the one that read the revision.

        Wagtail's own `as_object` asks the database for every foreign key of every row. Nothing here needs it: a
        sector with types can not be deleted, and a missing example file reads as none.
        """
        return cls.from_serializable_data(revision.content, check_fks=False)

    @property
    def title(self) -> str:
        """The name, as the search index calls it: words of a title weigh more there."""
        return self.name

    @property
    def revisions(self) -> models.Manager:
        """The revisions, as RevisionMixin asks for them."""
        return self._revisions

    @property
    def flow(self) -> list[StageRule]:
        """The stages as the workflow engine reads them, in order."""
        return [StageRule(stage.key, Role(stage.role), stage.signs) for stage in self.stages.all()]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, by whatever way it comes: the admin, a schedule, the shipped catalogue.

        Raises ValidationError with what is wrong when it could not serve an applicant (see `publishing`).
        """
        publish_problems = import_string("izin.catalog.publishing.publish_problems")
        if problems := publish_problems(self.with_content_json(revision.content)):
            raise ValidationError(problems)
        super().publish(revision, *args, **kwargs)
        # Wagtail wrote the index when the row was saved, which is before its fields and requirements are.
        index.insert_or_update_object(PermitType.objects.get(pk=self.pk))

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What editors may look at before they publish."""
        return [("form", _("Formulir pemohon")), ("letter", _("Surat izin"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the form or the letter as they would be (see `previewing`)."""
        return import_string("izin.catalog.previewing.preview_response")(request, self, mode_name)


class FormField(Orderable):
    """One question of a permit type's form."""

    permit_type = ParentalKey(PermitType, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(_("kunci"), max_length=40, validators=[KEY])
    label = models.CharField(_("label"), max_length=120)
    kind = models.CharField(_("jenis isian"), max_length=20, choices=FieldKind, default=FieldKind.TEXT)
    required = models.BooleanField(_("wajib"), default=True)
    help_text = models.CharField(_("petunjuk"), max_length=300, blank=True)
    options = models.TextField(_("pilihan"), blank=True, help_text=_("Satu pilihan setiap baris."))
    meaning = models.CharField(_("makna"), max_length=20, choices=FieldMeaning, blank=True)
    is_public = models.BooleanField(_("tampil di Izin Terbit"), default=False)
    on_letter = models.BooleanField(_("tercantum dalam surat"), default=True)
    applies_to = models.CharField(_("untuk permohonan"), max_length=10, choices=AppliesTo, default=AppliesTo.BOTH)
    show_if_field = models.CharField(
        _("hanya bila isian (kunci)"),
        max_length=40,
        blank=True,
        help_text=_("Kunci isian pilihan atau ya/tidak yang lebih dahulu ditanyakan."),
    )
    show_if_value = models.CharField(
        _("bernilai"), max_length=120, blank=True, help_text=_("Salah satu pilihannya, atau: ya, tidak.")
    )
    pattern = models.CharField(
        _("pola"), max_length=200, blank=True, help_text=_("Untuk teks: ekspresi reguler RE2, misalnya \\d{8}.")
    )
    pattern_hint = models.CharField(_("pesan bila tidak sesuai pola"), max_length=200, blank=True)
    min_value = models.IntegerField(
        _("paling kecil"), null=True, blank=True, help_text=_("Angka: nilainya. Teks: banyaknya huruf.")
    )
    max_value = models.IntegerField(_("paling besar"), null=True, blank=True)
    date_limit = models.CharField(_("batas tanggal"), max_length=20, choices=DateLimit, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("isian formulir")
        verbose_name_plural = _("isian formulir")
        constraints = [
            models.UniqueConstraint(
                fields=["permit_type", "key"], name="form_field_key_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(kind__in=FieldKind.values), name="form_field_kind_known"),
            models.CheckConstraint(
                condition=models.Q(applies_to__in=AppliesTo.values), name="form_field_applies_to_known"
            ),
            # At the end of the transaction: a meaning may move from one row to another, and rows are saved one by one.
            ExclusionConstraint(
                name="form_field_meaning_once",
                expressions=[("permit_type", RangeOperators.EQUAL), ("meaning", RangeOperators.EQUAL)],
                condition=~models.Q(meaning=""),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def option_list(self) -> list[str]:
        """The choices in order."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class Requirement(Orderable):
    """One document an applicant must give."""

    permit_type = ParentalKey(PermitType, on_delete=models.CASCADE, related_name="requirements")
    key = models.CharField(_("kunci"), max_length=40, validators=[KEY])
    name = models.CharField(_("nama"), max_length=200)
    help_text = models.CharField(_("petunjuk"), max_length=300, blank=True)
    file_kind = models.CharField(_("jenis berkas"), max_length=10, choices=FileKind, default=FileKind.PDF)
    max_kb = models.PositiveIntegerField(_("ukuran paling besar (KB)"), default=1024, validators=[MinValueValidator(1)])
    required = models.BooleanField(_("wajib"), default=True)
    applies_to = models.CharField(_("untuk permohonan"), max_length=10, choices=AppliesTo, default=AppliesTo.BOTH)
    from_account = models.BooleanField(_("pakai KTP akun pemohon"), default=False)
    from_permit = models.BooleanField(_("pakai surat izin lama dari layanan ini"), default=False)
    reusable = models.BooleanField(
        _("boleh dipakai lagi saat perpanjangan"),
        default=False,
        help_text=_("Untuk berkas yang isinya tetap, misalnya ijazah. Pemohon memilih sendiri."),
    )
    on_letter = models.BooleanField(_("pas foto yang dicetak pada surat"), default=False)
    content_check = models.CharField(_("pemeriksaan isi"), max_length=20, choices=ContentCheck, blank=True)
    example = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("contoh berkas"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        constraints = [
            models.UniqueConstraint(
                fields=["permit_type", "key"], name="requirement_key_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(file_kind__in=FileKind.values), name="requirement_kind_known"),
            models.CheckConstraint(
                condition=models.Q(applies_to__in=AppliesTo.values), name="requirement_applies_to_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def max_bytes(self) -> int:
        """The size limit in bytes."""
        return self.max_kb * 1024


class Stage(Orderable):
    """One stage of a permit type's workflow (W1)."""

    permit_type = ParentalKey(PermitType, on_delete=models.CASCADE, related_name="stages")
    key = models.CharField(_("kunci"), max_length=40, validators=[KEY])
    label = models.CharField(_("nama"), max_length=100)
    role = models.CharField(_("dikerjakan oleh"), max_length=40, choices=Role, default=Role.FRONT_DESK)
    signs = models.BooleanField(_("menandatangani"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("tahap")
        verbose_name_plural = _("tahap")
        constraints = [
            models.UniqueConstraint(
                fields=["permit_type", "key"], name="stage_key_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.label


class LetterSettings(BaseGenericSetting):
    """What stands on every letter (T1). What is left empty comes from the settings of the installation."""

    government = models.CharField(_("pemerintah daerah"), max_length=150, blank=True)
    name = models.CharField(_("nama dinas"), max_length=200, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    place = models.CharField(_("tempat penetapan"), max_length=60, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("lambang daerah"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    paper = models.CharField(_("kertas"), max_length=2, choices=Paper, default=Paper.F4)
    footer = models.TextField(
        _("catatan kaki"), blank=True, max_length=600, help_text=_("Satu catatan setiap baris, di kaki setiap halaman.")
    )

    panels = [
        HelpPanel(_("Yang dibiarkan kosong dicetak seperti pada pengaturan awal layanan ini.")),
        *map(FieldPanel, ("government", "name", "address", "phone", "place", "logo", "paper", "footer")),
    ]

    class Meta:
        verbose_name = _("kop dan kaki surat")
        constraints = [
            models.CheckConstraint(condition=models.Q(paper__in=Paper.values), name="letter_settings_paper_known")
        ]


class ResearchLocation(models.Model):
    """A place of research from the office's list (F3)."""

    kind = models.CharField(_("jenis"), max_length=20, choices=LocationKind)
    name = models.CharField(_("nama"), max_length=150)
    district = models.CharField(_("kecamatan"), max_length=100, blank=True)
    active = models.BooleanField(_("dapat dipilih"), default=True)
    source = models.CharField(
        _("asal data"), max_length=100, help_text=_("Tempat data diperoleh, agar kantor dapat memeriksanya.")
    )

    class Meta:
        verbose_name = _("lokasi penelitian")
        verbose_name_plural = _("lokasi penelitian")
        ordering = ["name", "district"]
        constraints = [models.UniqueConstraint(fields=["name", "district"], name="research_location_once")]

    def __str__(self) -> str:
        # Two nagari are named Koto Laweh and two Batu Bajanjang: a name alone does not tell the place.
        return f"{self.name}, Kec. {self.district}" if self.district else self.name


class NumberCounter(models.Model):
    """The last number given in a series and year. Taking a number locks the row, so no number is given twice."""

    series = models.CharField(_("seri"), max_length=120)
    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("penghitung nomor")
        verbose_name_plural = _("penghitung nomor")
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
