"""What the law gives an applicant over his data: a copy, who looked at them, and an end (A7)."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, applicant_required
from izin.accounts.services.throttling import Limit, allowed
from izin.privacy.own_data import json_chunks
from izin.privacy.selectors import account_holdings, applications_running, opening_rows, openings_of
from izin.privacy.services.closing import account_close
from izin.privacy.services.exporting import data_archive, data_export_begin

from ..forms.own_data import JSON, AccountCloseForm, DataExportForm
from .registration import show_error

# Each asks for the password, and a copy reads every file: nobody guesses here in peace, or keeps the site busy.
OWNER_CHECKS = Limit("own-data", 10, timedelta(hours=1))
PAGE_SIZE = 25
LONGEST_ID = 19


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def data_export(request: SignedInRequest) -> HttpResponseBase:
    """Hand out a copy of everything the service holds about the applicant, written while it is sent."""
    form = DataExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allowed(OWNER_CHECKS, f"user {request.user.pk}"):
            return _too_many(request)
        wanted = form.cleaned_data["form"]
        try:
            owner = data_export_begin(user=request.user, password=form.cleaned_data["password"], form=wanted)
        except DomainError as error:
            show_error(form, error)
        else:
            chunks, kind = (json_chunks(owner), "json") if wanted == JSON else (data_archive(owner), "zip")
            return _download(chunks, kind)
    return _page(request, "data_export", form)


def _download(chunks: Iterator[bytes], kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=f"application/{kind}")
    name = f"data-saya-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@applicant_required
def data_openings(request: SignedInRequest) -> HttpResponse:
    """Tell the applicant which posts opened his files, which, and when."""
    page = Paginator(openings_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "izin/portal/data_openings.html", {"page_obj": page, "rows": opening_rows(page)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def account_closing(request: SignedInRequest) -> HttpResponse:
    """Say what closing the account means, also for applications that still run, and close it."""
    form = AccountCloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allowed(OWNER_CHECKS, f"user {request.user.pk}"):
            return _too_many(request)
        try:
            account_close(
                user=request.user,
                password=form.cleaned_data["password"],
                reason=form.cleaned_data["reason"],
                withdraw=_told_of(request),
            )
        except DomainError as error:
            show_error(form, error)
        else:
            logout(request)
            return redirect("account_closed")
    context = {
        "running": applications_running(request.user),
        "holdings": account_holdings(request.user),
        "days": settings.CLOSED_ACCOUNT_DAYS,
        "years": settings.PERMIT_RETENTION_YEARS,
    }
    return _page(request, "account_close", form, **context)


def _told_of(request: HttpRequest) -> set[int]:
    """Return the applications that the page named as those that will be withdrawn."""
    sent = request.POST.get("berjalan", "").split(",")
    return {int(part) for part in sent if part.isascii() and part.isdecimal() and len(part) <= LONGEST_ID}


@require_safe
def account_closed(request: HttpRequest) -> HttpResponse:
    """Say goodbye; a page of its own, since nobody is logged in any more."""
    return render(request, "izin/portal/account/closed.html")


def _page(request: SignedInRequest, name: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"izin/portal/{name}.html", {"form": form, **context}, status=status)


def _too_many(request: SignedInRequest) -> HttpResponse:
    response = render(request, "izin/portal/profile_too_many.html", status=429)
    response["Retry-After"] = "3600"
    return response
