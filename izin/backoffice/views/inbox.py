"""The lists of cases: what waits for an officer, for his unit, and every case (W2)."""

from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.inbox import (
    ALL,
    LATE,
    MOST,
    TABS,
    CaseList,
    Desk,
    applicant_pk_by_nik,
    case_search,
    desk_of,
    filter_choices,
    inbox_counts,
    saved_filters,
)
from izin.applications.models import SavedFilter
from izin.applications.services.filters import filter_delete, filter_save

from ..forms.inbox import PERSON, CaseFilterForm, tab_label
from ..rows import case_rows, stage_columns


class BoundedPaginator(Paginator):
    """Pages up to MOST cases: neither counted nor leafed through beyond them, so that no archive makes it slow."""

    @cached_property
    def count(self) -> int:
        """The number of cases, at most MOST."""
        return int(self.object_list.order_by()[:MOST].count())  # type: ignore[attr-defined]

    def page(self, number: int | str) -> Page:
        """Return a page. Its keys are found first, by the index alone: joins of what is leafed over would cost most."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        ordered: Any = self.object_list
        keys = list(ordered.values_list("pk", flat=True)[bottom : min(bottom + self.per_page, self.count)])
        cases = {case.pk: case for case in ordered.order_by().filter(pk__in=keys)}
        return Page([cases[key] for key in keys if key in cases], number, self)


def desk_at(request: HttpRequest) -> Desk:
    """Return the desk of who asks, looked up once a page."""
    remembered = request.__dict__
    if "desk" not in remembered:
        remembered["desk"] = desk_of(request.user)  # type: ignore[arg-type]
    return cast(Desk, remembered["desk"])


def office_counts(request: HttpRequest) -> dict[str, int]:
    """Return `inbox_counts` of who asks, asked once a page: the menu and the tabs show the same."""
    remembered = request.__dict__
    if "office_counts" not in remembered:
        remembered["office_counts"] = inbox_counts(desk_at(request))
    return dict(remembered["office_counts"])


@require_safe
@officer_required
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show a list: `?tampil=` names it, the rest of the address narrows it."""
    form = CaseFilterForm(request.GET, *filter_choices())
    if form.typed_nik:
        # Made by hand, or by a browser's own search: the NIK leaves the address bar at least.
        return _at(_with_nik(form))
    found = case_search(desk_at(request), form.query)
    page = BoundedPaginator(found.cases, form.page_size).get_page(request.GET.get("page"))
    return render(request, "izin/backoffice/inbox.html", _context(request, form, found, page))


def _context(request: SignedInRequest, form: CaseFilterForm, found: CaseList, page: Any) -> dict[str, Any]:
    counts, address = office_counts(request), reverse("backoffice:inbox")
    rows = case_rows(page, desk_at(request))
    return {
        "can_approve": any(row["can_approve"] for row in rows),
        "can_sign": any(row["can_sign"] for row in rows),
        "whole_list": urlencode({"daftar": form.address_query()}) if form.tab != ALL else "",
        "form": form,
        "page_obj": page,
        "is_capped": page.paginator.count >= MOST,
        "too_common": found.too_common,
        "rows": rows,
        "columns": stage_columns(),
        "saved": saved_filters(request.user),
        "current_query": form.address_query(),
        "clear_url": f"{address}?tampil={form.tab}",
        "tabs": [(tab, f"{tab_label(tab)} ({counts[tab]})", f"{address}?tampil={tab}") for tab in TABS],
        "current_tab": form.tab,
        "late_count": counts[LATE],
        "late_url": f"{address}?tampil=unit&lewat=1",
        "here": request.get_full_path(),
    }


@require_POST
@officer_required
def inbox_filter(request: SignedInRequest) -> HttpResponse:
    """Turn what was typed into the address of a list; a NIK becomes the key of its person."""
    form = CaseFilterForm(request.POST, *filter_choices())
    return _at(_with_nik(form) if form.typed_nik else form.address_query(**{PERSON: ""}))


def _with_nik(form: CaseFilterForm) -> str:
    return form.address_query(**{PERSON: applicant_pk_by_nik(form.typed_nik)})


def _at(query: str) -> HttpResponse:
    address = reverse("backoffice:inbox")
    return redirect(f"{address}?{query}" if query else address)


@require_POST
@officer_required
def inbox_filter_save(request: SignedInRequest) -> HttpResponse:
    """Keep the search that is shown under a name of the officer's own."""
    form = CaseFilterForm(QueryDict(request.POST.get("saringan", "")), *filter_choices())
    query = form.address_query()
    try:
        kept = filter_save(officer=request.user, name=request.POST.get("nama", "")[:40], query=query)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saringan “%(name)s” tersimpan.") % {"name": kept.name})
    return _at(query)


@require_POST
@officer_required
def inbox_filter_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget a search that was kept."""
    try:
        filter_delete(officer=request.user, pk=pk)
    except SavedFilter.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Saringan dihapus."))
    return _at("")
