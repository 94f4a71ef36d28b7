"""The site search, the public register, and verification of permits."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.formats import date_long
from izin.permits.enums import PublicStatus
from izin.permits.models import Permit
from izin.permits.selectors import permit_get_by_code, permit_get_by_slug, register_search
from izin.signing.errors import DocumentTooLarge, VerificationBusy

from .enums import Kind
from .forms import CodeForm, RegisterForm, SiteSearchForm, UploadForm
from .site_search import SiteSearch
from .verification import document_answer

PAGE_SIZE = 20


def permit_rows(permit: Permit) -> list[tuple[str, Any]]:
    """Return what the public may read of a permit."""
    return [
        (_("Nomor izin"), permit.number),
        (_("Jenis izin"), permit.permit_type.name),
        (_("Pemegang"), permit.holder_name),
        *[(label, value) for label, value in permit.public_data],
        (_("Berlaku sejak"), date_long(permit.valid_from)),
        (_("Berlaku sampai"), date_long(permit.valid_until)),
        (_("Diterbitkan"), date_long(permit.issued_at)),
        (_("Penanda tangan"), f"{permit.signer_name}, {permit.signer_position}"),
        *([(_("Diganti dengan"), _permit_link(permit.replaced_by))] if permit.replaced_by else []),
    ]


def _permit_link(permit: Permit) -> SafeString:
    return format_html('<a href="{}">{}</a>', permit.get_absolute_url(), permit.number)


def _status(permit: Permit) -> dict[str, Any]:
    status = PublicStatus(permit.status_on(timezone.localdate()))
    return {"permit": permit, "status": status, "tone": permit.tone_of(status)}


@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """Search the whole site (P11): the best of each kind, or page by page when one kind is chosen."""
    form = SiteSearchForm(request.GET)
    form.is_valid()
    text, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("jenis")
    context: dict[str, Any] = {"form": form, "text": text}
    if text:
        search = SiteSearch(text, request)
        context["search"] = search
        if kind:
            context["page_obj"] = search.portion(Kind(kind), request.GET.get("page"))
        else:
            context["groups"] = search.groups()
    return render(request, "public_search/site_search.html", context)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Search the register (P6)."""
    form = RegisterForm(request.GET)
    query = form.query()
    permits, by_likeness = register_search(query)
    page = Paginator(permits, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "rows": [_status(permit) for permit in page], "likeness": by_likeness}
    return render(request, "public_search/register.html", context)


@require_safe
def register_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one permit of the register."""
    try:
        permit = permit_get_by_slug(slug)
    except Permit.DoesNotExist as error:
        raise Http404 from error
    context = {**_status(permit), "rows": permit_rows(permit)}
    return render(request, "public_search/register_detail.html", context)


@require_safe
def permit_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the permit behind a QR code is authentic; an unknown code is told as such, in words."""
    try:
        permit = permit_get_by_code(code)
    except Permit.DoesNotExist:
        return render(request, "public_search/permit_unknown.html", {"code": code[:16]}, status=404)
    context = {**_status(permit), "rows": permit_rows(permit)}
    return render(request, "public_search/permit_verify.html", context)


@csrf_protect
@require_http_methods(["GET", "POST"])
def document_verification(request: HttpRequest) -> HttpResponse:
    """Check an uploaded PDF; with `Accept: application/json` the answer is the contract of design section 6."""
    if request.method == "GET":
        return _code_looked_up(request) if "kode" in request.GET else _verification_page(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refusal(request, form, status=400)
    try:
        # One byte more than allowed is enough to refuse it; the rest stays on the disk.
        answer = document_answer(form.cleaned_data["file"].read(settings.VERIFY_MAX_UPLOAD_BYTES + 1))
    except DocumentTooLarge as error:
        return _refusal(request, form, error, status=413)
    except VerificationBusy as error:
        return _refusal(request, form, error, status=429)
    if _wants_json(request):
        return JsonResponse(answer.to_dict())
    context = {"answer": answer, "rows": permit_rows(answer.permit) if answer.permit else []}
    return render(request, "public_search/verification_result.html", context)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _refusal(request: HttpRequest, form: UploadForm, error: DomainError | None = None, *, status: int) -> HttpResponse:
    if error is not None:
        form.add_error("file", error.message)
    if _wants_json(request):
        return JsonResponse({"message": " ".join(map(str, form.errors["file"]))}, status=status)
    return _verification_page(request, form, status=status)


def _code_looked_up(request: HttpRequest) -> HttpResponse:
    code_form = CodeForm(request.GET)
    if code_form.is_valid():
        return redirect("permit_verify", code=code_form.cleaned_data["kode"])
    return _verification_page(request, code_form=code_form)


def _verification_page(
    request: HttpRequest, form: UploadForm | None = None, *, code_form: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form or UploadForm(), "code_form": code_form or CodeForm()}
    return render(request, "public_search/verification.html", context, status=status)
