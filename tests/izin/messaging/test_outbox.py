"""Storing messages: with their cause, once for a person and event, and found again when the queue loses them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from common.crypto import decrypt
from izin.messaging import services
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from izin.messaging.selectors import outbox_list
from tests.factories.accounts import ApplicantFactory

pytestmark = pytest.mark.django_db


def queued() -> list[tuple[str, tuple[int, ...]]]:
    return [(row.task["func"], row.task["args"]) for row in OrmQ.objects.order_by("pk")]


def test_text_is_fixed_when_stored_and_not_escaped_for_html(enqueue, settings):
    message = enqueue()
    message.refresh_from_db()
    assert message.subject == "Perihal untuk Siti Ma'rifah"
    assert message.body == f"Isi: sandi-rahasia\n\n{settings.OFFICE['short_name']}\n"
    assert (message.state, message.attempts, message.channel) == (MessageState.PENDING, 0, Channel.EMAIL)
    assert message.address == "irman@contoh.id"


def test_address_and_body_are_ciphertext_in_the_database(enqueue):
    message = enqueue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, body FROM izin_messaging_outboxmessage WHERE id = %s", [message.pk])
        address, body = cursor.fetchone()
    assert "irman" not in address
    assert "sandi-rahasia" not in body
    assert decrypt(address) == "irman@contoh.id"


def test_subject_can_not_smuggle_in_header_lines(enqueue):
    message = enqueue(tokens={"nama": "A\r\nBcc: lain@contoh.id", "teks": ""})
    assert message.subject == "Perihal untuk A Bcc: lain@contoh.id"


def test_one_message_a_person_and_event(enqueue):
    first = enqueue()
    again = enqueue(address=" IRMAN@contoh.id ", tokens={"nama": "Lain", "teks": "lain"})
    assert again == first
    assert OutboxMessage.objects.get().subject == first.subject
    assert enqueue(address="lain@contoh.id") != first
    assert enqueue(event_key="uji:2") != first
    assert OutboxMessage.objects.count() == 3


def test_message_goes_with_its_transaction(enqueue, smtp_settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_message_outside_a_transaction_is_refused(message_key):
    with pytest.raises(transaction.TransactionManagementError):
        services.message_enqueue(event_key="x", address="a@contoh.id", text=message_key, tokens={})
    assert not OutboxMessage.objects.exists()


def test_queue_gets_the_key_on_commit(enqueue, smtp_settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = enqueue()
        assert queued() == []
    assert queued() == [("izin.messaging.services.message_deliver", (message.pk,))]
    assert b"irman" not in OrmQ.objects.get().payload.encode()


def test_queue_that_fails_on_commit_does_not_harm_the_cause(
    enqueue, smtp_settings, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def broken(*args):
        raise ConnectionError("antrean mati")

    monkeypatch.setattr(services, "async_task", broken)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue()
    assert OutboxMessage.objects.get().state == MessageState.PENDING
    assert "antrean mati" in caplog.text


def test_without_a_mail_server_messages_wait_in_sight(
    enqueue, settings, django_capture_on_commit_callbacks, mailoutbox
):
    settings.EMAIL_HOST = ""
    with django_capture_on_commit_callbacks(execute=True):
        message = enqueue(secret=True)
    services.message_deliver(message.pk)
    assert services.outbox_sweep() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.PENDING, 0)
    assert "sandi-rahasia" in message.body
    assert queued() == []
    assert mailoutbox == []


def test_once_a_mail_server_is_there_the_sweep_finds_what_waited(
    enqueue, settings, smtp_settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = ""
    message = enqueue()
    settings.EMAIL_HOST = "127.0.0.1"
    with django_capture_on_commit_callbacks(execute=True):
        assert services.outbox_sweep() == 1
    assert queued() == [(services.DELIVER_TASK, (message.pk,))]


NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"queued_at": None}, 1),
        ({"queued_at": -MINUTE}, 0),  # handed over a moment ago
        ({"queued_at": -3 * MINUTE}, 1),  # lost by the queue
        ({"queued_at": None, "next_attempt_at": +MINUTE}, 0),  # waits after a fault
        ({"queued_at": None, "next_attempt_at": -MINUTE, "attempts": 3}, 1),
        ({"state": MessageState.SENDING, "claimed_at": -MINUTE, "queued_at": -3 * MINUTE}, 0),
        ({"state": MessageState.SENDING, "claimed_at": -6 * MINUTE, "queued_at": -7 * MINUTE}, 1),
        ({"state": MessageState.SENDING, "claimed_at": -6 * MINUTE, "queued_at": -MINUTE}, 0),
        ({"state": MessageState.SENT, "sent_at": -MINUTE, "queued_at": None}, 0),
        ({"state": MessageState.FAILED, "queued_at": None}, 0),
    ],
)
def test_what_the_sweep_hands_to_the_queue(enqueue, smtp_settings, django_capture_on_commit_callbacks, row, found):
    message = enqueue()
    now = timezone.now()
    OutboxMessage.objects.update(**{k: now + v if isinstance(v, timedelta) else v for k, v in row.items()})
    with django_capture_on_commit_callbacks(execute=True):
        assert services.outbox_sweep() == found
        assert services.outbox_sweep() == 0
    assert queued() == [(services.DELIVER_TASK, (message.pk,))] * found


def test_sweep_takes_the_oldest_first_and_not_too_many(
    enqueue, smtp_settings, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(services, "SWEEP_BATCH", 2)
    messages = [enqueue(event_key=f"uji:{n}") for n in range(3)]
    OutboxMessage.objects.update(queued_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert [services.outbox_sweep(), services.outbox_sweep()] == [2, 1]
    assert [args[0] for _func, args in queued()] == [message.pk for message in messages]


def test_officers_see_the_newest_first(enqueue, django_assert_num_queries):
    person = ApplicantFactory()
    first, second = enqueue(recipient=person), enqueue(event_key="uji:2", recipient=person)
    OutboxMessage.objects.filter(pk=first.pk).update(state=MessageState.FAILED)
    with django_assert_num_queries(1):
        listed = list(outbox_list())
        assert [message.recipient for message in listed] == [person, person]
    assert listed == [second, first]
    assert list(outbox_list(state=MessageState.FAILED)) == [first]


def test_no_message_of_the_log_or_admin_shows_the_address(enqueue):
    assert str(enqueue()) == "uji:1 (Menunggu)"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "x"}, "izin_outbox_state_known"),
        ({"state": MessageState.SENT}, "izin_outbox_sent_at_when_sent"),
        ({"sent_at": NOW}, "izin_outbox_sent_at_when_sent"),
        ({"state": MessageState.SENDING}, "izin_outbox_claimed_when_sending"),
        ({"channel": "x"}, "izin_outbox_channel_known"),
        ({"address_index": "irman"}, "izin_outbox_address_index_shape"),
        ({"attachment_sha256": "a" * 64}, "izin_outbox_attachment_whole"),
    ],
)
def test_database_holds_the_rules_itself(enqueue, change, constraint):
    enqueue()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMessage.objects.update(**change)
