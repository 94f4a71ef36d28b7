"""A real mail server on the loopback, and templates of our own."""

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
def template(settings, tmp_path) -> str:
    """A message template that no other test knows."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "uji.txt").write_text("Perihal untuk {{ name }}\n\nIsi: {{ text }}\n\n{{ office.short_name }}\n")
    engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    settings.TEMPLATES = [engine]
    return "uji"


@pytest.fixture
def enqueue(template) -> Any:
    """Store a message; whatever is not told is ordinary."""

    def make(**changes: Any) -> OutboxMessage:
        with transaction.atomic():
            return services.message_enqueue(
                **{
                    "event_key": "uji:1",
                    "address": "Irman@Contoh.id",
                    "template": template,
                    "context": {"name": "Siti Ma'rifah", "text": "sandi-rahasia"},
                    **changes,
                }
            )

    return make
