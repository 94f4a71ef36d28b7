"""Middleware of officers."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from izin.accounts import services
from izin.accounts.models import User, ViewGrant
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


# In the session of who looks at the pages of an applicant: the key of his ViewGrant.
VIEW_AS = "view_as"
SEEN_AS_APPLICANT = "/portal/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ViewAsMiddleware:
    """An officer who looks at an applicant's pages sees what he sees, and can do nothing there or anywhere else.

    Whatever a page writes by itself while it is looked at (read marks, notes of openings in the applicant's name) is
    undone; that a file was opened is logged in the officer's name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Show the applicant's pages while the grant holds; refuse to do anything."""
        # A page that did not look at the session is left as it is, so that it does not vary by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or VIEW_AS not in request.session:
            return self.get_response(request)
        officer, pk = request.user, request.session[VIEW_AS]
        grant = services.view_grant_of(actor=officer, pk=pk) if isinstance(officer, User) else None
        if grant is None:
            del request.session[VIEW_AS]
            messages.info(request, _("Waktu melihat sebagai pemohon sudah habis."))
            return redirect("backoffice:inbox")
        request.view_grant = grant  # type: ignore[attr-defined]
        if request.method not in SAFE_METHODS:
            if request.path in (reverse("backoffice:view_as_end"), reverse("logout")):
                return self.get_response(request)
            return render(request, "izin/backoffice/view_as_refused.html", status=HTTPStatus.FORBIDDEN)
        if not request.path.startswith(SEEN_AS_APPLICANT):
            return self.get_response(request)
        return self._looked_at(request, grant)

    def _looked_at(self, request: HttpRequest, grant: ViewGrant) -> HttpResponse:
        request.user = grant.applicant
        with transaction.atomic():
            response = self.get_response(request)
            transaction.set_rollback(True)
        # Whatever is no page is a file of the applicant; a new kind of file is logged without being listed here.
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if request.resolver_match and response.status_code == HTTPStatus.OK and not is_page:
            services.view_file_opened(grant=grant, page=request.resolver_match.view_name)
        return response
