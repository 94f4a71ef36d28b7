"""The words of the tutorials."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a tutorial speaks to."""

    APPLICANT = "applicant", _("Untuk pemohon")
    PUBLIC = "public", _("Untuk masyarakat")
    OFFICER = "officer", _("Untuk petugas")
