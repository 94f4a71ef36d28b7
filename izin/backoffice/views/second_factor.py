"""The second step of an officer's login, and setting it up (A6). Works without scripts."""

from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from django_otp import login as device_login

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest, staff_required
from izin.accounts.models import TotpDevice
from izin.accounts.receivers import SIGN_IN
from izin.accounts.second_factor import SECOND_FACTOR_DUE, has_second_factor, recovery_codes_left
from izin.accounts.second_factor_models import DIGITS, STEP_SECONDS

from ..forms.second_factor import EnrolForm, TokenForm
from ..refusals import show_refusal

ISSUER = "SISFO IZIN"
_GROUP = 4


def is_verified(request: SignedInRequest) -> bool:
    """Tell whether this session has shown the second factor."""
    return request.user.is_verified()


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Ask for the code after the password."""
    if not has_second_factor(request.user):
        return redirect("backoffice:second_factor_enrol")
    if is_verified(request):
        return redirect(_next(request))
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            device = services.second_factor_verify(user=request.user, token=form.cleaned_data["token"])
        except DomainError as error:
            show_refusal(form, error)
        else:
            request.session.cycle_key()
            _remember(request, device)
            return redirect(_next(request))
    context = {"form": form, "next": _next(request)}
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/second_factor.html", context, status=status)


@sensitive_post_parameters()
@sensitive_variables("enrolled", "codes")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def second_factor_enrol(request: SignedInRequest) -> HttpResponse:
    """Show the secret as a QR code and in letters, take the first code, and show the recovery codes this once."""
    replaces = has_second_factor(request.user)
    if replaces and not is_verified(request):
        return redirect("backoffice:second_factor")
    form = EnrolForm(request.POST if request.method == "POST" else None, replaces=replaces)
    if request.method == "POST" and form.is_valid():
        sign_in = request.session.get(SIGN_IN)
        try:
            enrolled = services.second_factor_confirm(user=request.user, sign_in=sign_in, **form.cleaned_data)
        except DomainError as error:
            show_refusal(form, error)
        else:
            request.user.refresh_from_db(fields=["session_generation"])
            update_session_auth_hash(request, request.user)
            _remember(request, enrolled.device)
            return _codes_page(request, enrolled.codes)
    device = services.second_factor_begin(user=request.user)
    context = {
        "form": form,
        "replaces": replaces,
        "obligatory": settings.SECOND_FACTOR_OBLIGATORY,
        "picture": _picture(device),
        "secret": " ".join(device.key[at : at + _GROUP] for at in range(0, len(device.key), _GROUP)),
        "next": _next(request),
    }
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/second_factor_enrol.html", context, status=status)


@sensitive_post_parameters()
@sensitive_variables("codes")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def second_factor_manage(request: SignedInRequest) -> HttpResponse:
    """Say what is set up; a POST with a code makes new recovery codes."""
    if not has_second_factor(request.user):
        return redirect("backoffice:second_factor_enrol")
    if not is_verified(request):
        return redirect("backoffice:second_factor")
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.recovery_codes_renew(user=request.user, token=form.cleaned_data["token"])
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _codes_page(request, codes)
    context = {"form": form, "left": recovery_codes_left(request.user)}
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/second_factor_manage.html", context, status=status)


@sensitive_variables("codes")
def _codes_page(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    """Show new codes in the answer itself: they are stored nowhere, not in the session either."""
    messages.success(request, _("Verifikasi dua langkah akun Anda aktif."))
    context = {"codes": codes, "next": _next(request)}
    return render(request, "izin/backoffice/second_factor_codes.html", context)


def _remember(request: SignedInRequest, device: TotpDevice) -> None:
    device_login(request, device)
    request.session.pop(SECOND_FACTOR_DUE, None)


def _next(request: SignedInRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts, secure = {request.get_host()}, request.is_secure()
    good = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=secure)
    return wanted if good else resolve_url(settings.LOGIN_REDIRECT_URL)


def _picture(device: TotpDevice) -> SafeString:
    """Return the secret as apps take it, drawn as a QR code; it names the person, never the NIK."""
    label = quote(f"{ISSUER}:{device.user.full_name}")
    parts = {"secret": device.key, "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS}
    query = urlencode(parts, quote_via=quote)
    code = segno.make_qr(f"otpauth://totp/{label}?{query}")
    return mark_safe(code.svg_inline(border=4, light="white", omitsize=True))  # noqa: S308 - drawn from a text of ours
