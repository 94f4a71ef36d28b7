"""The outbox: stored with its cause, sent by the queue, never lost, never twice for one event (M3).

Delivery is at least once with a stable Message-ID. An attempt is counted and committed before it is made, so
a message that kills its worker is not tried for ever.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from common.errors import DomainError
from common.reference_data import Outcome, loading, row_load
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.messaging.channels import GATEWAYS, channels_open
from izin.messaging.enums import FINAL_STATES, Channel, MessageState
from izin.messaging.errors import DeliveryFailed, DeliveryRefused
from izin.messaging.models import ChannelChoice, MessageText, OutboxMessage
from izin.messaging.rendering import message_render
from izin.messaging.selectors import channels_chosen
from izin.messaging.texts import message_definitions

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
# Whoever sends for longer than this has died: the worker's own time limit is far shorter.
SENDING_LEASE = timedelta(minutes=5)
# What the queue has not tried after this time is handed to it again.
QUEUE_GRACE = timedelta(minutes=2)
BACKOFF_FIRST = timedelta(minutes=1)
BACKOFF_LONGEST = timedelta(hours=6)
SWEEP_BATCH = 200
DELIVER_TASK = "izin.messaging.services.message_deliver"


def person_notify(
    *,
    event_key: str,
    recipient: User,
    text: str,
    tokens: Mapping[str, str | int],
    channels: Collection[Channel] | None = None,
    secret: bool = False,
) -> list[OutboxMessage]:
    """Store a message to a person about one event for each channel he has chosen; return them.

    `channels` takes the place of his choice, for what must arrive whatever he chose (passwords, codes, the safety of
    the account). Without a telephone number there is no WhatsApp; who is left with no channel at all gets an e-mail.
    Whose account is closed hears nothing more. The rest is as `message_enqueue`.
    """
    if not recipient.is_active:
        return []
    wanted = channels_chosen(recipient) if channels is None else channels
    addresses = {Channel.EMAIL: recipient.email, Channel.WHATSAPP: recipient.phone}
    reachable = [channel for channel in Channel if channel in wanted and addresses[channel]]
    return [
        message_enqueue(
            event_key=event_key,
            channel=channel,
            recipient=recipient,
            address=addresses[channel],
            text=text,
            tokens=tokens,
            secret=secret,
        )
        for channel in reachable or [Channel.EMAIL]
    ]


def message_enqueue(
    *,
    event_key: str,
    address: str,
    text: str,
    tokens: Mapping[str, str | int],
    channel: Channel = Channel.EMAIL,
    recipient: User | None = None,
    secret: bool = False,
    attachment_sha256: str = "",
    attachment_name: str = "",
) -> OutboxMessage:
    """Store a message in the caller's transaction and hand it to the queue when that commits; return it.

    To a person with an account use `person_notify`. `text` is the key of a message, `tokens` the words for it; what
    it says is fixed now. A second message to the same address for the same `event_key` is not stored; the first one
    is returned. The body of a `secret` message is erased once it is sent or given up. An attachment is a PDF of the
    store "permits", and goes by e-mail alone. While its channel has no server the message waits in the outbox.

    Raises:
        TransactionManagementError: outside a transaction, where message and cause could part.
        KeyError, ValueError: no such message, or not its tokens: a fault of the calling code.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("message_enqueue needs the transaction of its cause")
    subject, body = message_render(text, tokens)
    configured = GATEWAYS[channel].configured()
    message = OutboxMessage(
        event_key=event_key,
        channel=channel,
        recipient_id=None if recipient is None else recipient.pk,
        address=address.strip().lower(),
        subject=subject,
        body=body,
        secret=secret,
        attachment_sha256=attachment_sha256,
        attachment_name=attachment_name,
        queued_at=timezone.now() if configured else None,
    )
    # The database decides between two at once; the loser changes nothing and its transaction goes on.
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    stored = OutboxMessage.objects.get(event_key=event_key, channel=channel, address_index=message.address_index)
    if configured:
        _queue_on_commit(stored.pk)
    return stored


def secrets_withdraw(recipient: User) -> None:
    """Cancel what waits to tell this person a password or code that is no longer good, and erase it."""
    OutboxMessage.objects.filter(recipient=recipient, secret=True, state=MessageState.PENDING).update(
        state=MessageState.CANCELLED, body=_("[isi rahasia dihapus, tidak dikirim]")
    )


@transaction.atomic
def channels_choose(*, person: User, channels: Collection[Channel]) -> None:
    """Remember by which channels this person wants to hear of applications and permits.

    Raises:
        DomainError: field "channels"; none is chosen, or WhatsApp without a telephone number.
    """
    if not channels:
        raise DomainError(_("Pilih sekurang-kurangnya satu saluran."), field="channels")
    if Channel.WHATSAPP in channels and not person.phone:
        raise DomainError(_("Nomor WhatsApp Anda belum dicatat."), field="channels")
    chosen = {"email": Channel.EMAIL in channels, "whatsapp": Channel.WHATSAPP in channels}
    choice, _created = ChannelChoice.objects.update_or_create(person=person, defaults=chosen)
    audit_record(actor=person, action="account.channels_chosen", subject=choice, data=chosen)


