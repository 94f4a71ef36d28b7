"""The applicant's first page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, applicant_required, sign_in_required
from izin.accounts.policies import may_see_cases
from izin.applications.listing import application_counts, running_for_applicant, waiting_for_applicant
from izin.surveys.selectors import permit_list_expiring, permit_list_unanswered, permit_list_with_surveys

from ..rows import application_row

SHOWN = 5
TODO_SHOWN = 10


@require_safe
@sign_in_required
def after_login(request: SignedInRequest) -> HttpResponse:
    """Send everybody to the page that is theirs."""
    if may_see_cases(request.user):
        return redirect("backoffice:inbox")
    if request.user.is_applicant:
        return redirect("portal:dashboard")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    raise PermissionDenied


@require_safe
@applicant_required
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the applicant, what runs, and what was issued (F1)."""
    person = request.user
    counts = application_counts(person)
    context = {
        "counts": counts,
        "todo": [application_row(found) for found in waiting_for_applicant(person, TODO_SHOWN)],
        "todo_more": max(0, counts["waiting"] - TODO_SHOWN),
        "running": [application_row(found) for found in running_for_applicant(person, SHOWN)],
        "permits": permit_list_with_surveys(person)[:SHOWN],
        "unfinished_surveys": permit_list_unanswered(person)[:TODO_SHOWN],
        "expiring": permit_list_expiring(person)[:TODO_SHOWN],
    }
    return render(request, "izin/portal/dashboard.html", context)
