"""Officers' accounts, managed by administrators (A6)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.enums import ROLE_BY_GROUP, Role
from izin.accounts.models import User
from izin.accounts.people import absences_of, is_locked_out, officer_get, officer_search
from izin.accounts.policies import can_create_officer, can_manage_officer
from izin.accounts.second_factor import has_second_factor
from izin.accounts.selectors import sign_ins_of

from ..account_acts import Acts, account_act
from ..forms.people import OfficerCreateForm, OfficerDataForm, RolesForm, officer_initial
from ..refusals import show_refusal

PAGE_SIZE = 25


def _admin_required(user: User) -> None:
    if not can_create_officer(user):
        raise PermissionDenied


@require_safe
@officer_required
def officer_list(request: SignedInRequest) -> HttpResponse:
    """List officers, searched by name or post."""
    _admin_required(request.user)
    text, role = request.GET.get("cari", "").strip()[:100], request.GET.get("peran", "")
    closed = request.GET.get("tampil") == "nonaktif"
    page = Paginator(officer_search(text, role, closed=closed), PAGE_SIZE).get_page(request.GET.get("page"))
    away = absences_of(page)
    rows = [
        {
            "person": person,
            "roles": [ROLE_BY_GROUP[group.name].label for group in person.groups.all() if group.name in ROLE_BY_GROUP],
            "away": away.get(person.pk),
        }
        for person in page
    ]
    context = {
        "page_obj": page,
        "rows": rows,
        "search": text,
        "role": role,
        "roles": Role.choices,
        "closed": closed,
    }
    return render(request, "izin/backoffice/officer_list.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def officer_create(request: SignedInRequest) -> HttpResponse:
    """Open an officer's account; the first password is sent to him."""
    _admin_required(request.user)
    form = OfficerCreateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.officer_create(actor=request.user, **form.officer())
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Akun dibuat. Kata sandi pertama dikirim kepada petugas."))
            return redirect("backoffice:officer_detail", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/officer_create.html", {"form": form}, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def officer_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an officer's account with everything that can be done about it; a POST changes his data."""
    _admin_required(request.user)
    person = _officer(pk)
    form = OfficerDataForm(request.POST if request.method == "POST" else None, initial=officer_initial(person))
    if request.method == "POST" and form.is_valid():
        try:
            services.officer_update(actor=request.user, user=person, **form.cleaned_data)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("backoffice:officer_detail", pk=pk)
    return _page(request, person, form=form)


def _officer(pk: int) -> User:
    try:
        return officer_get(pk)
    except User.DoesNotExist as error:
        raise Http404 from error


def _page(request: SignedInRequest, person: User, **given: forms.Form) -> HttpResponse:
    forms_shown: dict[str, forms.Form] = {
        "form": OfficerDataForm(initial=officer_initial(person)),
        "roles_form": RolesForm(initial={"roles": [role.value for role in person.roles]}),
        **given,
    }
    context = {
        **forms_shown,
        "person": person,
        "roles": sorted(role.label for role in person.roles),
        "away": absences_of([person]).get(person.pk),
        "sign_ins": sign_ins_of(person),
        "has_factor": has_second_factor(person),
        "locked_out": is_locked_out(person),
        "may_manage": can_manage_officer(request.user, person),
    }
    status = 422 if any(form.errors for form in given.values()) else 200
    return render(request, "izin/backoffice/officer_detail.html", context, status=status)


# What one button does, and what is said then.
ACTS: Acts = {
    "nonaktifkan": (services.officer_deactivate, gettext_lazy("Akun dinonaktifkan dan semua sesinya diakhiri.")),
    "aktifkan": (services.officer_reactivate, gettext_lazy("Akun aktif kembali.")),
    "akhiri-sesi": (services.account_sessions_end, gettext_lazy("Semua sesi akun ini diakhiri.")),
    "buka-kunci": (services.lockout_lift, gettext_lazy("Kunci akun dibuka.")),
    "hapus-dua-langkah": (
        services.second_factor_reset,
        gettext_lazy("Verifikasi dua langkah dihapus. Petugas diberi tahu."),
    ),
}


@require_POST
@officer_required
def officer_act(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """Do what a button of the page says: close or open the account, end sessions, lift a lock, reset the factor."""
    _admin_required(request.user)
    person = _officer(pk)
    account_act(request, person, ACTS, act)
    return redirect("backoffice:officer_detail", pk=pk)


@require_POST
@officer_required
def officer_roles(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give an officer exactly the roles that are ticked."""
    _admin_required(request.user)
    person = _officer(pk)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            wanted = [Role(value) for value in form.cleaned_data["roles"]]
            services.officer_roles_change(actor=request.user, user=person, roles=wanted)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Peran tersimpan."))
            return redirect("backoffice:officer_detail", pk=pk)
    return _page(request, person, roles_form=form)


@require_POST
@officer_required
def officer_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send an officer a new password to the contact that is recorded."""
    _admin_required(request.user)
    person = _officer(pk)
    try:
        services.password_reissue(actor=request.user, user=person, email=person.email, phone=person.phone)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kata sandi baru dikirim kepada petugas."))
    return redirect("backoffice:officer_detail", pk=pk)
