"""What an officer keeps for himself beside the lists of cases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A search of the inbox that an officer uses again. `query` is the query string of its address."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("nama saringan"), max_length=40)
    query = models.CharField(_("saringan"), max_length=500)

    class Meta:
        app_label = "izin_applications"
        verbose_name = _("saringan tersimpan")
        verbose_name_plural = _("saringan tersimpan")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "name"], name="saved_filter_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_filter_says_something"),
        ]

    def __str__(self) -> str:
        return self.name
