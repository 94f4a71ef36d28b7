"""Tables around logging in: where somebody is logged in, codes for a forgotten password, and how often was asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import Channel

RESET_TRIES = 5
_INDEX = r"^[0-9a-f]{64}$"


class SignIn(models.Model):
    """One login that has not ended yet; its session knows the key of this row.

    Of the browser only a few words are kept, of the network nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("pengguna")
    )
    device = models.CharField(_("perangkat"), max_length=60)
    created_at = models.DateTimeField(_("masuk pada"), auto_now_add=True)
    last_seen_at = models.DateTimeField(_("terakhir dipakai"))

    class Meta:
        verbose_name = _("perangkat yang masuk")
        verbose_name_plural = _("perangkat yang masuk")
        ordering = ["-last_seen_at"]
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="izin_sign_in_of_user")]

    def __str__(self) -> str:
        return self.device


class PasswordResetCode(models.Model):
    """The one code by which a user may set a new password just now. The next one takes its place.

    Neither code nor proof is here: a code of six digits is guessed from a plain hash in no time, so both are kept as
    keyed blind indexes. `proof_index` is empty until the code was typed right.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("pengguna")
    )
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices)
    code_index = models.CharField(_("indeks kode"), max_length=64)
    proof_index = models.CharField(_("indeks bukti"), max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    created_at = models.DateTimeField(_("dibuat pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"))

    class Meta:
        verbose_name = _("kode atur ulang kata sandi")
        verbose_name_plural = _("kode atur ulang kata sandi")
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=RESET_TRIES), name="izin_reset_code_tries_at_most"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="izin_reset_code_channel_known"),
            models.CheckConstraint(condition=Q(code_index__regex=_INDEX), name="izin_reset_code_hashed"),
            models.CheckConstraint(
                condition=Q(proof_index="") | Q(proof_index__regex=_INDEX), name="izin_reset_code_proof_hashed"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="izin_reset_code_period_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class RequestCount(models.Model):
    """How often somebody asked for something in a span of time. Who, is a blind index of address or NIK."""

    topic = models.CharField(_("hal"), max_length=30)
    who = models.CharField(_("siapa"), max_length=64)
    since = models.DateTimeField(_("sejak"))
    count = models.PositiveIntegerField(_("jumlah"), default=0)

    class Meta:
        verbose_name = _("hitungan permintaan")
        verbose_name_plural = _("hitungan permintaan")
        constraints = [
            models.UniqueConstraint(fields=["topic", "who", "since"], name="izin_request_count_once"),
            models.CheckConstraint(condition=Q(who__regex=_INDEX), name="izin_request_count_who_hashed"),
        ]
        indexes = [models.Index(fields=["since"], name="izin_request_count_since")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.count}"
