"""Fixed vocabularies of messaging."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By which way a message goes."""

    EMAIL = "email", _("E-mail")


class MessageState(TextChoices):
    """Where a message of the outbox stands."""

    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")


# Nothing more happens to a message in one of these.
FINAL_STATES = frozenset({MessageState.SENT, MessageState.FAILED})
