"""A real mail server on the loopback, and a message of our own."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction

from izin.messaging import services
from izin.messaging.models import OutboxMessage
from izin.messaging.texts import MessageDefinition, message_definitions


class Mailbox:
    """Takes mail; can be told what to answer instead, once for each entry."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.rcpt_answers: list[str] = []
        self.data_answers: list[str] = []
        self.delay = 0.0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.data_answers:
            return self.data_answers.pop(0)
        self.mails.append(message_from_bytes(envelope.original_content or b""))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp_settings(settings) -> Any:
    """Settings of a mail server; nobody listens there yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_TIMEOUT = 0.5
    return settings


@pytest.fixture
def mailbox(smtp_settings) -> Iterator[Mailbox]:
    """A mail server that really listens."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=smtp_settings.EMAIL_PORT)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def message_key(monkeypatch) -> str:
    """A message that the service does not send."""
    definition = MessageDefinition(
        key="uji",
        purpose="Untuk pengujian.",
        subject="Perihal untuk {nama}",
        body="Isi: {teks}\n\n{kantor}",
        tokens={"nama": "nama penerima", "teks": "isi pesan"},
        subject_tokens=frozenset({"nama"}),
        required=frozenset({"teks"}),
    )
    monkeypatch.setitem(message_definitions(), "uji", definition)
    return "uji"


@pytest.fixture
def enqueue(message_key) -> Any:
    """Store a message; whatever is not told is ordinary."""

    def make(**changes: Any) -> OutboxMessage:
        with transaction.atomic():
            return services.message_enqueue(
                **{
                    "event_key": "uji:1",
                    "address": "Irman@Contoh.id",
                    "text": message_key,
                    "tokens": {"nama": "Siti Ma'rifah", "teks": "sandi-rahasia"},
                    **changes,
                }
            )

    return make
