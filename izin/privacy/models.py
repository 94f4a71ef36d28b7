"""Closed accounts: what is still kept of them, and until when (A7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField

REASON_LONGEST = 500


class AccountClosure(models.Model):
    """One account whose owner closed it.

    The NIK moves here from the account: nobody can log in with it any more, and its owner may register anew without
    reaching what belongs to the old account. It is erased with the identity, when no permit needs it any longer.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closure", verbose_name=_("pengguna")
    )
    # NULL once it is erased: the database can compare no encrypted text, but it sees NULL.
    nik = EncryptedTextField(_("NIK"), null=True)
    reason = models.CharField(_("alasan"), max_length=REASON_LONGEST, blank=True)
    closed_at = models.DateTimeField(_("ditutup pada"))
    contact_erased_at = models.DateTimeField(_("kontak dan berkas dihapus pada"), null=True, blank=True)
    identity_erased_at = models.DateTimeField(_("identitas dihapus pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("penutupan akun")
        verbose_name_plural = _("penutupan akun")
        ordering = ["closed_at", "pk"]
        indexes = [
            models.Index(
                fields=["closed_at"], condition=Q(identity_erased_at__isnull=True), name="izin_closure_not_erased"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(identity_erased_at__isnull=True) | Q(contact_erased_at__isnull=False, nik__isnull=True),
                name="izin_closure_contact_first",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
