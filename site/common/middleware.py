"""Middleware of the whole site."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase


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
