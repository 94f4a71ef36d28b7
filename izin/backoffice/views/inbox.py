"""What waits for an officer."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.selectors import case_list, inbox_for

from ..rows import case_row

PAGE_SIZE = 50


@require_safe
@officer_required
def inbox(request: SignedInRequest) -> HttpResponse:
    """List what waits for the officer's roles, longest waiting first; `?tampil=semua` lists every case."""
    show_all = request.GET.get("tampil") == "semua"
    cases = case_list() if show_all else inbox_for(request.user)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    address = reverse("backoffice:inbox")
    context = {
        "page_obj": page,
        "rows": [case_row(case) for case in page],
        "tabs": [("saya", _("Giliran saya"), address), ("semua", _("Semua permohonan"), f"{address}?tampil=semua")],
        "current_tab": "semua" if show_all else "saya",
    }
    return render(request, "izin/backoffice/inbox.html", context)
