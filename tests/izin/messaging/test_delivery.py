"""Sending: to a real mail server that takes, refuses, is slow or is not there; at once; and killed on the way."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ

from common.content_store import content_save
from izin.messaging import services
from izin.messaging.channels import email
from izin.messaging.enums import MessageState
from izin.messaging.models import OutboxMessage


def later(**time) -> None:
    """Let time pass for all messages."""
    by = timedelta(**time)
    for message in OutboxMessage.objects.all():
        OutboxMessage.objects.filter(pk=message.pk).update(
            next_attempt_at=message.next_attempt_at - by,
            claimed_at=message.claimed_at and message.claimed_at - by,
            queued_at=message.queued_at and message.queued_at - by,
        )


def state_of(message: OutboxMessage) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.last_error


def logged(caplog) -> str:
    """Return what our side logged; the mail server of the tests logs for itself."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")


@pytest.mark.django_db
def test_message_arrives_once_however_often_the_task_runs(enqueue, mailbox):
    message = enqueue()
    for _ in range(3):
        services.message_deliver(message.pk)
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("irman@contoh.id", "Perihal untuk Siti Ma'rifah")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Isi: sandi-rahasia" in mail.get_payload()
    assert state_of(message) == (MessageState.SENT, 1, "")
    assert message.sent_at is not None
    assert "sandi-rahasia" in message.body


@pytest.mark.django_db
def test_secret_is_erased_once_it_is_sent(enqueue, mailbox):
    message = enqueue(secret=True)
    services.message_deliver(message.pk)
    assert "sandi-rahasia" in mailbox.mails[0].get_payload()
    message.refresh_from_db()
    assert message.body == "[isi rahasia sudah dikirim]"


@pytest.mark.django_db
def test_attachment_travels_unchanged(enqueue, mailbox):
    sha256 = content_save("permits", b"%PDF-1.7 izin")
    message = enqueue(attachment_sha256=sha256, attachment_name="izin.pdf")
    services.message_deliver(message.pk)
    _text, attached = mailbox.mails[0].get_payload()
    assert attached.get_filename() == "izin.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_payload(decode=True) == b"%PDF-1.7 izin"


@pytest.mark.django_db
def test_lost_attachment_is_a_fault_of_this_message_alone(enqueue, mailbox):
    message = enqueue(attachment_sha256="0" * 64, attachment_name="izin.pdf")
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.PENDING, 1, "FileNotFoundError")
    assert mailbox.mails == []


@pytest.mark.django_db
def test_passing_refusal_is_tried_again_later_with_the_same_message_id(enqueue, mailbox):
    mailbox.data_answers = ["451 nanti saja irman@contoh.id"]
    message = enqueue()
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.PENDING, 1, "SMTPDataError 451")
    assert timedelta(seconds=50) < message.next_attempt_at - timezone.now() <= timedelta(minutes=1)
    services.message_deliver(message.pk)  # not due yet
    assert mailbox.mails == []
    later(minutes=2)
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.SENT, 2, "")
    other = enqueue(event_key="uji:2")
    services.message_deliver(other.pk)
    first_id, other_id = (mail["Message-ID"] for mail in mailbox.mails)
    assert first_id != other_id
    assert first_id.startswith("<outbox.")


@pytest.mark.django_db
def test_message_id_is_the_same_at_every_attempt(enqueue, mailbox, monkeypatch):
    message = enqueue()
    email.send(message)
    email.send(message)
    assert mailbox.mails[0]["Message-ID"] == mailbox.mails[1]["Message-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["rcpt_answers", "data_answers"])
def test_refusal_for_good_fails_at_once_and_erases_the_secret(enqueue, mailbox, where, caplog):
    setattr(mailbox, where, ["550 tidak ada irman@contoh.id"])
    message = enqueue(secret=True)
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.FAILED, 1, "SMTP 550")
    assert message.body == "[isi rahasia dihapus, pesan gagal terkirim]"
    later(days=1)
    services.message_deliver(message.pk)
    assert mailbox.mails == []
    assert "irman" not in logged(caplog)


@pytest.mark.django_db
def test_passing_refusal_of_the_recipient_is_tried_again(enqueue, mailbox):
    mailbox.rcpt_answers = ["450 kotak surat sibuk"]
    message = enqueue()
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.PENDING, 1, "SMTPRecipientsRefused")


@pytest.mark.django_db
def test_server_slower_than_the_time_out_is_tried_again(enqueue, mailbox):
    mailbox.delay = 1.0
    message = enqueue()
    services.message_deliver(message.pk)
    state, attempts, error = state_of(message)
    assert (state, attempts) == (MessageState.PENDING, 1)
    assert error in {"TimeoutError", "SMTPServerDisconnected"}


@pytest.mark.django_db
def test_absent_server_is_tried_eight_times_with_growing_pauses(enqueue, smtp_settings, caplog):
    message = enqueue(secret=True)
    pauses = []
    for attempt in range(1, 9):
        services.message_deliver(message.pk)
        message.refresh_from_db()
        assert message.attempts == attempt
        pauses.append(round((message.next_attempt_at - timezone.now()) / timedelta(minutes=1)))
        later(hours=7)
    assert pauses[:7] == [1, 4, 16, 64, 256, 360, 360]
    assert state_of(message) == (MessageState.FAILED, 8, "ConnectionRefusedError")
    assert message.body == "[isi rahasia dihapus, pesan gagal terkirim]"
    services.message_deliver(message.pk)
    assert message.attempts == 8
    assert "irman" not in logged(caplog)
    assert "sandi-rahasia" not in logged(caplog)


