"""Middleware of logged-in people."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from izin.accounts.receivers import SIGN_IN
from izin.accounts.services.sessions import sign_in_seen


class SignInMiddleware:
    """Notes that a login is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it after the answer: who was logged out meanwhile has another session."""
        response = self.get_response(request)
        # A page that did not look at the session is left as it is, so that it does not vary by cookie.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.accessed:
            pk = request.session.get(SIGN_IN)
            if pk is not None:
                sign_in_seen(pk)
        return response
