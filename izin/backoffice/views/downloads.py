"""Registers and the satisfaction report, on a page and as files (W10, S2). Every download is logged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, officer_required
from izin.reports.papers import paper_render
from izin.reports.policies import may_download_registers
from izin.reports.registers import PDF_ROWS, XLSX_ROWS, Register, RegisterKind, register_of
from izin.reports.services import download_record
from izin.reports.sheets import xlsx_write
from izin.surveys.report import SkmReport, skm_report

from ..forms.figures import ReportForm

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@officer_required
def register_download(request: SignedInRequest, which: str, form: str) -> HttpResponseBase:
    """Hand out a register as `xlsx` or `pdf`; what is too long for one file is told, and nothing is handed out."""
    if not may_download_registers(request.user):
        raise PermissionDenied
    if which not in RegisterKind or form not in ("xlsx", "pdf"):
        raise Http404
    asked = ReportForm(request.GET)
    if not asked.is_valid():
        return _back(request, "backoffice:figures", _("Periode belum benar. Perbaiki dahulu, lalu unduh kembali."))
    register = register_of(RegisterKind(which), asked.period, asked.permit_type)
    count, limit = register.count(), XLSX_ROWS if form == "xlsx" else PDF_ROWS
    if count > limit:
        words = _("Register ini berisi %(count)s baris; %(form)s memuat paling banyak %(limit)s. Persempit periodenya.")
        if form == "pdf":
            words = _("Register ini berisi %(count)s baris; PDF memuat paling banyak %(limit)s. Unduh sebagai XLSX.")
        return _back(request, "backoffice:figures", words % {"count": count, "limit": limit, "form": form.upper()})
    download_record(
        actor=request.user,
        report=which,
        data={"format": form, "period": asked.period.label, "type": asked.cleaned_data["jenis"], "rows": count},
    )
    return _register_file(register, form, _about(asked), limit)


def _register_file(register: Register, form: str, about: list[str], limit: int) -> HttpResponseBase:
    name = f"register-{register.kind.value}-{register.period.first}-{register.period.last}.{form}"
    rows = register.rows(limit)
    table: dict[str, Any] = {"title": register.title, "about": about, "headings": register.headings, "rows": rows}
    return _file(name, form, xlsx=lambda: xlsx_write(**table), pdf=lambda: paper_render(**table))


@require_safe
@officer_required
def satisfaction(request: SignedInRequest) -> HttpResponse:
    """Show the satisfaction index of a period, by type and element."""
    form = ReportForm(request.GET)
    form.is_valid()
    period = form.period
    found = skm_report(start=period.start, end=period.end, permit_type=form.permit_type)
    context = {
        "form": form,
        "period": period,
        "address": form.address(period),
        "previous": form.address(period.moved(-1)),
        "next": form.address(period.moved(1)),
        "found": found,
        "bars": [(f"{line.key} {line.name}", round(line.value)) for line in found.elements],
        "enough": found.respondents >= found.sample,
    }
    return render(request, "izin/backoffice/satisfaction.html", context, status=422 if form.errors else 200)


@require_safe
@officer_required
def satisfaction_download(request: SignedInRequest, form: str) -> HttpResponseBase:
    """Hand out the satisfaction report as `xlsx` or `pdf`."""
    if form not in ("xlsx", "pdf"):
        raise Http404
    asked = ReportForm(request.GET)
    if not asked.is_valid():
        return _back(request, "backoffice:satisfaction", _("Periode belum benar. Perbaiki dahulu, lalu unduh kembali."))
    period = asked.period
    found = skm_report(start=period.start, end=period.end, permit_type=asked.permit_type)
    data = {"format": form, "period": period.label, "type": asked.cleaned_data["jenis"], "rows": found.respondents}
    download_record(actor=request.user, report="skm", data=data)
    lines, remarks = _skm_lines(found), _skm_remarks(found)
    title, headings, rows = _("Laporan Survei Kepuasan Masyarakat"), _skm_headings(), _skm_rows(found)
    told = [f"{label}: {value}" for label, value in lines]
    return _file(
        f"skm-{period.first}-{period.last}.{form}",
        form,
        xlsx=lambda: xlsx_write(
            title=title, about=[*_about(asked), *told, *remarks], headings=headings, rows=_with_types(rows, found)
        ),
        pdf=lambda: paper_render(
            title=title,
            about=_about(asked),
            headings=headings,
            rows=_with_types(rows, found),
            lines=lines,
            remarks=remarks,
            wide=False,
        ),
    )


def _skm_headings() -> list[str]:
    return [_("Unsur"), _("Nilai 1"), _("Nilai 2"), _("Nilai 3"), _("Nilai 4"), _("NRR"), _("Nilai unsur"), _("Mutu")]


def _skm_rows(found: SkmReport) -> list[list[Any]]:
    return [
        [
            f"{line.key} {line.name}",
            *line.answers.values(),
            float(line.mean),
            float(line.value),
            f"{line.grade.value} ({line.grade.label})",
        ]
        for line in found.elements
    ]


def _with_types(rows: list[list[Any]], found: SkmReport) -> list[list[Any]]:
    """Add a line for each permit type: respondents where the answers stand, then its index."""
    types = [
        [
            _("%(name)s (%(count)s responden)") % {"name": line.name, "count": line.respondents},
            *[""] * 5,
            float(line.index),
            f"{line.grade.value} ({line.grade.label})",
        ]
        for line in found.types
    ]
    return [*rows, *types]


def _skm_lines(found: SkmReport) -> list[tuple[str, Any]]:
    index = "-" if found.index is None else f"{found.index}".replace(".", ",")
    grade = found.grade
    return [
        (_("Indeks kepuasan masyarakat"), index),
        (_("Mutu layanan"), "-" if grade is None else f"{grade.value} ({grade.label})"),
        (_("Responden"), found.respondents),
        (_("Izin terbit pada periode ini"), found.population),
        (_("Sampel yang diperlukan (Krejcie dan Morgan)"), found.sample),
    ]


def _skm_remarks(found: SkmReport) -> list[str]:
    names = ", ".join(f"{line.key} {line.name}" for line in found.lowest)
    return [_("Tiga unsur terendah: %(names)s.") % {"names": names}] if names else []


def _about(asked: ReportForm) -> list[str]:
    kind = asked.permit_type
    return [asked.period.label, kind.name if kind else _("Semua jenis izin")]


def _back(request: SignedInRequest, name: str, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect(f"{reverse(name)}?{request.GET.urlencode()}")


def _file(name: str, form: str, *, xlsx: Callable[[], Any], pdf: Callable[[], bytes]) -> HttpResponseBase:
    response: HttpResponseBase
    if form == "xlsx":
        response = FileResponse(xlsx(), as_attachment=True, filename=name, content_type=XLSX_TYPE)
    else:
        response = HttpResponse(pdf(), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
