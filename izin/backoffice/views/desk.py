"""The counter: who comes, how he agrees, and that he has gone (W8)."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest
from izin.accounts.desk_models import ConsentKind
from izin.accounts.models import User
from izin.accounts.people import applicant_by_nik, applicant_get
from izin.accounts.services.desk import visit_begin, visit_end, visit_open
from izin.applications.selectors import application_list_for
from izin.catalog.selectors import sector_list

from ..desk import SERVING, DeskRequest, client_required, desk_required
from ..forms.desk import ConsentForm, DeskRegistrationForm
from ..forms.people import NikForm
from ..refusals import show_refusal

_NONCE = "desk_nonce"
SHOWN = 20


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@desk_required
def desk(request: SignedInRequest) -> HttpResponse:
    """Ask for the NIK of who comes to the counter; while a client is served, go on with him."""
    if visit_open(request.user):
        return redirect("backoffice:desk_client")
    form = NikForm(request.POST if request.method == "POST" else None)
    unknown = False
    if request.method == "POST" and form.is_valid():
        found = applicant_by_nik(form.cleaned_data["nik"])
        if found:
            return redirect("backoffice:desk_begin", pk=found.pk)
        unknown = True
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/desk.html", {"form": form, "unknown": unknown}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_required
def desk_begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the consent of a client who has an account, and begin to serve him."""
    try:
        person = applicant_get(pk)
    except User.DoesNotExist as error:
        raise Http404 from error
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(request, person, form.cleaned_data["consent_kind"])
        except DomainError as error:
            show_refusal(form, error)
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/desk_begin.html", {"form": form, "person": person}, status=status)


def _begin(request: SignedInRequest, person: User, consent: str) -> HttpResponse:
    visit_begin(actor=request.user, applicant=person, consent=ConsentKind(consent))
    request.session.pop(_NONCE, None)
    request.session[SERVING] = True
    return redirect("backoffice:desk_client")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@desk_required
def desk_register(request: SignedInRequest) -> HttpResponse:
    """Open an account for a client who has none; his first password is sent to him alone."""
    if request.method != "POST":
        # A scan that another client left in a form is not his.
        request.session[_NONCE] = secrets.token_urlsafe(16)
        return _register_page(request, DeskRegistrationForm())
    nonce = str(request.session.get(_NONCE, ""))
    form = DeskRegistrationForm(request.POST, request.FILES, nonce=nonce)
    if form.only_shown:
        form.show_unjudged()
    elif form.is_valid() and not form.suggestions_unseen():
        try:
            person = services.applicant_register(actor=request.user, **form.registration())
            answer = _begin(request, person, form.cleaned_data["consent_kind"])
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Akun dibuat. Kata sandi dikirim ke e-mail dan WhatsApp pemohon."))
            return answer
    return _register_page(request, form)


def _register_page(request: SignedInRequest, form: DeskRegistrationForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/desk_register.html", {"form": form}, status=status)


@require_safe
@client_required
def desk_client(request: DeskRequest) -> HttpResponse:
    """Show what the client has, and what can be asked for."""
    context: dict[str, Any] = {
        "visit": request.visit,
        "applications": application_list_for(request.visit.applicant)[:SHOWN],
        "sectors": sector_list(),
    }
    return render(request, "izin/backoffice/desk_client.html", context)


@require_POST
@desk_required
def desk_end(request: SignedInRequest) -> HttpResponse:
    """Forget the client: the next one finds nothing of him."""
    visit_end(actor=request.user)
    request.session.pop(SERVING, None)
    request.session.pop(_NONCE, None)
    messages.success(request, _("Selesai. Silakan panggil klien berikutnya."))
    return redirect("backoffice:desk")
