"""The small process that looks at one upload: `python -m izin.signing '{job}'`, started by `services/sandbox.py`.

Reads an 8-byte length and the document from standard input, writes a report as JSON to standard output.
No Django, no environment, no network; memory and processor time are limited before the document is read.
"""

import json
import resource
import sys
from typing import Any

from izin.signing.trust import trust_load
from izin.signing.verifier.rule import document_judge

# Audit events (PEP 578) of what a check never needs once it is running: network, other programs.
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.send",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
)


def _limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def main() -> None:
    """Check one document."""
    job = json.loads(sys.argv[1])
    _limit(memory_bytes=job["memory_bytes"], cpu_seconds=job["cpu_seconds"])
    trust = trust_load(anchors=[path for path, _ in job["anchors"]], crls=[path for path, _ in job["crls"]])
    sys.addaudithook(_refuse)
    source = sys.stdin.buffer
    document = source.read(int.from_bytes(source.read(8), "big"))
    json.dump(document_judge(document, trust).to_dict(), sys.stdout)


if __name__ == "__main__":
    main()
