"""Asks a site whose database is out of reach for pages, and writes a line of JSON for each; see test_error_pages.py."""

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def told(path: str, answer: Any, seconds: float) -> None:
    """Write what was answered."""
    row = {
        "path": path,
        "status": answer.status_code,
        "kind": answer.get("Content-Type", ""),
        "policy": answer.get("Content-Security-Policy", ""),
        "seconds": seconds,
        "page": answer.content.decode(),
    }
    sys.stdout.write(json.dumps(row) + "\n")


def main() -> None:
    """Ask for every path, and for the pages of refusals."""
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.core.exceptions import PermissionDenied
    from django.http import Http404
    from django.test import Client, RequestFactory
    from django.views import csrf, defaults

    from common import views

    client = Client(raise_request_exception=False)
    for path in ["/sehat/live", "/sehat/ready", *sys.argv[1:]]:
        begin = time.perf_counter()
        answer = client.get(path)
        told(path, answer, time.perf_counter() - begin)
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
    told("logged in", client.get("/portal/"), 0)
    request = RequestFactory().get("/")
    told("not_found", views.not_found(request, Http404()), 0)
    told("forbidden", views.forbidden(request, PermissionDenied()), 0)
    told("csrf", csrf.csrf_failure(request), 0)
    told("bad", defaults.bad_request(request, ValueError()), 0)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    main()
