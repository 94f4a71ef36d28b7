"""Who stands in for whom (A6)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from izin.accounts import services
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.acting import delegations_listed, delegations_of
from izin.accounts.enums import DELEGABLE_ROLES, Role
from izin.accounts.models import RoleDelegation, User
from izin.accounts.policies import can_create_officer

from ..forms.delegation import DelegationForm
from ..refusals import show_refusal

PAGE_SIZE = 25


@require_safe
@officer_required
def delegation_list(request: SignedInRequest) -> HttpResponse:
    """List the officer's own delegations; an administrator sees everybody's, past ones too."""
    everybodys = can_create_officer(request.user)
    found = delegations_listed() if everybodys else delegations_of(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_row(delegation, request.user, everybodys) for delegation in page],
        "may_grant": _may_grant(request.user),
        "everybodys": everybodys,
    }
    return render(request, "izin/backoffice/delegation_list.html", context)


def _row(delegation: RoleDelegation, reader: User, administrates: bool) -> dict[str, object]:
    today = timezone.localdate()
    if delegation.ended_at:
        state, tone = _("Diakhiri"), "neutral"
    elif delegation.valid_until < today:
        state, tone = _("Selesai"), "neutral"
    elif delegation.valid_from > today:
        state, tone = _("Akan berlaku"), "info"
    else:
        state, tone = _("Sedang berlaku"), "success"
    to_come = not delegation.ended_at and delegation.valid_until >= today
    may_end = to_come and (administrates or delegation.holder_id == reader.pk)
    return {"delegation": delegation, "state": state, "tone": tone, "may_end": may_end}


def _may_grant(user: User) -> bool:
    own = user.roles.intersection(DELEGABLE_ROLES) - {Role.AGENCY_HEAD}
    return can_create_officer(user) or bool(own)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def delegation_create(request: SignedInRequest) -> HttpResponse:
    """Name a substitute."""
    if not _may_grant(request.user):
        raise PermissionDenied
    form = DelegationForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.delegation_grant(actor=request.user, **form.delegation())
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Pelimpahan tugas tercatat. Keduanya diberi tahu."))
            return redirect("backoffice:delegation_list")
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/delegation_form.html", {"form": form}, status=status)


@require_POST
@officer_required
def delegation_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one before its last day: the holder is back."""
    try:
        services.delegation_end(actor=request.user, pk=pk)
    except RoleDelegation.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pelimpahan tugas diakhiri."))
    return redirect("backoffice:delegation_list")
