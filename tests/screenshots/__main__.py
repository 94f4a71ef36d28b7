"""`make screenshots`: pictures of every page at 360 and 1280 pixels, and those of the tutorials.

Starts a site of its own with the demo, removes it again, and leaves the pictures in `.data/screenshots/`: `pages/` to
be looked at, `guide/` as the tutorials show them. SHIP=1 also puts the latter where the tutorials take them from
(`tutorials/data/pictures/`). The browser's own words are Indonesian where Debian's `chromium-l10n` is installed;
CHROMIUM names another browser. ONLY=guide or ONLY=pages takes one of the two. Exit code 1 when a page could not be
taken.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.__main__ import ROOT, installation

FOLDER = ROOT / ".data" / "screenshots"
SHIPPED = ROOT / "tutorials" / "data" / "pictures"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@contextmanager
def browser() -> Iterator[Any]:
    """Yield the browser of the tests."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import BROWSER_ARGUMENTS, BROWSERS

    found = os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        # The browser's own words in Indonesian; and nobody clicks on what arrived this very moment.
        words: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "id", "LANG": "id_ID.UTF-8"}
        running = playwright.chromium.launch(executable_path=found, args=BROWSER_ARGUMENTS, env=words, slow_mo=60)
        try:
            yield running
        finally:
            running.close()


def main() -> int:
    """Take the pictures; return 1 when one could not be taken."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server is stopped then, too
    # Playwright runs an event loop in this thread; Django would refuse its ORM here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # An office has a mail server, so no page says that there is none; this one takes nothing.
    os.environ.update(EMAIL_HOST="127.0.0.1", EMAIL_PORT="9")
    only, missed = os.environ.get("ONLY", ""), 0
    with installation() as site:
        from tests.screenshots.guide import guide_take
        from tests.screenshots.pages import pages_take

        site.fill()
        with site.serve() as port, browser() as running:
            address = f"http://localhost:{port}"
            if only in ("", "guide"):
                guide_take(running, address, emptied(FOLDER / "guide"))
            if only in ("", "pages"):
                missed = pages_take(running, address, emptied(FOLDER / "pages"), {"360": PHONE, "1280": DESK})
    if os.environ.get("SHIP"):
        for picture in (FOLDER / "guide").glob("*.webp"):
            shutil.copy(picture, SHIPPED)
    print(f"Pictures are in {FOLDER.relative_to(ROOT)}; {missed} could not be taken.")  # noqa: T201
    return 1 if missed else 0


def emptied(folder: Path) -> Path:
    """Return the folder, there and empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
