"""Whole pages, kept for visitors who are not logged in.

Each process keeps pages in its own memory (`CACHES["pages"]`), under a stamp that all processes share
(`CACHES["default"]`). `pages_forget` renews the stamp, and nothing kept under an older one is found again. A change
shows at once in the process that made it and within `PAGE_CACHE_STAMP_SECONDS` in every other one; what nobody told
us of (an SQL statement by hand, a date that passed) shows within `PAGE_CACHE_SECONDS`.
"""

import gzip
import hashlib
import logging
from collections.abc import Callable
from typing import NamedTuple, TypeGuard
from uuid import uuid4

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache, caches
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

logger = logging.getLogger(__name__)

STAMP = "page-stamp"

# The only part of a query string that a kept page may have. Whatever else stands there is answered afresh, so nobody
# can fill the memory with addresses of his own making.
PAGE_NUMBER = "page"


class KeptPage(NamedTuple):
    """A page as it was made, and as it is sent to browsers that unpack it: it is packed once, not for every visitor."""

    content: bytes
    packed: bytes
    headers: dict[str, str]


class PageCacheMiddleware:
    """Answers a visitor who is not logged in with the page that was made for the one before.

    Only views named in `PAGE_CACHE_VIEWS` are kept, and only what any visitor may see: an answer with status 200
    that sets no cookie (so it holds no CSRF token) and does not forbid it. Stands above everything but HTTPS and
    static files: a kept page costs no query and has the headers it was made with.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed  # who works on a template wants to see it
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or let the page be made and keep it."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, no_store=True)
            return response
        address = _address(request)
        if address is None:
            return self.get_response(request)
        # Read before the page is made: if the data change meanwhile, the page is kept under the stamp that ended.
        stamp = _stamp()
        if stamp is None:
            return self.get_response(request)
        key = hashlib.sha256(f"{stamp} {address}".encode()).hexdigest()
        kept: KeptPage | None = caches["pages"].get(key)
        if kept is None:
            response = self.get_response(request)
            if not _is_public(response, request):
                return response
            kept = _finished(response)
            # A token is made without a new cookie when the visitor has one already; and HEAD may have no content.
            if request.method == "GET" and settings.CSRF_COOKIE_NAME not in request.COOKIES:
                caches["pages"].set(key, kept, settings.PAGE_CACHE_SECONDS)
        return _answer(request, kept)


def pages_forget() -> None:
    """Let no page be answered from memory that was made before now; takes effect when the transaction commits."""
    if not any(waiting[1] is _stamp_renew for waiting in connection.run_on_commit):
        # Robust: an act that is committed does not fail because pages stay as they were for a minute.
        transaction.on_commit(_stamp_renew, robust=True)


def _stamp_renew() -> None:
    cache.set(STAMP, uuid4().hex, None)
    caches["pages"].clear()


def _stamp() -> str | None:
    """Return the stamp all processes share, as it was a moment ago; None while the shared cache does not answer."""
    pages = caches["pages"]
    try:
        stamp: str | None = pages.get(STAMP)
        if stamp is None:
            # A stamp that was thrown out of the cache comes back as another one, so nothing old is found by it.
            stamp = cache.get_or_set(STAMP, lambda: uuid4().hex, None)
            pages.set(STAMP, stamp, settings.PAGE_CACHE_STAMP_SECONDS)
    except Exception:
        logger.warning("The shared cache does not answer; pages are made anew", exc_info=True)
        return None
    return str(stamp)


def _address(request: HttpRequest) -> str | None:
    """Return what tells a page from others, or None when it must be made for this visitor alone."""
    if request.method not in ("GET", "HEAD") or getattr(request, "is_preview", False):
        return None
    if CookieStorage.cookie_name in request.COOKIES:  # a message waits to be shown
        return None
    number = request.GET.get(PAGE_NUMBER, "1")
    if request.GET and (list(request.GET.lists()) != [(PAGE_NUMBER, [number])] or not _is_page_number(number)):
        return None
    # Raises DisallowedHost, as the middleware below would have done.
    return f"{request.scheme}://{request.get_host()}{request.path}?{number}"


def _is_page_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4 and not text.startswith("0")


def _is_public(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    view = request.resolver_match
    return (
        view is not None
        and view.view_name in settings.PAGE_CACHE_VIEWS
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and not response.has_header("Cache-Control")
    )


def _finished(response: HttpResponse) -> KeptPage:
    patch_cache_control(response, public=True, max_age=settings.PAGE_CACHE_BROWSER_SECONDS)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    # Without a time in it, so that every process sends the same bytes.
    return KeptPage(response.content, gzip.compress(response.content, mtime=0), dict(response.items()))


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponseBase:
    """Return the page, or 304 when the visitor has it already."""
    content, headers = kept.content, kept.headers
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        # No secret of a visitor is in a kept page, so its length tells nothing either. The same page in other bytes
        # has a weak ETag.
        content = kept.packed
        headers = {**headers, "Content-Encoding": "gzip", "ETag": f"W/{headers['ETag']}"}
    headers = {**headers, "Content-Length": str(len(content))}
    response = HttpResponse(b"" if request.method == "HEAD" else content, headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response
