"""What a browser that comes for the first time has to fetch, measured in Chromium."""

import shutil
from dataclasses import dataclass
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Visit:
    """What one page cost: answers, and bytes as they came over the line, headers included."""

    requests: int = 0
    transferred: int = 0

    def count(self, event: dict[str, Any]) -> None:
        """Add an answer that has arrived."""
        self.requests += 1
        self.transferred += int(event["encodedDataLength"])


def first_visit(address: str, *, scripts: bool = True) -> Visit:
    """Open a page with an empty cache, wait until nothing more is fetched, and return what that cost.

    Raises RuntimeError when an answer is missing or an error.
    """
    from playwright.sync_api import sync_playwright

    visit = Visit()
    failed: list[Any] = []
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.on("Network.loadingFinished", visit.count)
        session.on("Network.loadingFailed", lambda event: failed.append(event))
        page.on("response", lambda answer: failed.append(answer.url) if not answer.ok else None)
        session.send("Network.enable")
        page.goto(address, wait_until="networkidle")
        browser.close()
    if failed or not visit.requests:
        raise RuntimeError(f"{address}: {failed}")
    return visit
