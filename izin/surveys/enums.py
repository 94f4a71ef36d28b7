"""The words of the surveys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Satisfaction(models.IntegerChoices):
    """The answers of the poll (guide, page 12)."""

    VERY = 4, _("Sangat Puas")
    SATISFIED = 3, _("Puas")
    FAIRLY = 2, _("Cukup Puas")
    NOT = 1, _("Tidak Puas")
