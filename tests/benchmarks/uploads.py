"""Many people sending documents at the same time: how much memory the web processes take at their highest."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psutil
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

PEOPLE, FILES_EACH = 10, 20
FILE_BYTES = 1024 * 1024
_LOOK_EVERY = 0.05


@dataclass
class Memory:
    """The most that each watched process held at once, in bytes, by its number."""

    highest: dict[int, int] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The most that any of them held."""
        return max(self.highest.values(), default=0)


def web_workers(port: int) -> list[psutil.Process]:
    """Return the processes that answer on a port: those of the server that have no children of the server."""
    servers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "granian" in (line := process.info["cmdline"] or []) and str(port) in line
    ]
    found = {child.pid: child for server in servers for child in server.children(recursive=True)}
    # What a worker starts to look at a file is none itself.
    return [child for child in found.values() if any("granian" in part or "spawn" in part for part in child.cmdline())]


@contextmanager
def watched(processes: list[psutil.Process]) -> Iterator[Memory]:
    """Look at the memory of these processes again and again meanwhile."""
    memory, stop = Memory(), threading.Event()

    def look() -> None:
        while not stop.wait(_LOOK_EVERY):
            for process in processes:
                held = process.memory_info().rss
                memory.highest[process.pid] = max(held, memory.highest.get(process.pid, 0))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        stop.set()
        watcher.join()


def drafts_make(people: int) -> list[tuple[str, str]]:
    """Write so many people with a draft each; return the session of each and the path of the draft's documents."""
    from izin.catalog.models import PermitType
    from tests.factories.accounts import ApplicantFactory
    from tests.factories.applications import ApplicationFactory

    kind = PermitType.objects.get(code="penelitian")
    made = []
    for number in range(people):
        person = ApplicantFactory.create(nik=f"130210050391{number + 7000:04}")
        draft = ApplicationFactory.create(applicant=person, permit_type=kind, documents=False)
        client = Client()
        client.force_login(person)
        made.append((client.cookies["sessionid"].value, reverse("portal:document_list", args=[draft.pk])))
    return made


def paper() -> bytes:
    """Return a sound PDF of nearly a megabyte that nothing can make smaller, another one each time."""
    from tests.factories.files import pdf_bytes

    # A comment before the end of the file: readers skip it, and still find the table at the end.
    start = pdf_bytes(text=os.urandom(8).hex())
    filler = os.urandom(FILE_BYTES).translate(bytes(1 if byte in b"\r\n" else byte for byte in range(256)))
    at = start.rindex(b"startxref")
    return start[:at] + b"%" + filler[: FILE_BYTES - len(start) - 2] + b"\n" + start[at:]


def upload_all(port: int) -> tuple[int, float]:
    """Let everybody send all his files at the same time; return how many were kept, and the seconds it took."""
    ways = drafts_make(PEOPLE)
    begin = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE * FILES_EACH) as pool:
        kept = list(pool.map(lambda way: _upload(port, *way), [way for way in ways for _file in range(FILES_EACH)]))
    return sum(kept), time.perf_counter() - begin


def _upload(port: int, session: str, page: str) -> bool:
    with httpx.Client(base_url=f"http://localhost:{port}", cookies={"sessionid": session}, timeout=600) as browser:
        form = BeautifulSoup(browser.get(page).text, "html.parser").select_one("#syarat-proposal form")
        if form is None:
            return False
        token = form.select_one("input[name=csrfmiddlewaretoken]")
        answer = browser.post(
            str(form["action"]),
            data={"csrfmiddlewaretoken": str(token["value"]) if token else ""},
            files={"file": ("proposal.pdf", paper(), "application/pdf")},
            headers={"Referer": f"http://localhost:{port}{page}"},
        )
        return answer.status_code == httpx.codes.FOUND
