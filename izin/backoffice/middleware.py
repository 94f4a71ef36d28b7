"""Middleware of officers."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from izin.accounts.models import User
from izin.accounts.second_factor import SECOND_FACTOR_DUE, has_second_factor


class SecondFactorMiddleware:
    """An officer who gave only his password sees no page but those of the second factor, the Wagtail admin's too (A6).

    Where it is obligatory, who has none sets one up first. A generated password is changed before that, so that the
    factor belongs to who chose the password; but never before a factor that is there already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send such an officer to where he shows his second factor, or sets one up."""
        # Without a session nobody logged in; asking anyway would make every public page vary by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not self._due(request):
            return self.get_response(request)
        user = request.user
        enrolled = isinstance(user, User) and has_second_factor(user)
        if not enrolled and getattr(user, "must_change_password", False):
            return self.get_response(request)
        page = reverse("backoffice:second_factor" if enrolled else "backoffice:second_factor_enrol")
        wanted = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return redirect(page + wanted)

    @staticmethod
    def _due(request: HttpRequest) -> bool:
        free = (reverse("backoffice:second_factor"), reverse("logout"), settings.STATIC_URL, "/sehat/")
        if request.path.startswith(free):
            return False
        user = request.user
        if not user.is_authenticated or not user.is_staff or user.is_verified():
            return False
        return settings.SECOND_FACTOR_OBLIGATORY or SECOND_FACTOR_DUE in request.session
