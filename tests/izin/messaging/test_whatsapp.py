"""The WhatsApp channel, against a gateway that really listens: what it takes, refuses, and does wrong."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from izin.messaging import services
from izin.messaging.channels import channels_open, whatsapp
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from tests.izin.messaging.conftest import free_port
from tests.izin.messaging.gateway import OK, TOKEN, gateway_running

pytestmark = pytest.mark.django_db

PHONE = "6281234567890"


@pytest.fixture
def gateway(settings):
    with gateway_running() as running:
        settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN, settings.WHATSAPP_TIMEOUT = running.url, TOKEN, 0.5
        yield running


@pytest.fixture
def deliver(enqueue):
    """Store a WhatsApp message, try to send it once, and return it as it then stands."""

    def make(**changes) -> OutboxMessage:
        message = enqueue(channel=Channel.WHATSAPP, address=PHONE, **changes)
        services.message_deliver(message.pk)
        message.refresh_from_db()
        return message

    return make


def state(message: OutboxMessage) -> tuple[str, int, str]:
    return message.state, message.attempts, message.last_error


def test_a_message_arrives_with_its_subject_in_bold(deliver, gateway, settings):
    message = deliver()
    assert state(message) == (MessageState.SENT, 1, "")
    assert gateway.messages == [
        {
            "target": PHONE,
            "message": f"*Perihal untuk Siti Ma'rifah*\n\nIsi: sandi-rahasia\n\n{settings.OFFICE['short_name']}",
        }
    ]
    assert gateway.headers[0]["authorization"] == TOKEN
    services.message_deliver(message.pk)
    assert len(gateway.messages) == 1


def test_a_secret_is_erased_once_it_is_sent(deliver, gateway):
    message = deliver(secret=True)
    assert "sandi-rahasia" in gateway.messages[0]["message"]
    assert message.body == "[isi rahasia sudah dikirim]"


@pytest.mark.parametrize(
    ("answer", "noted"),
    [
        ((200, b'{"status": false, "reason": "insufficient quota"}'), "WhatsApp quota"),
        ((200, b'{"Status": false, "Reason": "Insufficient Quota"}'), "WhatsApp quota"),
        ((200, b'{"reason":"request invalid on disconnected device","status":false}'), "WhatsApp device disconnected"),
        ((200, b'{"status": false, "reason": "lain 6281234567890"}'), "WhatsApp refused"),
        ((200, b'{"status": "true"}'), "WhatsApp refused"),
        ((200, b'{"status": false, "reason": [7, null]}'), "WhatsApp refused"),
        ((200, b"{}"), "WhatsApp refused"),
        ((200, b"[1, 2]"), "WhatsApp answer unreadable"),
        ((200, b"null"), "WhatsApp answer unreadable"),
        ((200, b""), "WhatsApp answer unreadable"),
        ((200, b"<html>Bad \xff gateway</html>"), "WhatsApp answer unreadable"),
        ((200, b"[" * 60_000), "WhatsApp answer unreadable"),
        ((200, b'{"status": true, "x": "' + b"a" * 200_000 + b'"}'), "WhatsApp answer unreadable"),
        ((500, b'{"status": true}'), "WhatsApp 500"),
        ((503, b""), "WhatsApp 503"),
        ((429, b""), "WhatsApp 429"),
        ((404, b""), "WhatsApp 404"),
        ((302, b""), "WhatsApp 302"),
    ],
)
def test_what_does_not_work_now_is_tried_again_later(deliver, gateway, caplog, answer, noted):
    gateway.answers = [answer]
    message = deliver()
    assert state(message) == (MessageState.PENDING, 1, noted)
    assert message.next_attempt_at > timezone.now() + timedelta(seconds=50)
    assert PHONE not in caplog.text
    assert TOKEN not in caplog.text
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    services.message_deliver(message.pk)
    message.refresh_from_db()
    assert state(message) == (MessageState.SENT, 2, "")


def test_a_number_nobody_has_is_refused_for_good_and_the_secret_erased(deliver, gateway):
    gateway.refuse("target invalid")
    message = deliver(secret=True)
    assert state(message) == (MessageState.FAILED, 1, "WhatsApp target invalid")
    assert message.body == "[isi rahasia dihapus, pesan gagal terkirim]"


@pytest.mark.parametrize("status", [200, 401, 403])
def test_a_wrong_token_is_a_fault_of_the_configuration_told_without_the_token(
    deliver, gateway, settings, caplog, status
):
    settings.WHATSAPP_TOKEN = "token-yang-salah" if status == 200 else TOKEN
    if status != 200:
        gateway.answers = [(status, b"{}")]
    message = deliver()
    assert state(message) == (MessageState.PENDING, 1, "WhatsApp token refused")
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "check WHATSAPP_TOKEN" in record.getMessage()
    assert settings.WHATSAPP_TOKEN not in caplog.text


def test_a_gateway_slower_than_the_time_out_is_tried_again(deliver, gateway):
    gateway.delay = 1.5
    assert state(deliver()) == (MessageState.PENDING, 1, "ReadTimeout")


def test_a_gateway_that_answers_letter_by_letter_does_not_hold_the_worker(deliver, gateway, settings):
    settings.WHATSAPP_TIMEOUT = 0.2
    gateway.drip = 0.05
    assert state(deliver()) == (MessageState.PENDING, 1, "WhatsApp answer too slow")


def test_a_gateway_that_is_not_there_is_tried_again(deliver, settings):
    settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = f"http://127.0.0.1:{free_port()}/send", TOKEN
    assert state(deliver()) == (MessageState.PENDING, 1, "ConnectError")


def test_the_token_goes_to_nobody_else_after_a_redirect(deliver, gateway):
    with gateway_running() as other:
        gateway.answers = [(307, b"")]
        deliver()
        assert other.headers == []


def test_without_a_gateway_messages_wait_in_sight_and_go_once_there_is_one(deliver, gateway, settings):
    settings.WHATSAPP_TOKEN = ""
    assert channels_open() == []
    message = deliver(secret=True)
    assert state(message) == (MessageState.PENDING, 0, "")
    assert message.queued_at is None
    assert "sandi-rahasia" in message.body
    assert services.outbox_sweep() == 0
    settings.WHATSAPP_TOKEN = TOKEN
    assert services.outbox_sweep() == 1
    services.message_deliver(message.pk)
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_one_channel_without_a_server_does_not_hold_up_the_other(enqueue, deliver, gateway):
    mail = enqueue()
    message = deliver()
    services.message_deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, message.state) == (MessageState.PENDING, MessageState.SENT)
    OutboxMessage.objects.update(queued_at=None)
    assert services.outbox_sweep() == 0


def test_an_attachment_does_not_go_by_whatsapp(enqueue):
    with pytest.raises(IntegrityError, match="izin_outbox_attachment_by_email"):
        enqueue(channel=Channel.WHATSAPP, address=PHONE, attachment_sha256="a" * 64, attachment_name="izin.pdf")


@given(subject=st.text(min_size=1, max_size=200), body=st.text(max_size=6000))
def test_a_text_is_never_too_long_and_begins_with_one_bold_line(subject, body):
    text = whatsapp.message_text(OutboxMessage(subject=subject, body=body))
    assert len(text) <= whatsapp.TEXT_LONGEST
    bold = text[: len(subject.replace("*", "").strip()) + 2]
    assert (bold[0], bold[-1], bold.count("*")) == ("*", "*", 2)
    assert body.strip()[:1000] in text


def test_the_answer_of_the_documentation_is_a_success(deliver, gateway):
    gateway.answers = [(200, json.dumps({name.upper(): value for name, value in OK.items()}).encode())]
    assert deliver().state == MessageState.SENT
