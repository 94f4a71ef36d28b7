"""Middleware of the whole site."""

import re

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What shrinks; PDFs, pictures and archives are packed already.
SHRINKING = re.compile(r"text/|application/(json|(rss\+|atom\+)?xml|javascript)|image/svg\+xml")


class CompressionMiddleware(GZipMiddleware):
    """Packs pages, feeds and data for browsers that unpack them; leaves files and kept pages as they are.

    Django adds bytes of a random number to every packed answer, so that its length does not betray a token in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack the answer if that makes it smaller."""
        if not SHRINKING.match(response.headers.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


class ZonedCSPMiddleware(CSPMiddleware):
    """The strict policy everywhere, except that the Wagtail admin may use inline scripts and styles.

    Wagtail's page editor writes inline scripts and has no nonces (wagtail#1288); the zone is for editors only.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Loosen the policy for the admin's pages, then set the header."""
        if request.path.startswith("/cms/"):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
            }
        return super().process_response(request, response)
