"""Fixed vocabularies of messaging."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import Channel

__all__ = ["FINAL_STATES", "Channel", "MessageState"]


class MessageState(TextChoices):
    """Where a message of the outbox stands."""

    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Tidak dikirim")

    @property
    def tone(self) -> str:
        """How pages show it: a colour by meaning."""
        return {"sent": "success", "failed": "danger", "cancelled": "neutral"}.get(self.value, "info")


# Nothing more happens to a message in one of these.
FINAL_STATES = frozenset({MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED})
