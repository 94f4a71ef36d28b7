"""Changes of applicants' names, NIKs and scans, which an officer verifies (A5)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.formats import date_long
from common.responses import private_file
from izin.accounts import services
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.enums import ChangeState
from izin.accounts.models import ProfileChange, User
from izin.accounts.policies import can_verify_profiles
from izin.accounts.selectors import profile_change_get, profile_changes_waiting
from izin.accounts.services.scans import STORE

from ..forms.profile_change import RefusalForm

PAGE_SIZE = 25
OLD, NEW = "lama", "baru"
APPROVE = "setujui"


@require_safe
@officer_required
def profile_change_list(request: SignedInRequest) -> HttpResponse:
    """List what waits, oldest first."""
    _verifier_required(request.user)
    page = Paginator(profile_changes_waiting(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "izin/backoffice/profile_change_list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def profile_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show old and new side by side; a POST approves, or refuses with a reason."""
    _verifier_required(request.user)
    change = _change(pk)
    form = RefusalForm()
    if request.method == "POST":
        approving = APPROVE in request.POST
        form = form if approving else RefusalForm(request.POST)
        if approving or form.is_valid():
            try:
                if approving:
                    services.profile_change_approve(actor=request.user, pk=pk)
                else:
                    services.profile_change_refuse(actor=request.user, pk=pk, reason=form.cleaned_data["reason"])
            except DomainError as error:
                messages.error(request, error.message)
                return redirect("backoffice:profile_change", pk=pk)
            messages.success(request, _("Keputusan tersimpan dan pemohon diberi tahu."))
            return redirect("backoffice:profile_change_list")
    waiting = change.state == ChangeState.PENDING
    context = {"change": change, "rows": _rows(change) if waiting else [], "form": form, "waiting": waiting}
    return render(request, "izin/backoffice/profile_change.html", context, status=422 if form.errors else 200)


def _rows(change: ProfileChange) -> list[dict[str, Any]]:
    """Return what is compared: the whole NIK too, for it is judged by the picture of the card."""
    user, profile = change.user, change.user.profile
    lines = [
        (_("Nama lengkap"), user.full_name, change.full_name),
        (_("Gelar depan"), user.title_front, change.title_front),
        (_("Gelar belakang"), user.title_back, change.title_back),
        (_("NIK"), user.nik, change.nik),
        (_("Tempat lahir"), profile.birth_place, change.birth_place),
        (_("Tanggal lahir"), date_long(profile.birth_date), date_long(change.birth_date)),
        (_("Jenis kelamin"), profile.get_sex_display(), change.get_sex_display()),
    ]
    return [{"label": label, "old": old, "new": new, "changed": old != new} for label, old, new in lines]


@require_safe
@officer_required
def profile_change_ktp(request: SignedInRequest, pk: int, which: str) -> HttpResponseBase:
    """Show the marked copy of the old or the new scan; the opening is logged (A7)."""
    _verifier_required(request.user)
    change = _change(pk)
    sha256 = {OLD: change.user.profile.ktp_sha256, NEW: change.ktp_sha256}.get(which)
    if not sha256:
        raise Http404
    try:
        copy = services.scan_copy(sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    services.profile_change_scan_viewed(actor=request.user, change=change, which=which)
    return private_file(STORE, copy, content_type="image/jpeg", name=f"ktp-{which}.jpg")


def _change(pk: int) -> ProfileChange:
    try:
        return profile_change_get(pk)
    except ProfileChange.DoesNotExist as error:
        raise Http404 from error


def _verifier_required(user: User) -> None:
    if not can_verify_profiles(user):
        raise PermissionDenied
