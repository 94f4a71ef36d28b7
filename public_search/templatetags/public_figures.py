"""Live figures, for pages that may not look into the permit module themselves."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from izin.catalog.models import PermitType

from .. import figures

register = template.Library()


def _working_days(days: int) -> str:
    return _("%(days)s hari kerja") % {"days": days} if days else _("hari yang sama")


@register.inclusion_tag("public_search/live_figures.html")
def live_figures() -> dict[str, Any]:
    """`{% live_figures %}`: permits, satisfaction and working time of the office; nothing before the first permit."""
    found = figures.live_figures()
    shown = []
    if found.permits:
        year = timezone.localtime(found.as_of).year
        shown.append((_number(found.permits), _("izin terbit"), ""))
        shown.append((_number(found.permits_this_year), _("izin terbit tahun %(year)s") % {"year": year}, ""))
    if found.satisfaction:
        index = f"{found.satisfaction.index:.2f}".replace(".", ",")
        grade = f"{found.satisfaction.grade.value}, {found.satisfaction.grade.label}"
        about = _("mutu layanan %(grade)s; %(people)s responden dalam 12 bulan terakhir")
        about %= {"grade": grade, "people": _number(found.satisfaction.respondents)}
        shown.append((index, _("indeks kepuasan masyarakat (25 sampai 100)"), about))
    if found.time:
        about = _("separuh dari %(permits)s izin 90 hari terakhir, sejak registrasi")
        about %= {"permits": _number(found.time.permits)}
        shown.append((_working_days(found.time.median), _("lama proses"), about))
    return {"figures": shown, "as_of": found.as_of}


@register.inclusion_tag("public_search/service_time.html")
def service_time(permit_type: PermitType) -> dict[str, Any]:
    """`{% service_time permit_type %}`: what is promised beside what permits of the last 90 days really took.

    Arguments: `permit_type` (a saved PermitType).
    """
    found = figures.service_time(permit_type)
    rows = [(_("Standar layanan"), _working_days(permit_type.service_days))]
    if found:
        rows.append((_("Separuh izin terbit dalam"), _working_days(found.median)))
        rows.append((_("Sembilan dari sepuluh izin terbit dalam"), _working_days(found.nine_of_ten)))
    return {"rows": rows, "time": found, "least": figures.TIMED_LEAST}


def _number(value: int) -> str:
    """Return `1.234`."""
    return f"{value:,}".replace(",", ".")
