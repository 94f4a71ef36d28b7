"""Uploads are looked at in a process of their own, within limits, without secrets and without network."""

import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from izin.signing.enums import Integrity, Verdict
from izin.signing.errors import DocumentTooLarge, VerificationBusy
from izin.signing.services import document_check, document_verify, sandbox, verification

ROOT = Path(__file__).parents[3]
NOT_ACCEPTED = {Verdict.UNREADABLE, Verdict.NO_SIGNATURE, Verdict.INDETERMINATE}


@pytest.fixture(autouse=True)
def _nothing_waits_afterwards() -> Any:
    yield
    sandbox._ahead.close()


def test_answer_is_the_same_as_in_process(signed: bytes) -> None:
    assert document_verify(signed) == document_check(signed)


def test_each_document_gets_a_process_of_its_own(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = sandbox._start

    def remember(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        started.append(start(command))
        return started[-1]

    monkeypatch.setattr(sandbox, "_start", remember)
    for _ in range(3):
        assert document_verify(signed).verdict == Verdict.VALID_NO_TSA
    assert len({process.pid for process in started}) == 4
    assert [process.poll() is not None for process in started] == [True, True, True, False]


def test_waiting_process_that_died_is_replaced(signed: bytes) -> None:
    document_verify(signed)
    waiting = sandbox._ahead._waiting
    assert waiting is not None
    waiting.kill()
    waiting.wait()
    assert document_verify(signed).verdict == Verdict.VALID_NO_TSA


def test_changed_limits_do_not_use_the_process_that_waits(signed: bytes, settings: Any) -> None:
    assert document_verify(signed).verdict == Verdict.VALID_NO_TSA
    settings.VERIFY_MEMORY_BYTES = 64 * 1024 * 1024
    report = document_verify(signed)
    assert (report.verdict, report.integrity) == (Verdict.INDETERMINATE, Integrity.NONE)
    assert "terlalu rumit" in report.message


def test_time_out_is_answered_at_once(signed: bytes, settings: Any) -> None:
    settings.VERIFY_TIMEOUT_SECONDS = 0.05
    begun = time.monotonic()
    assert document_verify(signed).verdict == Verdict.INDETERMINATE
    assert time.monotonic() - begun < 5


def test_processor_time_is_limited(tmp_path: Path) -> None:
    program = "import izin.signing.__main__ as m; m._limit(memory_bytes=1 << 30, cpu_seconds=1)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, timeout=30)
    assert done.returncode < 0


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "import socket; socket.getaddrinfo('contoh.go.id', 443)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_process_has_no_network_and_starts_no_programs(attempt: str) -> None:
    program = f"import sys, izin.signing.__main__ as m; sys.addaudithook(m._refuse); {attempt}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    assert "PermissionError" in done.stderr


def test_process_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    process = sandbox._start((sys.executable, "-c", "import os; print(sorted(os.environ))"))
    told, _ = process.communicate(timeout=30)
    assert b"DATABASE_URL" not in told
    assert b"DJANGO_SETTINGS_MODULE" not in told


def test_process_that_answers_nonsense_is_no_verdict(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_command", lambda *_: (sys.executable, "-c", "print('{}')"))
    assert document_verify(signed).verdict == Verdict.INDETERMINATE


def _stream_bomb() -> bytes:
    """A small object stream that unpacks to hundreds of megabytes."""
    packed = zlib.compress(b"0" * (300 * 1024 * 1024), 9)
    head = b"%PDF-1.7\n"
    stream = (
        b"1 0 obj\n<</Type /XRef /Size 9 /W [1 4 2] /Root 2 0 R /Filter /FlateDecode /Length %d>>\nstream\n"
        % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


def _circle() -> bytes:
    """Cross-reference tables that point at themselves, and a page tree that is its own parent."""
    pages = b"2 0 obj\n<</Kids [2 0 R] /Parent 2 0 R>>\nendobj\n"
    body = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n" + pages
    at = len(body)
    return body + b"xref\n0 0\ntrailer\n<</Size 3 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (at, at)


def _nested() -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000
    return body + b"\nendobj\ntrailer\n<</Root 1 0 R /Size 2>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize("make", [_stream_bomb, _circle, _nested, lambda: b"%PDF-1.7\n" + b"xref\n" * 3_000_000])
def test_hostile_files_are_answered_within_the_limits(make: Any, settings: Any) -> None:
    begun = time.monotonic()
    assert document_verify(make()).verdict in NOT_ACCEPTED
    assert time.monotonic() - begun < settings.VERIFY_TIMEOUT_SECONDS + 5


def test_too_large_an_upload_is_refused_before_it_is_looked_at(settings: Any) -> None:
    settings.VERIFY_MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(DocumentTooLarge, match="1 MB"):
        document_verify(b"0" * (1024 * 1024 + 1))


def test_when_all_places_are_taken_one_is_told_so(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(verification, "_places", threading.BoundedSemaphore(1))
    with verification._places, pytest.raises(VerificationBusy, match="sedang sibuk"):
        document_verify(signed)
    assert document_verify(signed).verdict.is_valid


def test_uploads_at_the_same_time_are_all_answered(signed: bytes) -> None:
    answers: list[Verdict] = []
    threads = [threading.Thread(target=lambda: answers.append(document_verify(signed).verdict)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Verdict.VALID_NO_TSA] * 4


def test_the_process_loads_no_django() -> None:
    program = "import sys, izin.signing.__main__; print([m for m in sys.modules if m == 'django'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert os.environ.get("DJANGO_SETTINGS_MODULE") is not None