@pytest.mark.django_db
@pytest.mark.parametrize("end", [KeyboardInterrupt, TimeoutException, SystemExit])
def test_worker_told_to_stop_leaves_the_message_for_another(enqueue, mailbox, monkeypatch, end):
    def stopped(message):
        raise end

    message = enqueue()
    monkeypatch.setattr(email, "send", stopped)
    with pytest.raises(end):
        services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.PENDING, 1, end.__name__)
    monkeypatch.undo()
    later(minutes=2)
    services.message_deliver(message.pk)
    assert len(mailbox.mails) == 1


@pytest.mark.django_db
def test_unknown_fault_is_noted_by_name_only(enqueue, mailbox, monkeypatch):
    def broken(message):
        raise ValueError(message.address)

    message = enqueue()
    monkeypatch.setattr(email, "send", broken)
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.PENDING, 1, "ValueError")


@pytest.mark.django_db
def test_message_that_kills_its_workers_is_given_up(enqueue, mailbox):
    message = enqueue()
    OutboxMessage.objects.update(state=MessageState.SENDING, attempts=8, claimed_at=timezone.now())
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.SENDING, 8, "")
    later(minutes=6)
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.FAILED, 8, "abandoned")
    assert mailbox.mails == []


@pytest.mark.django_db
def test_fault_of_an_overtaken_worker_does_not_undo_what_the_next_one_does(enqueue, mailbox):
    message = enqueue()
    overtaken = services._claim(message.pk)
    later(minutes=6)
    assert services._claim(message.pk) is not None
    services._retry_later(overtaken, "TimeoutError")
    assert state_of(message) == (MessageState.SENDING, 2, "")


@pytest.mark.django_db
def test_message_that_is_gone_is_no_error(mailbox):
    services.message_deliver(987654321)
    assert mailbox.mails == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(enqueue, mailbox):
    mailbox.delay = 0.2
    message = enqueue()
    barrier = threading.Barrier(4, timeout=20)
    faults = []

    def work():
        try:
            barrier.wait()
            services.message_deliver(message.pk)
        except Exception as error:  # noqa: BLE001 - told to the test below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert faults == []
    assert len(mailbox.mails) == 1
    assert state_of(message) == (MessageState.SENT, 1, "")


@pytest.mark.django_db(transaction=True)
def test_attempt_is_committed_before_it_is_made(enqueue, mailbox, monkeypatch):
    seen = []

    def look(message):
        def other_connection():
            seen.append(state_of(OutboxMessage.objects.get(pk=message.pk)))
            connection.close()

        thread = threading.Thread(target=other_connection)
        thread.start()
        thread.join(10)

    message = enqueue()
    monkeypatch.setattr(email, "send", look)
    services.message_deliver(message.pk)
    assert seen == [(MessageState.SENDING, 1, "")]


ENQUEUE_AND_DIE = """
services.async_task = lambda *args: os._exit(9)
with transaction.atomic():
    words = {"nama": "Irman", "jenis_izin": "Izin", "nomor_registrasi": "9", "tautan": "http://contoh.id/"}
    services.message_enqueue(
        event_key="uji:mati", address="irman@contoh.id", text="application_registered", tokens=words
    )
"""
DIE_WHILE_SENDING = """
email.send = lambda message: os._exit(9)
services.message_deliver(OutboxMessage.objects.get().pk)
"""


def run_and_die(program: str, database_url: str) -> None:
    """Run a program in another process, which kills itself without saying goodbye."""
    start = (
        "import os, django; django.setup()\n"
        "from django.db import transaction\n"
        "from izin.messaging import services\n"
        "from izin.messaging.channels import email\n"
        "from izin.messaging.models import OutboxMessage\n"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "EMAIL_HOST": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    done = subprocess.run([sys.executable, "-c", start + program], env=environment, capture_output=True, timeout=60)
    assert done.returncode == 9, done.stderr.decode()


@pytest.mark.django_db(transaction=True)
def test_process_killed_between_commit_and_queue_loses_nothing(mailbox, database_url):
    run_and_die(ENQUEUE_AND_DIE, database_url)
    message = OutboxMessage.objects.get()
    assert message.state == MessageState.PENDING
    assert not OrmQ.objects.exists()
    later(minutes=3)
    assert services.outbox_sweep() == 1
    assert OrmQ.objects.get().task["args"] == (message.pk,)
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.SENT, 1, "")
    assert len(mailbox.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_process_killed_while_sending_is_followed_by_another(enqueue, mailbox, database_url):
    message = enqueue()
    run_and_die(DIE_WHILE_SENDING, database_url)
    assert state_of(message) == (MessageState.SENDING, 1, "")
    services.message_deliver(message.pk)
    assert mailbox.mails == []
    later(minutes=6)
    OrmQ.objects.all().delete()
    assert services.outbox_sweep() == 1
    services.message_deliver(message.pk)
    assert state_of(message) == (MessageState.SENT, 2, "")
    assert len(mailbox.mails) == 1
