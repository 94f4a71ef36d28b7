"""The part of the menu that the catalogue fills."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from izin.applications.listing import RUNNING

from ..menu import sectors_of

register = template.Library()


@register.inclusion_tag("components/portal_sectors.html", takes_context=True)
def portal_sectors(context: Context) -> dict[str, Any]:
    """`{% portal_sectors %}`: each sector with its applications, permits and reports (F1); one query a page."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {"groups": []}
    applications, permits, reports = (
        reverse(f"portal:{name}") for name in ("application_list", "permit_list", "report_list")
    )
    groups = []
    for sector in sectors_of(request):
        links = [
            (_("Diproses"), f"{applications}?sektor={sector.code}&status={RUNNING}"),
            (_("Diterbitkan"), f"{permits}?sektor={sector.code}"),
        ]
        if sector.asks_reports:  # type: ignore[attr-defined]
            links.append((_("Hasil penelitian"), reports))
        here = request.get_full_path()
        groups.append(
            {
                "name": sector.name,
                "links": [(label, url, url == here) for label, url in links],
                "open": request.GET.get("sektor") == sector.code or here in [url for _label, url in links],
            }
        )
    return {"groups": groups}
