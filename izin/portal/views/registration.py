"""Pages of /akun/daftar/: opening an applicant's account, and agreeing to the notice about personal data again."""

import secrets

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest, applicant_required
from izin.accounts.errors import NikTaken
from izin.accounts.forms.address import REGION_FIELDS, AddressForm
from izin.accounts.forms.registration import RegistrationForm
from izin.accounts.hints import HINTED, hint_for
from izin.accounts.selectors import consent_due
from izin.messaging.channels import channels_open

from ..receivers import CONSENT_DUE

_HOUR = 3600
_NONCE = "registration_nonce"
_ADDRESS = "registration_address"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open an applicant's account; the buttons that only show the form again judge nothing."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return _register_page(request, RegistrationForm())
    if not services.registration_post_allowed(ip_address=get_client_ip_address(request)):
        return _too_many(request)
    form = RegistrationForm(request.POST, request.FILES, nonce=session_nonce(request))
    if form.only_shown:
        form.show_unjudged()
        return _register_page(request, form)
    if form.is_valid() and not form.suggestions_unseen():
        return _register(request, form)
    return _register_page(request, form)


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    """Open the account. For a NIK that has one the answer is the same, in words and in time.

    Otherwise this page would tell anybody who of his neighbours has an account. Both ways judge the form, draw the
    copy of the scan, hash a password and store a message.
    """
    if not services.registration_allowed(ip_address=get_client_ip_address(request)):
        return _too_many(request)
    try:
        services.applicant_register(**form.registration())
    except NikTaken:
        services.registration_repeat(nik=form.cleaned_data["nik"])
    except DomainError as error:
        show_error(form, error)
        return _register_page(request, form)
    request.session[_ADDRESS] = _hint(form.cleaned_data["email"])
    return redirect("register_done")


def _register_page(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    return render(request, "izin/portal/account/register.html", {"form": form})


def show_error(form: BaseForm, error: DomainError) -> None:
    """Put what a service refused at its field, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def session_nonce(request: HttpRequest) -> str:
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
    context = {"address": request.session[_ADDRESS], "channels_open": channels_open()}
    return render(request, "izin/portal/account/register_done.html", context)


@cache_control(public=True, max_age=_HOUR)
@require_safe
def region_fields(request: HttpRequest) -> HttpResponse:
    """Return the four selects of an address for what is chosen so far; the same for everybody, a few hundred rows."""
    form = AddressForm(initial={name: request.GET.get(name, "") for name in REGION_FIELDS})
    return render(request, "izin/portal/account/register_regions.html", {"form": form})


@sensitive_post_parameters()
@never_cache
@require_POST
def register_hint(request: HttpRequest) -> HttpResponse:
    """Return the remark about the one field that was sent. A POST: a NIK has no place in an address or a log."""
    name = next((name for name in HINTED if name in request.POST), "")
    context = {"name": name, "hint": hint_for(name, request.POST.get(name, ""))}
    return render(request, "izin/portal/account/register_hint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def consent(request: SignedInRequest) -> HttpResponse:
    """Ask whoever agreed to an earlier notice to agree to the one of today."""
    if request.method == "POST":
        services.consent_give(user=request.user)
        request.session.pop(CONSENT_DUE, None)
        messages.success(request, _("Terima kasih. Persetujuan Anda sudah dicatat."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not consent_due(request.user):
        request.session.pop(CONSENT_DUE, None)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "izin/portal/account/register_consent.html")
