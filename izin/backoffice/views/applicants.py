"""Applicants who need help with their account: found, corrected, let in again, and looked at (A4)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.models import User
from izin.accounts.people import applicant_by_nik, applicant_get, applicant_search, is_locked_out
from izin.accounts.policies import can_create_officer, can_reissue_password, can_verify_profiles, can_view_as
from izin.accounts.selectors import sign_ins_of
from izin.accounts.validators import phone_shown

from ..account_acts import Acts, account_act
from ..forms.people import NikForm, ReissueForm, ViewAsForm
from ..middleware import VIEW_AS
from ..refusals import show_refusal

PAGE_SIZE = 25
LEAST_LETTERS = 3


def helper_required(user: User) -> None:
    """Refuse who does not help applicants with their accounts."""
    if not (can_verify_profiles(user) or can_create_officer(user)):
        raise PermissionDenied


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def applicant_find(request: SignedInRequest) -> HttpResponse:
    """Find an applicant by name, or by NIK, which is sent in the body alone."""
    helper_required(request.user)
    form = NikForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = applicant_by_nik(form.cleaned_data["nik"])
        if found:
            return redirect("backoffice:applicant_detail", pk=found.pk)
        form.add_error("nik", _("Tidak ada pemohon dengan NIK ini."))
    text = request.GET.get("cari", "").strip()[:100]
    long_enough = len(text) >= LEAST_LETTERS and not any(sign.isdigit() for sign in text)
    page = Paginator(applicant_search(text), PAGE_SIZE).get_page(request.GET.get("page")) if long_enough else None
    context = {"form": form, "search": text, "page_obj": page, "too_short": bool(text) and not long_enough}
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/applicant_find.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def applicant_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an applicant's account; a POST corrects the contact and has a new password sent."""
    helper_required(request.user)
    person = applicant(pk)
    form = ReissueForm(
        request.POST if request.method == "POST" else None,
        initial={"email": person.email, "phone": phone_shown(person.phone)},
    )
    if request.method == "POST":
        if form.is_valid():
            try:
                services.password_reissue(actor=request.user, user=person, **form.cleaned_data)
            except DomainError as error:
                show_refusal(form, error)
            else:
                messages.success(request, _("Kontak tersimpan dan kata sandi baru dikirim."))
                return redirect("backoffice:applicant_detail", pk=pk)
    else:
        services.profile_viewed(actor=request.user, user=person)
    return _page(request, person, form=form)


def applicant(pk: int) -> User:
    """Return an applicant, or raise Http404."""
    try:
        return applicant_get(pk)
    except User.DoesNotExist as error:
        raise Http404 from error


def _page(request: SignedInRequest, person: User, **given: Any) -> HttpResponse:
    context = {
        "form": ReissueForm(initial={"email": person.email, "phone": phone_shown(person.phone)}),
        "view_form": ViewAsForm(),
        **given,
        "person": person,
        "overview": [
            (_("NIK"), person.masked_nik),
            (_("E-mail"), person.email),
            (_("Nomor WhatsApp"), phone_shown(person.phone)),
            (_("Nagari/desa, kecamatan"), f"{person.profile.village}, {person.profile.district}"),
        ],
        "sign_ins": sign_ins_of(person),
        "locked_out": is_locked_out(person),
        "may_reissue": can_reissue_password(request.user, person),
        "may_view": can_view_as(request.user, person),
    }
    status = 422 if any(form.errors for form in given.values()) else 200
    return render(request, "izin/backoffice/applicant_detail.html", context, status=status)


ACTS: Acts = {
    "akhiri-sesi": (services.account_sessions_end, gettext_lazy("Semua sesi akun ini diakhiri.")),
    "buka-kunci": (services.lockout_lift, gettext_lazy("Kunci akun dibuka.")),
}


@require_POST
@officer_required
def applicant_act(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """End an applicant's sessions, or lift the lock after wrong passwords."""
    helper_required(request.user)
    person = applicant(pk)
    account_act(request, person, ACTS, act)
    return redirect("backoffice:applicant_detail", pk=pk)


@require_POST
@officer_required
def view_as(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to look at the applicant's pages as he sees them."""
    helper_required(request.user)
    person = applicant(pk)
    form = ViewAsForm(request.POST)
    if form.is_valid():
        try:
            grant = services.view_begin(actor=request.user, user=person, reason=form.cleaned_data["reason"])
        except DomainError as error:
            show_refusal(form, error)
        else:
            request.session[VIEW_AS] = grant.pk
            return redirect("portal:dashboard")
    return _page(request, person, view_form=form)


@require_POST
@officer_required
def view_as_end(request: SignedInRequest) -> HttpResponse:
    """Stop looking."""
    pk = request.session.pop(VIEW_AS, None)
    if pk is None:
        return redirect("backoffice:inbox")
    services.view_end(actor=request.user, pk=pk)
    messages.success(request, _("Anda kembali ke halaman petugas."))
    return redirect("backoffice:applicant_find")
