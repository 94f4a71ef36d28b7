"""The signing process is killed between any two steps; "Tanda tangani" then continues (design section 5, N4)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from common.content_store import content_read
from izin.applications.models import Application, Step
from izin.audit.models import AuditEntry
from izin.audit.selectors import chain_first_break
from izin.catalog.models import NumberCounter
from izin.messaging.models import OutboxMessage
from izin.permits.models import Issuance, Permit
from izin.permits.selectors import RegisterQuery, register_search
from izin.signing.devca import DEV_PASSPHRASE, dev_ca_ensure
from izin.signing.services import document_check
from izin.transparency.models import LogLeaf
from tests.factories.applications import ready_to_sign
from tests.factories.permits import HeadFactory, issue

ISSUING = "izin.permits.services.issuing"
KILLED = "-9"
# Where the process dies, and whether a number had been taken and the permit published by then.
MOMENTS = [
    (f"{ISSUING}:signer_open", "after", False, False),
    (f"{ISSUING}:number_assign", "before", False, False),
    (f"{ISSUING}:_number_take", "after", False, False),
    (f"{ISSUING}:number_assign", "after", True, False),
    (f"{ISSUING}:letter_pdf", "before", True, False),
    (f"{ISSUING}:letter_pdf", "after", True, False),
    (f"{ISSUING}:letter_sign", "before", True, False),
    (f"{ISSUING}:letter_sign", "after", True, False),
    (f"{ISSUING}:content_save", "before", True, False),
    ("os:replace", "before", True, False),
    (f"{ISSUING}:content_save", "after", True, False),
    (f"{ISSUING}:permit_publish", "before", True, False),
    (f"{ISSUING}:_permit_create", "after", True, False),
    (f"{ISSUING}:leaf_append", "after", True, False),
    (f"{ISSUING}:_tell", "after", True, False),
    (f"{ISSUING}:permit_publish", "after", True, True),
]


class Launcher:
    """Starts the program of `issue_and_die.py` when first needed, and hands it jobs."""

    process: subprocess.Popen[str] | None = None

    def run(self, database_url: str, job: dict[str, Any]) -> str:
        """Return how the child that did the job ended."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("issue_and_die.py")],
                # The second is for macOS, which else stops a child that was forked from a program with its libraries.
                env={**os.environ, "DATABASE_URL": database_url, "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        """End the program."""
        if self.process is not None:
            self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    dev_ca_ensure(settings.SIGNING_DEV_CA_DIR)  # making it moves files too: "replace" is to mean the letter
    one = Launcher()
    yield one
    one.close()


@pytest.mark.parametrize(
    ("patch", "when", "numbered", "published"),
    MOMENTS,
    ids=[f"{when}-{patch.split(':')[1]}" for patch, when, *_ in MOMENTS],
)
def test_killed_at_any_moment_signing_continues_with_nothing_lost_or_doubled(
    launcher, database_url, patch, when, numbered, published
):
    application, head = ready_to_sign(), HeadFactory()
    job = {
        "application": application.pk,
        "officer": head.pk,
        "turn": "kadis/1",
        "passphrase": DEV_PASSPHRASE,
        "patch": patch,
        "when": when,
    }
    assert launcher.run(database_url, job) == KILLED

    assert Issuance.objects.count() == int(numbered)
    assert Application.objects.get().status == ("issued" if published else "awaiting_signature")
    done = [model.objects.count() for model in (Permit, LogLeaf, Step, OutboxMessage)]
    assert done == ([1, 1, 1, 3] if published else [0, 0, 0, 0])
    assert register_search(RegisterQuery())[0].exists() is published
    number_before = Issuance.objects.values_list("number", "code").first()

    permit = issue(application, head)

    assert Permit.objects.get() == permit
    assert permit.number.split("/")[1] == "001"
    assert number_before in (None, (permit.number, permit.code))
    assert NumberCounter.objects.get().last == 1
    assert Issuance.objects.count() == LogLeaf.objects.count() == 1
    assert Step.objects.get().action == "issue"
    assert [message.event_key for message in OutboxMessage.objects.order_by("pk")] == [
        f"permit-{permit.pk}-issued",
        f"permit-{permit.pk}-issued",
        f"permit-{permit.pk}-copy",
    ]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["permit.numbered", "permit.published"]
    assert chain_first_break() is None
    assert document_check(content_read("permits", permit.document_sha256)).verdict.is_valid
    assert Application.objects.get().status == "issued"
