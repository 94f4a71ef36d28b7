"""Several cases at once: approving and signing (W6, T4).

The browser asks for one case at a time, so that each result is known as soon as it is there and nothing is half done;
the passphrase of a batch of signatures travels with each request and is forgotten with it (decision D8). Without
scripts all are approved by one request with a page of results, and signed one after the other.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.inbox import case_choose, case_search, cases_named, filter_choices
from izin.applications.models import Application
from izin.applications.services.batching import MOST_AT_ONCE, BatchResult, application_approve_each
from izin.permits.services.issuing import permit_issue
from izin.signing.errors import PassphraseRefused
from izin.workflow.enums import Status

from ..forms.case import SignForm, TurnForm
from ..forms.inbox import CaseFilterForm
from .cases import sent_case
from .inbox import desk_at

CHOSEN, LIST = "pilih", "daftar"


def chosen_pks(data: QueryDict) -> list[int]:
    """Return the cases that were ticked, each once, in the order of the page."""
    given = [value for value in data.getlist(CHOSEN) if value.isdecimal() and len(value) < len("2147483647")]
    return list(dict.fromkeys(int(value) for value in given))[:MOST_AT_ONCE]


def _chosen(request: SignedInRequest, data: QueryDict, status: Status) -> list[Application]:
    """Return the ticked cases, or with `?daftar=` those of a whole list, that wait for the officer in this status."""
    if LIST in data:
        form = CaseFilterForm(QueryDict(data.get(LIST, "")), *filter_choices())
        found = case_search(desk_at(request), form.query).cases.filter(status=status)
        pks: Iterable[int] = found.values_list("pk", flat=True)[:MOST_AT_ONCE]
    else:
        pks = chosen_pks(data)
    return [case for case in case_choose(desk_at(request), pks) if case.status == status]


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def batch_approve(request: SignedInRequest) -> HttpResponse:
    """Show the chosen cases before they are approved; a POST approves them all and shows what became of each."""
    if request.method == "POST":
        turns = [(pk, request.POST.get(f"turn_{pk}", "")) for pk in chosen_pks(request.POST)]
        results = application_approve_each(actor=request.user, turns=turns)
        return render(request, "izin/backoffice/batch_result.html", _results_told(results))
    cases = _chosen(request, request.GET, Status.SUBMITTED)
    if not cases:
        messages.error(request, _("Pilih sedikitnya satu permohonan yang menunggu persetujuan Anda."))
        return redirect("backoffice:inbox")
    return render(request, "izin/backoffice/batch_approve.html", {"cases": cases})


def _results_told(results: list[BatchResult]) -> dict[str, Any]:
    cases = cases_named(result.application_id for result in results)
    rows = [{"case": cases.get(result.application_id), "result": result} for result in results]
    failed = [result.application_id for result in results if not result.done]
    return {
        "rows": rows,
        "done": len(results) - len(failed),
        "failed": len(failed),
        "again": urlencode([(CHOSEN, pk) for pk in failed]),
    }


@require_POST
@officer_required
def batch_approve_one(request: SignedInRequest, pk: int) -> JsonResponse:
    """Approve one case of a batch; say in JSON what became of it."""
    form = TurnForm(request.POST)
    form.full_clean()
    sent_case(pk)
    (result,) = application_approve_each(actor=request.user, turns=[(pk, form.cleaned_data.get("turn", ""))])
    return JsonResponse({"done": result.done, "message": result.message or _("Disetujui")})


@require_safe
@officer_required
def batch_sign(request: SignedInRequest) -> HttpResponse:
    """Show the chosen permits before they are signed."""
    cases = _chosen(request, request.GET, Status.AWAITING_SIGNATURE)
    if not cases:
        messages.error(request, _("Pilih sedikitnya satu permohonan yang menunggu tanda tangan Anda."))
        return redirect("backoffice:inbox")
    context = {"cases": cases, "form": SignForm(), "query": urlencode([(CHOSEN, case.pk) for case in cases])}
    return render(request, "izin/backoffice/batch_sign.html", context)


@sensitive_post_parameters("passphrase")
@sensitive_variables("form")
@require_POST
@officer_required
def batch_sign_one(request: SignedInRequest, pk: int) -> JsonResponse:
    """Sign and publish one permit of a batch; say in JSON what became of it.

    `stop` tells the page to try no other one: the passphrase is wrong, and a certificate locks after a few.
    """
    sent_case(pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _refused(_("Isi kata sandi sertifikat (passphrase)."), stop=True)
    try:
        permit = permit_issue(application_id=pk, actor=request.user, **form.cleaned_data)
    except DomainError as error:
        return _refused(error.message, stop=isinstance(error, PassphraseRefused))
    return JsonResponse({"done": True, "message": _("Terbit: %(number)s") % {"number": permit.number}})


def _refused(message: str, *, stop: bool = False) -> JsonResponse:
    return JsonResponse({"done": False, "message": message, "stop": stop})
