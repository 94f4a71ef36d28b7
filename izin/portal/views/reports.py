"""Hasil Penelitian: the reports a holder of research permits hands in (F10)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, NotAllowed
from common.formats import date_long
from common.responses import private_file
from izin.accounts.access import SignedInRequest, applicant_required
from izin.permits.enums import PermitState, ReportState
from izin.permits.models import FollowUpSettings, Permit, ResultReport
from izin.permits.reports import permits_with_reports, report_permit_for
from izin.permits.services.reporting import report_submit, report_viewed

from ..forms.report import ReportForm

PAGE_SIZE = 10
TONES = {
    ReportState.SUBMITTED: "info",
    ReportState.ACCEPTED: "success",
    ReportState.RETURNED: "warning",
    ReportState.REPLACED: "neutral",
}


def _own(request: SignedInRequest, pk: int) -> Permit:
    try:
        return report_permit_for(request.user, pk)
    except Permit.DoesNotExist as error:
        raise Http404 from error


def report_row(permit: Permit) -> dict[str, Any]:
    """Return what is shown of a permit's report; no query when its reports were selected with it."""
    reports: list[ResultReport] = permit.report_list  # type: ignore[attr-defined]
    newest = reports[0] if reports else None
    state = ReportState(newest.state) if newest else None
    over = permit.valid_until < timezone.localdate()
    label, tone = (_("Belum diserahkan"), "warning") if over else (_("Belum waktunya"), "neutral")
    if state:
        label, tone = str(state.label), TONES[state]
    return {
        "permit": permit,
        "newest": newest,
        "label": label,
        "tone": tone,
        "open": permit.state != PermitState.REVOKED and state != ReportState.ACCEPTED,
        "facts": [
            (_("Judul"), permit.subject),
            (_("Nomor izin"), permit.number),
            (_("Penelitian berakhir"), date_long(permit.valid_until)),
        ],
    }


@require_safe
@applicant_required
def report_list(request: SignedInRequest) -> HttpResponse:
    """List the permits that owe a report, with what has become of each."""
    page = Paginator(permits_with_reports(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "rows": [report_row(permit) for permit in page]}
    return render(request, "izin/portal/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the reports of one permit, and take a new one."""
    permit = _own(request, pk)
    max_mb = FollowUpSettings.load().report_max_mb
    form = ReportForm(max_mb=max_mb)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, max_mb=max_mb)
        if form.is_valid():
            try:
                report_submit(permit_id=pk, actor=request.user, file=form.cleaned_data["file"])
            except NotAllowed as error:
                messages.error(request, error.message)
                return redirect("portal:report_detail", pk=pk)
            except DomainError as error:
                form.add_error(error.field, error.message)
            else:
                messages.success(request, _("Laporan tersimpan. Terima kasih. Petugas akan memeriksanya."))
                return redirect("portal:report_detail", pk=pk)
    row = report_row(permit)
    history = [(report, TONES[ReportState(report.state)]) for report in permit.report_list]  # type: ignore[attr-defined]
    context = {**row, "form": form, "history": history}
    return render(request, "izin/portal/report_detail.html", context, status=422 if form.errors else 200)


@require_safe
@applicant_required
def report_file(request: SignedInRequest, pk: int, report_pk: int) -> HttpResponseBase:
    """Show the applicant one of his own reports."""
    permit = _own(request, pk)
    report = next((r for r in permit.report_list if r.pk == report_pk), None)  # type: ignore[attr-defined]
    if report is None:
        raise Http404
    report_viewed(report=report, actor=request.user)
    return private_file("private", report.sha256, content_type="application/pdf", name=report.original_name)
