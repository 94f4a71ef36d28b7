"""Reading the outbox, and what editors need to know of a message."""

from django.db.models import QuerySet

from izin.accounts.models import User
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import ChannelChoice, OutboxMessage
from izin.messaging.texts import MessageDefinition, message_definitions


def outbox_list(*, state: MessageState | None = None) -> QuerySet[OutboxMessage]:
    """Return messages, newest first, with their recipients; of one state, or all. For officers only."""
    messages = OutboxMessage.objects.select_related("recipient").order_by("-created_at", "-pk")
    return messages if state is None else messages.filter(state=state)


def messages_of(person: User) -> QuerySet[OutboxMessage]:
    """Return what was sent to a person, newest first. The bodies of secret ones are not for his page."""
    return OutboxMessage.objects.filter(recipient=person).order_by("-created_at", "-pk")


def channels_chosen(person: User) -> list[Channel]:
    """Return the channels by which a person wants to hear of applications and permits; all until he chooses."""
    choice = ChannelChoice.objects.filter(person=person).first()
    return list(Channel) if choice is None else choice.channels


def message_definition(key: str) -> MessageDefinition:
    """Return purpose, shipped text and tokens of a message. Raises KeyError when the service sends no such message."""
    return message_definitions()[key]
