"""The report of a period: volume, working time, returns, what is late (W10)."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.formats import MONTHS
from izin.accounts.access import SignedInRequest, officer_required
from izin.reports.figures import FigureQuery, Figures, Volume, Work, figures_of
from izin.reports.overdue import overdue_cases, overdue_list
from izin.reports.periods import Period
from izin.reports.policies import may_download_registers, may_see_officers
from izin.reports.registers import register_choices

from ..forms.figures import ReportForm

OVERDUE_SHOWN, PAGE_SIZE = 10, 50
BARS_AT_MOST = 12


@require_safe
@officer_required
def figures(request: SignedInRequest) -> HttpResponse:
    """Show the report of a period; this month when none is asked for."""
    form = ReportForm(request.GET)
    form.is_valid()
    period, permit_type = form.period, form.permit_type
    everybody = may_see_officers(request.user)
    found = figures_of(FigureQuery(period, permit_type, None if everybody else request.user))
    late = overdue_list(permit_type)
    late_count = late.count()
    context: dict[str, Any] = {
        "form": form,
        "period": period,
        "address": form.address(period),
        "previous": form.address(period.moved(-1)),
        "next": form.address(period.moved(1)),
        "tiles": _tiles(found, late_count),
        "types": [_volume_row(volume) for volume in found.types],
        "stages": [_work_row(work) for work in found.stages],
        "officers": [_work_row(work) for work in found.officers],
        "everybody": everybody,
        "may_download": may_download_registers(request.user),
        "registers": register_choices(),
        "reasons": found.reasons,
        "labels": [_part_label(part, period) for part, _received, _issued in found.timeline],
        "series": [
            (_("Masuk"), [received for _part, received, _issued in found.timeline]),
            (_("Terbit"), [issued for _part, _received, issued in found.timeline]),
        ],
        "type_bars": _bars(found.types),
        "late": overdue_cases(late[:OVERDUE_SHOWN]),
        "late_count": late_count,
    }
    return render(request, "izin/backoffice/figures.html", context, status=422 if form.errors else 200)


@require_safe
@officer_required
def overdue(request: SignedInRequest) -> HttpResponse:
    """List every overdue case, the latest first."""
    form = ReportForm(request.GET)
    form.is_valid()
    page = Paginator(overdue_list(form.permit_type), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "late": overdue_cases(page), "permit_type": form.permit_type}
    return render(request, "izin/backoffice/overdue.html", context)


def days_told(days: int | None) -> str:
    """Return a number of working days in words, a dash for none."""
    if days is None:
        return "-"
    return _("%(days)s hari") % {"days": days}


def _tiles(found: Figures, late: int) -> list[dict[str, Any]]:
    total, share = found.total, found.total.share_returned
    tiles = [
        (total.received, _("permohonan masuk"), ""),
        (total.issued, _("izin terbit"), ""),
        (total.rejected, _("ditolak"), ""),
        (total.withdrawn, _("dibatalkan pemohon"), ""),
        (days_told(total.durations.median), _("separuh izin selesai dalam (hari kerja)"), ""),
        (days_told(total.durations.p90), _("sembilan dari sepuluh selesai dalam (hari kerja)"), ""),
        ("-" if share is None else f"{share}%", _("dari izin terbit pernah dikembalikan"), ""),
        (found.open, _("sedang di kantor sekarang"), ""),
        (found.with_applicant, _("sedang diperbaiki pemohon sekarang"), ""),
        (late, _("melewati waktu layanan sekarang"), "is-late" if late else ""),
    ]
    return [{"value": value, "label": label, "classname": name} for value, label, name in tiles]


def _volume_row(volume: Volume) -> dict[str, Any]:
    share = volume.share_returned
    return {
        "volume": volume,
        "median": days_told(volume.durations.median),
        "p90": days_told(volume.durations.p90),
        "share": "-" if share is None else f"{share}%",
    }


def _work_row(work: Work) -> dict[str, Any]:
    return {"work": work, "median": days_told(work.durations.median), "p90": days_told(work.durations.p90)}


def _bars(types: list[Volume]) -> list[tuple[str, int]]:
    """Return the types of which most was issued; the table tells of all."""
    issued = sorted((volume for volume in types if volume.issued), key=lambda volume: -volume.issued)
    return [(volume.label, volume.issued) for volume in issued[:BARS_AT_MOST]]


def _part_label(part: date, period: Period) -> str:
    if period.grain == "month":
        return f"{MONTHS[part.month - 1][:3]} {part:%y}"
    return f"{part.day}/{part.month}"
