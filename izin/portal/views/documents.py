"""Documents of an applicant's application."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, NotAllowed
from common.responses import private_file
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Application, Document
from izin.applications.selectors import document_get
from izin.applications.services.documents import document_upload, document_viewed
from izin.applications.services.rotating import document_rotate
from izin.permits.renewals import documents_reusable
from izin.workflow.enums import Status

from ..rows import document_rows
from .applications import own_application, page_context
from .corrections import correction_page

# Which page a file was given on, so that the answer is that page again.
FROM_CORRECTION = "perbaikan"


def _page(request: SignedInRequest, application: Application, errors: dict[str, str]) -> HttpResponse:
    if request.POST.get("dari") == FROM_CORRECTION and application.status == Status.RETURNED:
        return correction_page(request, application, errors)
    shared = page_context(application, "dokumen", request.user)
    renewal = shared["renewal"] if shared["may_change"] else None
    context = {
        **shared,
        "cards": document_rows(application, errors, documents_reusable(application, renewal) if renewal else None),
        "errors": errors,
    }
    return render(request, "izin/portal/document_list.html", context, status=422 if errors else 200)


def _back(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Return to the page a file was given on, at its card."""
    name = "application_correct" if request.POST.get("dari") == FROM_CORRECTION else "document_list"
    return redirect(f"{reverse(f'portal:{name}', args=[pk])}#syarat-{key}")


def _own_document(application: Application, pk: int) -> Document:
    try:
        return document_get(application, pk)
    except Document.DoesNotExist as error:
        raise Http404 from error


@require_safe
@applicant_required
def document_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the requirements, what was given for each, and what the officer said of it."""
    return _page(request, own_application(request, pk), {})


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def document_upload_one(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Take the file for one requirement; a refused file shows its reason at its field."""
    application = own_application(request, pk)
    if request.method != "POST":
        return _back(request, pk, key)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, application, {key: _("Pilih berkas terlebih dahulu.")})
    try:
        document = document_upload(application_id=pk, actor=request.user, requirement_key=key, file=file)
    except Document.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("portal:document_list", pk=pk)
    except DomainError as error:
        return _page(request, application, {key: error.message})
    told = _("Berkas tersimpan. Buka LIHAT dan pastikan terbaca jelas.")
    if document.content_type == "application/pdf" and document.pages:
        told = _("Berkas tersimpan (%(pages)s halaman). Buka LIHAT dan pastikan terbaca jelas.") % {
            "pages": document.pages
        }
    messages.success(request, told)
    return _back(request, pk, key)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def document_turn(request: SignedInRequest, pk: int, document_pk: int) -> HttpResponse:
    """Turn a picture by a quarter to the right."""
    _own_document(own_application(request, pk), document_pk)
    if request.method != "POST":
        return redirect("portal:document_list", pk=pk)
    try:
        document = document_rotate(application_id=pk, actor=request.user, document_id=document_pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("portal:document_list", pk=pk)
    messages.success(request, _("Gambar diputar. Buka LIHAT dan pastikan tegak."))
    return _back(request, pk, document.requirement_key)


@require_safe
@applicant_required
def document_file(request: SignedInRequest, pk: int, document_pk: int) -> HttpResponseBase:
    """Show the applicant one of his own files."""
    document = _own_document(own_application(request, pk), document_pk)
    document_viewed(document=document, actor=request.user)
    return private_file("private", document.sha256, content_type=document.content_type, name=document.original_name)
