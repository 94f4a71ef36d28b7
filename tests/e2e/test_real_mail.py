"""Mail through the real queue, by a real worker, to a real mail server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command

from common.content_store import content_read
from izin.catalog.models import PermitType
from izin.messaging.enums import MessageState
from izin.messaging.models import OutboxMessage
from tests.factories.applications import ready_to_sign
from tests.factories.permits import HeadFactory, issue
from tests.izin.messaging.conftest import free_port
from tests.threads import run_together

ROOT = Path(__file__).resolve().parents[2]
CAMPUS = "fakultas@kampus.contoh.id"


class Mailbox:
    """Keeps what arrives, by address."""

    def __init__(self) -> None:
        self.mails: dict[str, EmailMessage] = {}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        for address in envelope.rcpt_tos:
            assert address not in self.mails
            self.mails[address] = mail
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on this machine, known to this process's settings."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    box = Mailbox()
    controller = Controller(box, hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def worker(mailbox: Mailbox, database_url: str, settings: Any, tmp_path: Path) -> Iterator[None]:
    """`manage.py worker` as it is started in production, told by its environment where to send mail."""
    mail = {"EMAIL_HOST": settings.EMAIL_HOST, "EMAIL_PORT": str(settings.EMAIL_PORT), "EMAIL_USE_TLS": "0"}
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = psutil.Popen(
            [sys.executable, "manage.py", "worker", "--grace", "5"],
            cwd=ROOT,
            env={**os.environ, **mail, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    yield
    family = [process, *process.children(recursive=True)]
    process.terminate()
    _gone, alive = psutil.wait_procs(family, 20)
    for member in alive:
        member.kill()
    print(log.read_text())  # noqa: T201  # pytest shows it when the test fails
    assert alive == []


def test_campus_receives_the_very_bytes_that_were_signed(mailbox: Mailbox, worker: None) -> None:
    call_command("load_catalogue", verbosity=0)
    application = ready_to_sign(permit_type=PermitType.objects.get(slug="izin-penelitian"))
    assert application.answers["email_kampus"] == CAMPUS
    head = HeadFactory.create()
    # In a thread of its own: signing starts an event loop, and this thread may have Playwright's.
    (permit,) = run_together([lambda: issue(application, head)])

    holder = application.applicant.email
    wait_for(lambda: {CAMPUS, holder} <= mailbox.mails.keys())

    copy = mailbox.mails[CAMPUS]
    (attachment,) = copy.iter_attachments()
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_filename() == f"{permit.slug}.pdf"
    assert attachment.get_content() == content_read("permits", permit.document_sha256)
    assert permit.number in str(copy["Subject"])
    assert not list(mailbox.mails[holder].iter_attachments())
    wait_for(
        lambda: {message.state for message in OutboxMessage.objects.filter(channel="email")} == {MessageState.SENT}
    )


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
