"""Taking a case so that no colleague works on it too, giving it free, and telling who has it open (W2)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.claims import claim_in_force, colleagues_present
from izin.applications.services.claiming import case_claim, case_release, case_seen, case_take_over

from .cases import sent_case


def _then(request: SignedInRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    sent_case(pk)
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    back = request.POST.get("kembali", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/petugas/"):
        return redirect(back)
    return redirect("backoffice:case_detail", pk=pk)


@require_POST
@officer_required
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a case."""
    return _then(
        request,
        pk,
        lambda: case_claim(application_id=pk, actor=request.user),
        _("Permohonan ini sekarang Anda kerjakan."),
    )


@require_POST
@officer_required
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a case free."""
    return _then(
        request, pk, lambda: case_release(application_id=pk, actor=request.user), _("Permohonan dilepas kembali.")
    )


@require_POST
@officer_required
def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a case out of a colleague's hands."""
    return _then(
        request,
        pk,
        lambda: case_take_over(application_id=pk, actor=request.user),
        _("Permohonan ini Anda ambil alih."),
    )


@require_POST
@officer_required
def present(request: SignedInRequest, pk: int) -> JsonResponse:
    """Note that the page is still open; say who else has it open, and whether the case has moved on meanwhile."""
    application = sent_case(pk)
    case_seen(application_id=pk, officer=request.user)
    others = [person.get_full_name() for person in colleagues_present([application], request.user).get(pk, [])]
    taken = claim_in_force(application)
    return JsonResponse(
        {
            "others": others,
            "claimed": taken.officer.get_full_name() if taken and taken.officer_id != request.user.pk else "",
            "moved": request.POST.get("turn", "") != application.turn,
        }
    )
