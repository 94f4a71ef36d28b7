"""Logging in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from izin.accounts.models import User
from izin.accounts.policies import may_see_cases
from izin.portal.forms.account import LoginForm


class _Login(LoginView):
    """The login form; who is logged in already goes to their own page, wherever they came from."""

    template_name = "izin/portal/account/login.html"
    authentication_form = LoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do not honour `next` of logged-in people: a page that refuses them would send them here again."""
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)


def page_frame(user: User) -> str:
    """Return the frame of a page that everybody has: the menu of one's own pages, once there are any."""
    if user.must_change_password:
        return "base_public.html"
    if may_see_cases(user):
        return "base_backoffice.html"
    return "base_portal.html" if user.is_applicant else "base_public.html"


login = _Login.as_view()
logout = LogoutView.as_view()


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    """Answer logins that are locked after too many wrong passwords (called by django-axes)."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    page = render(request, "izin/portal/account/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page
