"""The public log of publications (T7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogLeaf(models.Model):
    """One leaf: the canonical text that was published and its RFC 6962 hash. Append-only, indexes without a gap."""

    index = models.BigIntegerField(_("indeks"), primary_key=True)
    content = models.TextField(_("isi"))
    leaf_hash = models.CharField(_("sidik daun"), max_length=64)
    created_at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("daun log transparansi")
        verbose_name_plural = _("daun log transparansi")
        ordering = ["index"]
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="log_leaf_index_from_zero")]

    def __str__(self) -> str:
        return f"{self.index} {self.leaf_hash[:12]}"
