"""A person at a browser window: does what people do, and notices whatever goes wrong on the way."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
FAULTY = 400

# Every rule of axe, those of good practice as well.
AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
STRUCTURE = """() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


class Visitor:
    """Finds things as people do, by their words; each click ends when the next page has loaded.

    `problems` collects errors of scripts, refusals of the content security policy (the browser tells them on its
    console), answers from 400 on, and requests that failed; `is_at` and the fixture `visit` want it empty.
    """

    def __init__(self, context: BrowserContext, base_url: str, *, scripts: bool) -> None:
        self.context = context
        self.base_url = base_url
        self.scripts = scripts
        self.problems: list[str] = []
        context.set_default_timeout(20_000)
        context.on("weberror", self._on_error)
        context.on("console", self._on_console)
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_failure)
        self.page: Page = context.new_page()

    # What people do.

    def open(self, address: str) -> None:
        """Type an address; a path is one of our site."""
        self.page.goto(address if "://" in address else self.base_url + address)

    def resize(self, window: dict[str, int]) -> None:
        """Look at the same page in another window."""
        self.page.set_viewport_size({"width": window["width"], "height": window["height"]})

    def follow(self, name: str) -> None:
        """Click a link whose name begins so."""
        self._leave_by(self.page.get_by_role("link", name=_beginning(name)).first)

    def press(self, name: str) -> None:
        """Click the button whose name begins so."""
        self._leave_by(self.page.get_by_role("button", name=_beginning(name)))

    def fill(self, label: str, text: str) -> None:
        """Fill in the field of this label."""
        self.field(label).fill(text)

    def tick(self, label: str) -> None:
        """Tick a box, or choose one of several answers."""
        self.field(label).check()

    def attach(self, label: str, file: FilePayload) -> None:
        """Choose a file."""
        self.field(label).set_input_files(file)

    def download(self, name: str) -> bytes:
        """Click a link that hands out a file, and return its bytes."""
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=_beginning(name)).click()
        return started.value.path().read_bytes()

    def fetch(self, link: Locator) -> tuple[str, bytes]:
        """Return kind and bytes of what a link opens, as this person is served it."""
        answer = self.context.request.get(self.base_url + str(link.get_attribute("href")))
        assert answer.status == 200, answer.url
        return answer.headers["content-type"], answer.body()

    def _leave_by(self, way: Locator) -> None:
        with self.page.expect_navigation():
            way.click()

    # What people see.

    def field(self, label: str) -> Locator:
        """Return the field of this label."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(wajib\))?\s*$"))

    def region(self, name: str) -> Locator:
        """Return the part of the page whose heading holds these words."""
        return self.page.get_by_role("region", name=name)

    def reads(self, *sentences: str) -> None:
        """See each of these sentences somewhere in the page's own part."""
        for sentence in sentences:
            expect(self.page.locator("main").get_by_text(sentence).first).to_be_visible()

    def is_at(self, name: str) -> None:
        """Have arrived at the page of this URL name, and find nothing wrong with it, also for users of aids."""
        assert resolve(urlsplit(self.page.url).path).view_name == name
        assert self.problems == []
        assert self.page.evaluate(STRUCTURE) == {"language": "id", "headings": 1, "overflow": 0}
        if self.scripts:
            self.page.evaluate(AXE_SCRIPT)
            assert [_violation(found) for found in self.page.evaluate(AXE)] == []

    # What goes wrong.

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Expect the server to refuse exactly one request, with this status."""
        yield
        refusals = [told for told in self.problems if told.startswith(f"{status} ")]
        assert len(refusals) == 1, self.problems
        self.problems.remove(refusals[0])

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # Answers with an error are told here too, without their status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _on_response(self, response: Response) -> None:
        if response.status >= FAULTY:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def _on_failure(self, request: Request) -> None:
        # The browser itself gives up what is not needed any more: when a page turns out to be a file, or is left.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure} {request.method} {request.url}")


def _beginning(name: str) -> re.Pattern[str]:
    # Playwright writes the pattern between slashes, and escapes none.
    return re.compile(rf"^\s*{re.escape(name)}\b".replace("/", r"\/"))


def _violation(found: dict[str, Any]) -> str:
    return f"{found['id']} ({found['impact']}): {[node['html'] for node in found['nodes']]}"