def message_deliver(pk: int) -> None:
    """Send one message if it is due; the queue's task, safe to run any number of times and at the same time.

    A passing fault is noted and tried again later, at most eight times in all; a refusal for good ends it. Nothing
    personal reaches the log: neither address nor text, nor what the server said about them.
    """
    message = _claim(pk)
    if message is None:
        return
    try:
        GATEWAYS[Channel(message.channel)].send(message)
    except DeliveryRefused as error:
        _give_up(message, str(error))
    except Exception as error:  # noqa: BLE001 - any fault of one message is noted at that message
        _retry_later(message, _describe(error))
    except BaseException as error:
        # The worker is told to stop, or its time is up: the message must not wait for its lease to end.
        _retry_later(message, _describe(error))
        raise
    else:
        _mark_sent(message)


def outbox_sweep() -> int:
    """Hand to the queue what it lost, what is due again, and what a dead worker was sending; return how many.

    Scheduled every minute.
    """
    channels = channels_open()
    if not channels:
        return 0
    now = timezone.now()
    waiting = Q(state=MessageState.PENDING, next_attempt_at__lte=now) & (
        Q(queued_at=None) | Q(queued_at__lt=now - QUEUE_GRACE)
    )
    abandoned = Q(state=MessageState.SENDING, claimed_at__lt=now - SENDING_LEASE) & (
        Q(queued_at=None) | Q(queued_at__lt=now - QUEUE_GRACE)
    )
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
            waiting | abandoned, channel__in=channels
        )
        pks = [message.pk for message in rows.order_by("next_attempt_at", "pk").only("pk")[:SWEEP_BATCH]]
        OutboxMessage.objects.filter(pk__in=pks).update(queued_at=now)
        for pk in pks:
            _queue_on_commit(pk)
    return len(pks)


@loading()
def message_texts_load(*, force: bool = False) -> Counter[Outcome]:
    """Bring in the shipped texts and return what became of them; an editor's text is kept, unless `force`."""
    rows = MessageText.objects.in_bulk(field_name="key")
    return Counter(
        row_load(
            MessageText,
            rows.get(definition.key),
            {"key": definition.key, "subject": definition.subject, "body": definition.body},
            force=force,
        )
        for definition in message_definitions().values()
    )


def _queue_on_commit(pk: int) -> None:
    """Hand the message to the queue; what fails there, or dies before, is found by the sweep: the cause stands."""

    def hand_over() -> None:
        async_task(DELIVER_TASK, pk)

    transaction.on_commit(hand_over, robust=True)


def _claim(pk: int) -> OutboxMessage | None:
    """Take the message for this attempt; None when it is not due, someone else has it, or there is no server."""
    channels = channels_open()
    if not channels:
        return None
    now = timezone.now()
    due = Q(state=MessageState.PENDING, next_attempt_at__lte=now) | Q(
        state=MessageState.SENDING, claimed_at__lt=now - SENDING_LEASE
    )
    # durable: the attempt is committed when this block ends, and not later with something around it.
    with transaction.atomic(durable=True):
        rows = OutboxMessage.objects.select_for_update(skip_locked=True)
        message = rows.filter(due, pk=pk, channel__in=channels).first()
        if message is None:
            return None
        if message.attempts >= MAX_ATTEMPTS:
            _finish(message, state=MessageState.FAILED, last_error=message.last_error or "abandoned")
            return None
        message.state = MessageState.SENDING
        message.attempts += 1
        message.claimed_at = now
        message.save(update_fields=["state", "attempts", "claimed_at"])
        return message


def _mark_sent(message: OutboxMessage) -> None:
    """Sent is sent, whoever holds the message by now."""
    _finish(message, state=MessageState.SENT, last_error="", sent_at=timezone.now())


def _give_up(message: OutboxMessage, error: str) -> None:
    logger.warning("Outbox message %s given up: %s", message.pk, error)
    _finish(message, state=MessageState.FAILED, last_error=error)


def _retry_later(message: OutboxMessage, error: str) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _give_up(message, error)
        return
    logger.warning("Outbox message %s, attempt %s: %s", message.pk, message.attempts, error)
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts).update(
        state=MessageState.PENDING,
        last_error=error,
        next_attempt_at=_next_attempt(message.attempts),
        queued_at=None,
    )


def _finish(message: OutboxMessage, **changes: Any) -> None:
    """Write a final state, and erase the text of a secret message: its account has moved on, or needs a new one."""
    if message.secret:
        sent = changes["state"] == MessageState.SENT
        changes["body"] = _("[isi rahasia sudah dikirim]") if sent else _("[isi rahasia dihapus, pesan gagal terkirim]")
    OutboxMessage.objects.filter(pk=message.pk).exclude(state__in=FINAL_STATES).update(**changes)


def _next_attempt(attempts: int) -> datetime:
    return timezone.now() + min(BACKOFF_FIRST * 4 ** (attempts - 1), BACKOFF_LONGEST)


def _describe(error: BaseException) -> str:
    """Name the kind of fault; what servers write about it may hold the address."""
    if isinstance(error, DeliveryFailed):
        return str(error)[:100]
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"[:100]
