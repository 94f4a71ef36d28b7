"""Middleware of logged-in people."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .receivers import CONSENT_DUE


class PasswordChangeMiddleware:
    """Whoever still has a generated password sees no page but the one to change it (A3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send such a user to the password page."""
        if self._must_change_first(request):
            return redirect("password_change")
        return self.get_response(request)

    @staticmethod
    def _must_change_first(request: HttpRequest) -> bool:
        # Without a session there is no user; asking anyway would make every public page vary by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        # The second factor comes first, where there is one.
        free = (reverse("password_change"), reverse("logout"), settings.STATIC_URL, "/sehat/")
        if request.path.startswith(free) or request.path == reverse("backoffice:second_factor"):
            return False
        return request.user.is_authenticated and request.user.must_change_password


class ConsentMiddleware:
    """Whoever agreed to an earlier notice about personal data is asked again after the login (A7)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send such a user to the notice."""
        # Without a session nobody logged in; asking anyway would make every public page vary by cookie.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and self._must_agree_first(request):
            return redirect("consent")
        return self.get_response(request)

    @staticmethod
    def _must_agree_first(request: HttpRequest) -> bool:
        free = (reverse("consent"), reverse("password_change"), reverse("logout"), "/kebijakan-privasi/", "/sehat/")
        if request.path.startswith((*free, settings.STATIC_URL)):
            return False
        return request.user.is_authenticated and CONSENT_DUE in request.session
