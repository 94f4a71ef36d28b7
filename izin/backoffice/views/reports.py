"""Reports of results: who owes one, and judging what was handed in (F10)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.formats import date_long, datetime_long
from common.responses import private_file
from izin.accounts.access import SignedInRequest, officer_required
from izin.permits.enums import ReportState
from izin.permits.models import Permit, ResultReport
from izin.permits.policies import may_judge_reports
from izin.permits.reports import ACCEPTED, OWING, RUNNING, WAITING, ReportQuery, report_get, report_search
from izin.permits.services.reporting import report_accept, report_return, report_viewed

from ..forms.report import ReportReturnForm

PAGE_SIZE = 50
ACCEPT = "terima"
TONES = {
    ReportState.SUBMITTED: "info",
    ReportState.ACCEPTED: "success",
    ReportState.RETURNED: "warning",
    ReportState.REPLACED: "neutral",
}


@require_safe
@officer_required
def report_list(request: SignedInRequest) -> HttpResponse:
    """List the permits that owe a report: those that wait for an officer first, or as the address says."""
    labels = {
        WAITING: _("Menunggu diperiksa"),
        OWING: _("Belum menyerahkan"),
        RUNNING: _("Masih meneliti"),
        ACCEPTED: _("Diterima"),
    }
    asked = request.GET.get("keadaan", "")
    state = asked if asked in labels else WAITING
    text = request.GET.get("cari", "")[:100]
    today = timezone.localdate()
    page = Paginator(report_search(ReportQuery(state, text), today), PAGE_SIZE).get_page(request.GET.get("page"))
    address = reverse("backoffice:report_list")
    context = {
        "page_obj": page,
        "rows": [_row(permit, today) for permit in page],
        "tabs": [
            (key, label, f"{address}?{urlencode({'keadaan': key, 'cari': text})}") for key, label in labels.items()
        ],
        "state": state,
        "text": text,
    }
    return render(request, "izin/backoffice/report_list.html", context)


def _row(permit: Permit, today: date) -> dict[str, Any]:
    state = permit.report_state  # type: ignore[attr-defined]
    return {
        "permit": permit,
        "state": ReportState(state).label if state else _("Belum ada"),
        "tone": TONES[ReportState(state)] if state else "neutral",
        "days": max(0, (today - permit.valid_until).days),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a report; a POST accepts it, or asks for it again with a reason."""
    report = _report(pk)
    form = ReportReturnForm()
    if request.method == "POST":
        if not may_judge_reports(request.user):
            raise PermissionDenied
        accepting = ACCEPT in request.POST
        form = form if accepting else ReportReturnForm(request.POST)
        if accepting or form.is_valid():
            try:
                if accepting:
                    report_accept(report_id=pk, actor=request.user)
                else:
                    report_return(report_id=pk, actor=request.user, note=form.cleaned_data["note"])
            except DomainError as error:
                messages.error(request, error.message)
                return redirect("backoffice:report_detail", pk=pk)
            messages.success(request, _("Keputusan tersimpan dan pemegang izin diberi tahu."))
            return redirect("backoffice:report_list")
    permit = report.permit
    context = {
        "report": report,
        "permit": permit,
        "tone": TONES[ReportState(report.state)],
        "form": form,
        "may_judge": may_judge_reports(request.user) and report.state == ReportState.SUBMITTED,
        "facts": [
            (_("Judul"), permit.subject),
            (_("Pemegang"), permit.holder_name),
            (_("Nomor izin"), permit.number),
            (_("Penelitian berakhir"), date_long(permit.valid_until)),
            (_("Diserahkan"), datetime_long(report.submitted_at)),
        ],
    }
    return render(request, "izin/backoffice/report_detail.html", context, status=422 if form.errors else 200)


@require_safe
@officer_required
def report_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Show an officer a report; the opening is logged (A7)."""
    report = _report(pk)
    report_viewed(report=report, actor=request.user)
    return private_file("private", report.sha256, content_type="application/pdf", name=report.original_name)


def _report(pk: int) -> ResultReport:
    try:
        return report_get(pk)
    except ResultReport.DoesNotExist as error:
        raise Http404 from error
