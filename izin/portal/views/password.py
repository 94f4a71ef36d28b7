"""Pages of /akun/ around passwords: changed, forgotten, or never received."""

from typing import cast

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.enums import Channel
from izin.accounts.models import User
from izin.accounts.receivers import SIGN_IN
from izin.accounts.services.password_resets import RESET_MINUTES
from izin.accounts.services.throttling import PASSWORD_REQUESTS, RESET_CODE_CHECKS, Limit, allowed

from ..forms.account import PasswordChangeForm
from ..forms.password import FirstPasswordForm, ForgottenForm, NewPasswordForm, ResetCodeForm
from .account import page_frame

_HOUR = 3600
# In the session while a forgotten password is replaced: blind index of the NIK, way of the code, proof of the code.
_NIK, _CHANNEL, _PROOF = "reset_nik", "reset_channel", "reset_proof"


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
            user = services.password_change(
                user=cast(User, request.user), new_password=chosen, sign_in=request.session.get(SIGN_IN)
            )
        except DomainError as error:
            _show(form, error)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Kata sandi Anda sudah diganti."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "frame": page_frame(cast(User, request.user))}
    return render(request, "izin/portal/account/password_change.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the NIK and where to send the code; the answer is the same whether there is such an account."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not _may_ask(request, PASSWORD_REQUESTS):
            return _too_many(request)
        channel = form.cleaned_data["channel"]
        try:
            request.session[_NIK] = services.reset_code_request(nik=form.cleaned_data["nik"], channel=channel)
        except DomainError as error:
            _show(form, error)
            return _page(request, "password_forgotten", form)
        request.session[_CHANNEL] = str(channel)
        request.session.pop(_PROOF, None)
        return redirect("password_reset_code")
    return _page(request, "password_forgotten", form)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent."""
    if request.user.is_authenticated or _NIK not in request.session:
        return redirect("password_forgotten")
    form = ResetCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not _may_ask(request, RESET_CODE_CHECKS):
            return _too_many(request)
        try:
            proof = services.reset_code_check(nik_index=request.session[_NIK], code=form.cleaned_data["code"])
        except DomainError as error:
            _show(form, error)
        else:
            request.session[_PROOF] = proof
            return redirect("password_reset_new")
    channel = Channel(request.session[_CHANNEL])
    return _page(request, "password_reset_code", form, channel=channel.label, minutes=RESET_MINUTES)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset_new(request: HttpRequest) -> HttpResponse:
    """Ask for the new password; then every session has ended, this one too."""
    if request.user.is_authenticated or _PROOF not in request.session:
        return redirect("password_forgotten")
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.password_reset(
                nik_index=request.session[_NIK],
                proof=request.session[_PROOF],
                new_password=form.cleaned_data["new_password1"],
            )
        except NotAllowed as error:
            request.session.flush()
            messages.error(request, error.message)
            return redirect("password_forgotten")
        except DomainError as error:
            _show(form, error)
        else:
            request.session.flush()
            messages.success(request, _("Kata sandi baru sudah disimpan. Silakan masuk dengan kata sandi itu."))
            return redirect("login")
    return _page(request, "password_reset_new", form)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Have the first password sent again; the answer is the same whether there is such an account."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not _may_ask(request, PASSWORD_REQUESTS):
            return _too_many(request)
        try:
            services.first_password_request(nik=form.cleaned_data["nik"])
        except DomainError as error:
            _show(form, error)
            return _page(request, "first_password", form)
        messages.success(
            request,
            _(
                "Jika NIK itu terdaftar dan akunnya belum pernah dipakai, kata sandi baru kami kirim ke e-mail dan "
                "WhatsApp pemiliknya dalam beberapa menit. Periksa juga SPAM atau Junk."
            ),
        )
        return redirect("login")
    return _page(request, "first_password", form)


def _may_ask(request: HttpRequest, limit: Limit) -> bool:
    return allowed(limit, get_client_ip_address(request) or "")


def _page(request: HttpRequest, name: str, form: BaseForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"izin/portal/account/{name}.html", {"form": form, **context}, status=status)


def _show(form: BaseForm, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "izin/portal/account/too_many_requests.html", status=429)
    response["Retry-After"] = str(_HOUR)
    return response
