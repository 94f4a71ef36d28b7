"""The administrative regions of Indonesia."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from .codes import region_label

# The shape of a code and the length of its parent's, by level.
_SHAPES = {
    1: (r"^[0-9]{2}$", 0),
    2: (r"^[0-9]{2}\.[0-9]{2}$", 2),
    3: (r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$", 5),
    4: (r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$", 8),
}


def _code_fits_level() -> Q:
    fits = Q()
    for level, (shape, _length) in _SHAPES.items():
        fits |= Q(level=level, code__regex=shape)
    return fits


def _parent_fits_code() -> Q:
    fits = Q(level=1, parent__isnull=True)
    for level, (_shape, length) in _SHAPES.items():
        if length:
            # Without the test for null the comparison would be unknown, and what is unknown passes a check.
            fits |= Q(level=level, parent__isnull=False, parent=Left("code", length))
    return fits


class Region(models.Model):
    """A province, regency, district or village. Rows are never deleted: NIKs and answers keep their old codes."""

    class Level(models.IntegerChoices):
        """How deep a region lies."""

        PROVINCE = 1, _("Provinsi")
        REGENCY = 2, _("Kabupaten/kota")
        DISTRICT = 3, _("Kecamatan")
        VILLAGE = 4, _("Nagari/desa/kelurahan")

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=100)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("bagian dari"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        db_index=False,  # the index for children below begins with it
    )

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]
        indexes = [models.Index(fields=["parent", "name"], name="region_children")]
        constraints = [
            models.CheckConstraint(  # an unknown level fits no code
                condition=_code_fits_level(),
                name="region_code_fits_level",
                violation_error_message=_("Kode wilayah tidak sesuai dengan tingkatnya."),
            ),
            models.CheckConstraint(
                condition=_parent_fits_code(),
                name="region_parent_fits_code",
                violation_error_message=_("Wilayah induk tidak sesuai dengan kode wilayah."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name with what the place is: "Nagari Koto Baru"."""
        return region_label(self.code, self.name)
