"""Choices of the public pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the site search finds, in the order it is shown."""

    PERMIT_TYPE = "izin", _("Jenis izin")
    TUTORIAL = "tutorial", _("Tutorial")
    PUBLICATION = "publikasi", _("Publikasi")
    PAGE = "halaman", _("Halaman")
    DOCUMENT = "dokumen", _("Dokumen")
