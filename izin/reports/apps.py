"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What superiors see of all cases: figures, registers, satisfaction, the log of acts (W4, W10)."""

    name = "izin.reports"
    label = "izin_reports"
    verbose_name = _("Laporan")
