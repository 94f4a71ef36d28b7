"""The second factor of an officer's login (A6): codes of an app by time, and codes on paper for when it is lost."""

import secrets
import time
from base64 import b32decode, b32encode
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, DeviceManager, ThrottlingMixin
from django_otp.oath import TOTP

from common.fields import EncryptedTextField

KEY_BYTES = 20
STEP_SECONDS = 30
DIGITS = 6
# A code of the step before or after is taken too: telephones are not exact.
TOLERANCE = 1


def key_make() -> str:
    """Return a new secret, as apps read it (base32)."""
    return b32encode(secrets.token_bytes(KEY_BYTES)).decode()


class TotpDevice(ThrottlingMixin, Device):
    """An app that shows a new code every half minute (RFC 6238).

    As django-otp's own device, but its secret is encrypted: whoever reads the database has no second factor. After
    each wrong code the next try waits twice as long. A code is good once.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("pengguna")
    )
    key = EncryptedTextField(_("rahasia"), default=key_make)
    drift = models.SmallIntegerField(_("selisih jam"), default=0)
    last_t = models.BigIntegerField(_("langkah terakhir"), default=-1)
    created_at = models.DateTimeField(_("dipasang pada"), auto_now_add=True)

    objects: ClassVar[models.Manager["TotpDevice"]] = DeviceManager()

    class Meta:
        verbose_name = _("aplikasi autentikator")
        verbose_name_plural = _("aplikasi autentikator")
        constraints = [
            # One in use, and at most one that is being set up.
            models.UniqueConstraint(fields=["user", "confirmed"], name="izin_totp_device_once"),
        ]

    def get_throttle_factor(self) -> int:
        """Return the seconds to wait after the first wrong code."""
        return 1

    def takes(self, token: str) -> bool:
        """Tell whether the code is good now and was not used; the caller has locked the row, and saves it."""
        totp = TOTP(b32decode(self.key), STEP_SECONDS, 0, DIGITS, self.drift)
        totp.time = time.time()
        if not totp.verify(int(token), TOLERANCE, self.last_t + 1):
            return False
        self.last_t, self.drift = totp.t(), totp.drift
        return True


class RecoveryCode(models.Model):
    """A code that is good once in the place of the app; only its keyed index is kept."""

    device = models.ForeignKey(
        TotpDevice, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name=_("aplikasi autentikator")
    )
    code_index = models.CharField(_("indeks kode"), max_length=64)
    used_at = models.DateTimeField(_("dipakai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("kode pemulihan")
        verbose_name_plural = _("kode pemulihan")
        constraints = [
            models.UniqueConstraint(fields=["device", "code_index"], name="izin_recovery_code_once"),
            models.CheckConstraint(condition=Q(code_index__regex=r"^[0-9a-f]{64}$"), name="izin_recovery_code_hashed"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
