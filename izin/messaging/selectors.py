"""Reading the outbox, and what editors need to know of a message."""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.db.models import Max, QuerySet

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


def events_of(person: User) -> QuerySet[OutboxMessage, Any]:
    """Return the events a person was told of, newest first, as `event_key`s: one, however many channels it took."""
    told = messages_of(person).order_by().values("event_key").annotate(newest=Max("created_at"), last=Max("pk"))
    return told.order_by("-newest", "-last")


def messages_by_event(person: User, event_keys: Collection[str]) -> list[list[OutboxMessage]]:
    """Return the messages of each of these events together, e-mail first, in the order of the keys; one query."""
    found = messages_of(person).filter(event_key__in=event_keys).order_by("event_key", "channel", "pk")
    groups = {key: list(group) for key, group in groupby(found, key=lambda message: message.event_key)}
    return [groups[key] for key in event_keys if key in groups]


def channels_chosen(person: User) -> list[Channel]:
    """Return the channels by which a person wants to hear of applications and permits; all until he chooses."""
    choice = ChannelChoice.objects.filter(person=person).first()
    return list(Channel) if choice is None else choice.channels


def message_definition(key: str) -> MessageDefinition:
    """Return purpose, shipped text and tokens of a message. Raises KeyError when the service sends no such message."""
    return message_definitions()[key]
