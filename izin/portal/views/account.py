"""Pages of /akun/."""

import secrets
from typing import Any, cast

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.models import User
from izin.portal.forms.account import LoginForm, PasswordChangeForm, RegistrationForm

_HOUR = 3600
_NONCE = "registration_nonce"
_ADDRESS = "registration_address"


class _Login(LoginView):
    """The login form; who is logged in already goes to their own page, wherever they came from."""

    template_name = "izin/portal/account/login.html"
    authentication_form = LoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do not honour `next` of logged-in people: a page that refuses them would send them here again."""
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)


login = _Login.as_view()
logout = LogoutView.as_view()


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open an applicant's account."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return _register_page(request, RegistrationForm())
    if not services.registration_post_allowed(ip_address=get_client_ip_address(request)):
        return _too_many(request)
    form = RegistrationForm(request.POST, request.FILES, nonce=_nonce(request))
    return _register(request, form) if form.is_valid() else _register_page(request, form)


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    if not services.registration_allowed(ip_address=get_client_ip_address(request)):
        return _too_many(request)
    try:
        user = services.applicant_register(**form.registration())
    except DomainError as error:
        _show(form, error)
        return _register_page(request, form)
    request.session[_ADDRESS] = _hint(user.email)
    return redirect("register_done")


def _register_page(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    return render(request, "izin/portal/account/register.html", {"form": form})


def _show(form: BaseForm, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


def _nonce(request: HttpRequest) -> str:
    """Return the random text that ties a kept KTP scan to this session."""
    return str(request.session.setdefault(_NONCE, secrets.token_urlsafe(16)))


def _hint(email: str) -> str:
    """Return an address in which its owner notices a slip, and nobody else learns it: `ir•••••@gmail.com`."""
    name, _at, domain = email.partition("@")
    return f"{name[:2]}•••••@{domain}"


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "izin/portal/account/too_many.html", status=429)
    response["Retry-After"] = str(_HOUR)
    return response


@never_cache
@require_safe
def register_done(request: HttpRequest) -> HttpResponse:
    """Say where the password went and what to do when it does not arrive."""
    if _ADDRESS not in request.session:
        return redirect("register")
    context = {"address": request.session[_ADDRESS], "email_configured": bool(settings.EMAIL_HOST)}
    return render(request, "izin/portal/account/register_done.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def password_change(request: HttpRequest) -> HttpResponse:
    """Let the user choose a password; the session stays, every other one ends."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["new_password1"]
        try:
            user = services.password_change(user=cast(User, request.user), new_password=chosen)
        except DomainError as error:
            _show(form, error)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Kata sandi Anda sudah diganti."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "izin/portal/account/password_change.html", {"form": form})


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
