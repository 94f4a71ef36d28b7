"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    """Provinces, regencies, districts and villages of Indonesia."""

    name = "izin.regions"
    label = "izin_regions"
    verbose_name = _("Wilayah")
