"""Reading the outbox."""

from django.db.models import QuerySet

from izin.messaging.enums import MessageState
from izin.messaging.models import OutboxMessage


def outbox_list(*, state: MessageState | None = None) -> QuerySet[OutboxMessage]:
    """Return messages, newest first, with their recipients; of one state, or all. For officers only."""
    messages = OutboxMessage.objects.select_related("recipient").order_by("-created_at", "-pk")
    return messages if state is None else messages.filter(state=state)
