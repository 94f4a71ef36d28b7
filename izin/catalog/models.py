"""Permit types as data (decision D4), and the reference tables they need."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from izin.accounts.enums import Role
from izin.workflow.engine import StageRule

from .enums import FieldKind, FieldMeaning, FileKind, LocationKind
from .forms import PermitTypeForm
from .numbering import pattern_problems

KEY = RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("Gunakan huruf kecil, angka, dan garis bawah."))


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


class PermitType(DraftStateMixin, RevisionMixin, ClusterableModel):
    """One kind of permit. An application pins the revision it began with, so that edits never change its rules."""

    sector = models.ForeignKey(Sector, verbose_name=_("sektor"), on_delete=models.PROTECT, related_name="permit_types")
    code = models.SlugField(_("kode"), unique=True)
    slug = models.SlugField(_("alamat"), unique=True)
    name = models.CharField(_("nama"), max_length=200)
    letter_title = models.CharField(_("judul surat"), max_length=200)
    description = models.TextField(_("keterangan"), blank=True)
    legal_basis = models.TextField(_("dasar hukum"), blank=True, help_text=_("Satu dasar hukum setiap baris."))
    service_days = models.PositiveSmallIntegerField(_("waktu layanan (hari kerja)"))
    fee_label = models.CharField(_("biaya"), max_length=100)
    validity_note = models.CharField(_("masa berlaku"), max_length=200)
    validity_years_max = models.PositiveSmallIntegerField(
        _("paling lama berlaku (tahun)"),
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Dihitung sejak tanggal penetapan."),
    )
    registration_pattern = models.CharField(_("pola nomor registrasi"), max_length=100, validators=[validate_pattern])
    number_pattern = models.CharField(_("pola nomor izin"), max_length=100, validators=[validate_pattern])
    number_classification = models.CharField(_("kode klasifikasi"), max_length=30)
    number_code = models.CharField(_("kode izin"), max_length=10, unique=True)

    base_form_class = PermitTypeForm

    # Wagtail keeps revisions through a generic relation; the name lets queries reach the type from a revision.
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="permit_type")

    class Meta:
        verbose_name = _("jenis izin")
        verbose_name_plural = _("jenis izin")
        ordering = ["sector__order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> models.Manager:
        """The revisions, as RevisionMixin asks for them."""
        return self._revisions

    @property
    def flow(self) -> list[StageRule]:
        """The stages as the workflow engine reads them, in order."""
        return [StageRule(stage.key, Role(stage.role), stage.signs) for stage in self.stages.all()]

    def field_with(self, meaning: FieldMeaning) -> "FormField | None":
        """Return the field that carries this meaning, if the type has one."""
        return next((field for field in self.fields.all() if field.meaning == meaning), None)

    def clean(self) -> None:
        """Refuse numbers that two types could share. Stages are checked where they are known: see `forms`."""
        super().clean()
        if "{kode}" not in self.number_pattern:
            # Each type counts for itself: only its code keeps two types from giving the same number.
            raise ValidationError({"number_pattern": _("Pola nomor izin memerlukan penanda {kode}.")})


class FormField(Orderable):
    """One question of a permit type's form."""

    permit_type = ParentalKey(PermitType, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(_("kunci"), max_length=40, validators=[KEY])
    label = models.CharField(_("label"), max_length=120)
    kind = models.CharField(_("jenis isian"), max_length=20, choices=FieldKind)
    required = models.BooleanField(_("wajib"), default=True)
    help_text = models.CharField(_("petunjuk"), max_length=300, blank=True)
    options = models.TextField(_("pilihan"), blank=True, help_text=_("Satu pilihan setiap baris."))
    meaning = models.CharField(_("makna"), max_length=20, choices=FieldMeaning, blank=True)
    is_public = models.BooleanField(_("tampil di Izin Terbit"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("isian formulir")
        verbose_name_plural = _("isian formulir")
        constraints = [
            models.UniqueConstraint(fields=["permit_type", "key"], name="form_field_key_once"),
            models.CheckConstraint(condition=models.Q(kind__in=FieldKind.values), name="form_field_kind_known"),
            models.UniqueConstraint(
                fields=["permit_type", "meaning"],
                condition=~models.Q(meaning=""),
                name="form_field_meaning_once",
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
    file_kind = models.CharField(_("jenis berkas"), max_length=10, choices=FileKind)
    max_kb = models.PositiveIntegerField(_("ukuran paling besar (KB)"), validators=[MinValueValidator(1)])
    required = models.BooleanField(_("wajib"), default=True)
    from_account = models.BooleanField(_("pakai KTP akun pemohon"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        constraints = [
            models.UniqueConstraint(fields=["permit_type", "key"], name="requirement_key_once"),
            models.CheckConstraint(condition=models.Q(file_kind__in=FileKind.values), name="requirement_kind_known"),
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
    role = models.CharField(_("dikerjakan oleh"), max_length=40, choices=Role)
    signs = models.BooleanField(_("menandatangani"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("tahap")
        verbose_name_plural = _("tahap")
        constraints = [models.UniqueConstraint(fields=["permit_type", "key"], name="stage_key_once")]

    def __str__(self) -> str:
        return self.label


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
