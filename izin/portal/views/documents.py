"""Documents of an applicant's application."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.errors import DomainError, NotAllowed
from common.responses import private_file
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Document
from izin.applications.policies import may_replace
from izin.applications.selectors import document_get, requirement_lines
from izin.applications.services.documents import document_upload, document_viewed
from izin.catalog.answers.words import file_words
from izin.catalog.examples import example_files

from .applications import own_application, page_context


def _page(request: SignedInRequest, pk: int, errors: dict[str, str]) -> HttpResponse:
    application = own_application(request, pk)
    requirements = requirement_lines(application)
    examples = example_files(line.requirement for line in requirements)
    lines = [
        {
            "requirement": line.requirement,
            "rules": file_words(line.requirement),
            "example": examples.get(line.requirement.key),
            "document": line.document,
            "error": errors.get(line.requirement.key),
            "replaceable": may_replace(application, line.document),
        }
        for line in requirements
    ]
    context = page_context(application, "dokumen", request.user)
    status = 422 if errors else 200
    return render(
        request, "izin/portal/document_list.html", {**context, "lines": lines, "errors": errors}, status=status
    )


@require_safe
@applicant_required
def document_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the requirements, what was given for each, and what the officer said of it."""
    return _page(request, pk, {})


@require_POST
@applicant_required
def document_upload_one(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Take the file for one requirement; a refused file shows its reason at its field."""
    own_application(request, pk)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, pk, {key: _("Pilih berkas terlebih dahulu.")})
    try:
        document_upload(application_id=pk, actor=request.user, requirement_key=key, file=file)
    except Document.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("portal:document_list", pk=pk)
    except DomainError as error:
        return _page(request, pk, {key: error.message})
    messages.success(request, _("Berkas tersimpan. Buka LIHAT dan pastikan terbaca jelas."))
    return redirect("portal:document_list", pk=pk)


@require_safe
@applicant_required
def document_file(request: SignedInRequest, pk: int, document_pk: int) -> FileResponse:
    """Show the applicant one of his own files."""
    application = own_application(request, pk)
    try:
        document = document_get(application, document_pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    document_viewed(document=document, actor=request.user)
    return private_file("private", document.sha256, content_type=document.content_type, name=document.original_name)
