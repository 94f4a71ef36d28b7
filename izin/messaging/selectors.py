"""Reading the outbox, and what editors need to know of a message."""

from django.db.models import QuerySet

from izin.messaging.enums import MessageState
from izin.messaging.models import OutboxMessage
from izin.messaging.texts import MessageDefinition, message_definitions


def outbox_list(*, state: MessageState | None = None) -> QuerySet[OutboxMessage]:
    """Return messages, newest first, with their recipients; of one state, or all. For officers only."""
    messages = OutboxMessage.objects.select_related("recipient").order_by("-created_at", "-pk")
    return messages if state is None else messages.filter(state=state)


def message_definition(key: str) -> MessageDefinition:
    """Return purpose, shipped text and tokens of a message. Raises KeyError when the service sends no such message."""
    return message_definitions()[key]
