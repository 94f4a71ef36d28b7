"""The applicant's first page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, applicant_required, sign_in_required
from izin.accounts.policies import may_see_cases
from izin.applications.selectors import application_list_open
from izin.surveys.selectors import permit_list_with_surveys
from izin.workflow.enums import WITH_APPLICANT, WITH_OFFICE

from ..rows import application_row

SHOWN = 5
OPEN_SHOWN = 50


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
    rows = [application_row(application) for application in application_list_open(request.user)[:OPEN_SHOWN]]
    permits = list(permit_list_with_surveys(request.user)[:SHOWN])
    return render(
        request,
        "izin/portal/dashboard.html",
        {
            "todo": [row for row in rows if row.application.status in WITH_APPLICANT],
            "running": [row for row in rows if row.application.status in WITH_OFFICE],
            "permits": permits,
            "unfinished_surveys": [p for p in permits if not (hasattr(p, "survey") and p.survey.is_complete)],
        },
    )
