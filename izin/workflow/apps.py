"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """Stages and actions as rules, the days on which the office is closed, and the reasons officers choose from."""

    name = "izin.workflow"
    label = "izin_workflow"
    verbose_name = _("Alur kerja")
