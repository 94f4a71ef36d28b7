"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    """Letters as PDF/A, electronic signatures (PAdES), and the check of signed files."""

    name = "izin.signing"
    label = "izin_signing"
    verbose_name = _("Tanda tangan elektronik")
