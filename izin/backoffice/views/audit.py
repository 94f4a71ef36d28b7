"""The log of acts (W4, A7): all of it, of one officer, person or case; as a file; and whether it is whole."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.models import User
from izin.accounts.selectors import view_grants_of
from izin.audit.selectors import CHECKED_ON_A_PAGE, chain_check_last, chain_check_latest
from izin.reports.policies import may_audit
from izin.reports.services import audit_checked, download_record
from izin.reports.sheets import csv_lines, xlsx_write
from izin.reports.trail import TrailLine, about_case, person_get, trail_export, trail_page

from ..forms.audit import PeriodForm, TrailForm
from .cases import sent_case

# What a file takes in one request; who needs more narrows the period.
EXPORTED_AT_MOST = 50_000
VIEWS_SHOWN = 50
BIGGEST = 2**63 - 1
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("sebelum")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 19) or int(text) > BIGGEST:
        raise Http404
    return int(text)


def _auditors_only(request: SignedInRequest) -> None:
    if not may_audit(request.user):
        raise PermissionDenied


def _person(form: TrailForm) -> User | None:
    pk = form.cleaned_data.get("orang")
    try:
        return person_get(pk) if pk else None
    except User.DoesNotExist as error:
        raise Http404 from error


def _older_url(request: HttpRequest, older: int | None) -> str:
    if older is None:
        return ""
    query = request.GET.copy()
    query["sebelum"] = str(older)
    return f"?{query.urlencode()}"


@require_safe
@officer_required
def audit_list(request: SignedInRequest) -> HttpResponse:
    """List the acts of everybody, newest first; `?petugas=`, `?orang=`, `?nomor=` narrow it.

    Of a person it is also told why officers looked at his pages as he sees them: the log itself keeps no reasons.
    """
    _auditors_only(request)
    form = TrailForm(request.GET)
    form.is_valid()
    person = _person(form)
    lines, older = trail_page(form.query(form.about()), before=_before(request))
    context: dict[str, Any] = {
        "form": form,
        "lines": lines,
        "older_url": _older_url(request, older),
        "person": person,
        "views": view_grants_of(person)[:VIEWS_SHOWN] if person else [],
        "views_shown": VIEWS_SHOWN,
        "filters": urlencode([(key, value) for key, value in request.GET.items() if key != "sebelum"]),
        "check": chain_check_latest(),
    }
    return render(request, "izin/backoffice/audit_list.html", context, status=422 if form.errors else 200)


@require_safe
@officer_required
def audit_case(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the acts on one case, for everybody who works on cases."""
    application = sent_case(pk)
    form = PeriodForm(request.GET)
    form.is_valid()
    lines, older = trail_page(form.query(about_case(application)), before=_before(request))
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "lines": lines,
        "older_url": _older_url(request, older),
        "may_audit": may_audit(request.user),
    }
    return render(request, "izin/backoffice/audit_case.html", context, status=422 if form.errors else 200)


@require_safe
@officer_required
def audit_download(request: SignedInRequest, form: str) -> HttpResponseBase:
    """Hand out what the list shows as `xlsx` or `csv`, at most 50.000 acts, newest first; the download is logged."""
    _auditors_only(request)
    if form not in ("xlsx", "csv"):
        raise Http404
    asked = TrailForm(request.GET)
    if not asked.is_valid():
        messages.error(request, _("Saringan belum benar. Perbaiki dahulu, lalu unduh kembali."))
        return redirect(f"{reverse('backoffice:audit_list')}?{request.GET.urlencode()}")
    _person(asked)
    query = asked.query(asked.about())
    period = f"{query.first or ''}..{query.last or ''}"
    download_record(
        actor=request.user, report="audit", data={"format": form, "area": query.area, "period": period.strip(".")}
    )
    headings = [str(heading) for heading in (_("Urutan"), _("Waktu"), _("Pelaku"), _("Tindakan"), _("Objek"))]
    headings += [_("Rincian"), _("Kode tindakan"), _("Sidik")]
    rows = _rows(trail_export(query, limit=EXPORTED_AT_MOST))
    name = f"jejak-audit-{timezone.localdate()}.{form}"
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(
            csv_lines(headings=headings, rows=rows), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        about = [_("Paling banyak %(count)s tindakan terbaru.") % {"count": EXPORTED_AT_MOST}]
        file = xlsx_write(title=_("Jejak audit"), about=about, headings=headings, rows=rows)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def _rows(lines: Iterator[TrailLine]) -> Iterator[list[Any]]:
    for line in lines:
        entry = line.entry
        yield [entry.sequence, entry.at, line.who, line.what, line.subject, line.details, entry.action, entry.hash]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def audit_chain(request: SignedInRequest) -> HttpResponse:
    """Tell whether the log is whole: the last full check, and on POST the last 5.000 entries at once."""
    _auditors_only(request)
    if request.method == "POST":
        result = chain_check_last()
        audit_checked(actor=request.user, entries=result.entries, broken_at=result.broken_at)
        if result.broken_at is None:
            messages.success(request, _("%(count)s entri terakhir utuh.") % {"count": result.entries})
        else:
            messages.error(request, _("Rantai rusak pada entri %(entry)s.") % {"entry": result.broken_at})
        return redirect("backoffice:audit_chain")
    context = {"check": chain_check_latest(), "at_once": CHECKED_ON_A_PAGE}
    return render(request, "izin/backoffice/audit_chain.html", context)
