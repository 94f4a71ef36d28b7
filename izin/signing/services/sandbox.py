"""The parent's side of the small process that looks at uploads; its own side is `izin/signing/__main__.py`.

Each process looks at one document and ends. Starting Python and the PDF library takes most of a second, so
one process is started ahead, waiting for its document; it holds no secret and has seen no upload yet.
"""

import atexit
import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from izin.signing.services.trusted import TrustFiles
from izin.signing.verifier.report import VerificationReport

_ROOT = Path(__file__).resolve().parents[3]
_logger = logging.getLogger(__name__)


class SandboxFailure(Exception):
    """The process was stopped by a limit, crashed, or answered nonsense."""


@dataclass(frozen=True)
class SandboxLimits:
    """What one check may use."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


def sandbox_verify(data: bytes, *, files: TrustFiles, limits: SandboxLimits) -> VerificationReport:
    """Return the report of a fresh process on this document; raises SandboxFailure when it does not answer."""
    command = _command(files, limits)
    process = _ahead.take(command)
    try:
        output = _talk(process, data, limits.wall_seconds)
    finally:
        _end(process)
    _ahead.refill(command)
    try:
        return VerificationReport.from_dict(json.loads(output))
    except (ValueError, KeyError, TypeError) as error:
        _logger.warning("A check of an upload ended without an answer (exit status %s)", process.returncode)
        raise SandboxFailure from error


def _talk(process: subprocess.Popen[bytes], data: bytes, wall_seconds: float) -> bytes:
    """Send the document with its length before it: the process then needs no end of file to begin."""
    try:
        return process.communicate(len(data).to_bytes(8, "big") + data, timeout=wall_seconds)[0]
    except subprocess.TimeoutExpired as error:
        _logger.warning("A check of an upload was stopped after %s s", wall_seconds)
        raise SandboxFailure from error


def _command(files: TrustFiles, limits: SandboxLimits) -> tuple[str, ...]:
    job = {
        "anchors": [(path, os.stat(path).st_mtime_ns) for path in files.anchors],
        "crls": [(path, os.stat(path).st_mtime_ns) for path in files.crls],
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
    }
    return (sys.executable, "-m", "izin.signing", json.dumps(job))


def _start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a process without our environment: it is handed hostile files and must hold no secret."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        cwd=_ROOT,
        env={"LANG": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop a process whatever it does, and give back its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


class _Ahead:
    """At most one process that waits for its document, for one set of arguments and one parent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: subprocess.Popen[bytes] | None = None
        self._made_for: tuple[int, tuple[str, ...]] | None = None

    def take(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Return the waiting process when it fits, else a new one."""
        with self._lock:
            process, made_for = self._waiting, self._made_for
            self._waiting = None
        if process is None:
            return _start(command)
        if made_for == (os.getpid(), command) and process.poll() is None:
            return process
        if made_for is not None and made_for[0] == os.getpid():
            _end(process)
        return _start(command)

    def refill(self, command: tuple[str, ...]) -> None:
        """Start the next process unless one waits already."""
        with self._lock:
            if self._waiting is None:
                self._waiting = _start(command)
                self._made_for = (os.getpid(), command)

    def close(self) -> None:
        """End the waiting process."""
        with self._lock:
            process, self._waiting = self._waiting, None
        if process is not None and self._made_for is not None and self._made_for[0] == os.getpid():
            _end(process)


_ahead = _Ahead()
atexit.register(_ahead.close)
