"""Filing at the counter: the same questions, rules and services as on the applicant's own pages (W8)."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from common.formats import datetime_long
from common.responses import private_file
from izin.applications.models import Application, Document
from izin.applications.policies import may_change, may_replace
from izin.applications.selectors import (
    RequirementLine,
    answer_lines,
    document_get,
    missing_lines,
    requirement_lines,
)
from izin.applications.services.autosaving import answers_save, answers_version
from izin.applications.services.desk import desk_submit
from izin.applications.services.documents import document_upload, document_viewed
from izin.applications.services.drafting import draft_create
from izin.catalog.answers.fields import ADD_LOCATION
from izin.catalog.answers.forms import AnswerForm, initial_answers
from izin.catalog.answers.words import file_words
from izin.catalog.enums import ContentCheck
from izin.catalog.models import PermitType
from izin.catalog.selectors import permit_type_get

from ..desk import DeskRequest, client_application, client_required
from ..forms.desk import DeskSendForm, DeskUploadForm
from ..refusals import show_refusal

VERSION = "versi"


@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def desk_apply(request: DeskRequest, slug: str) -> HttpResponse:
    """Ask the questions of a permit type and begin the application for the client."""
    try:
        permit_type = permit_type_get(slug)
    except PermitType.DoesNotExist as error:
        raise Http404 from error
    if request.method != "POST":
        return _form_page(request, AnswerForm(permit_type))
    form = AnswerForm(permit_type, request.POST)
    if ADD_LOCATION in request.POST:
        return _form_page(request, AnswerForm(permit_type, initial=form.typed()))
    if form.is_valid():
        try:
            made = draft_create(
                applicant=request.visit.applicant,
                actor=request.user,
                permit_type=permit_type,
                purpose=form.purpose(),
                answers=form.answers(),
                locations=form.locations(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Data tersimpan. Sekarang dokumennya."))
            return redirect("backoffice:desk_application", pk=made.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def desk_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the answers of an application that the client has."""
    application = client_application(request, pk)
    if not may_change(request.visit.applicant, application):
        messages.error(request, _("Permohonan ini sedang diperiksa dan tidak dapat diubah."))
        return redirect("backoffice:desk_application", pk=pk)
    rules = application.rules
    if request.method != "POST":
        places = [location.name for location in application.locations.all()]
        initial = initial_answers(rules, purpose=application.purpose, answers=application.answers, places=places)
        return _form_page(request, AnswerForm(rules, initial=initial), application)
    form = AnswerForm(rules, request.POST)
    if ADD_LOCATION in request.POST:
        return _form_page(request, AnswerForm(rules, initial=form.typed()), application)
    if form.is_valid():
        try:
            answers_save(
                application_id=pk,
                actor=request.user,
                version=request.POST.get(VERSION, ""),
                purpose=form.purpose(),
                answers=form.answers(),
                locations=form.locations(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("backoffice:desk_application", pk=pk)
    return _form_page(request, form, application)


def _form_page(request: DeskRequest, form: AnswerForm, application: Application | None = None) -> HttpResponse:
    context = {
        "form": form,
        "permit_type": form.permit_type,
        "application": application,
        "version": answers_version(application) if application else "",
        "visit": request.visit,
    }
    status = 422 if form.errors else 200
    return render(request, "izin/backoffice/desk_form.html", context, status=status)


@require_safe
@client_required
def desk_application(request: DeskRequest, pk: int) -> HttpResponse:
    """Show answers and documents of the client's application, what is missing, and the button to send."""
    return _page(request, client_application(request, pk))


def _page(
    request: DeskRequest, application: Application, *, errors: dict[str, str] | None = None, form: Any = None
) -> HttpResponse:
    changeable = may_change(request.visit.applicant, application)
    context = {
        "application": application,
        "visit": request.visit,
        "answers": answer_lines(application),
        "cards": [_card(application, line, errors or {}, changeable) for line in requirement_lines(application)],
        "missing": [line.label for line in missing_lines(application)] if changeable else [],
        "may_change": changeable,
        "form": form or DeskSendForm(),
    }
    status = 422 if errors or (form is not None and form.errors) else 200
    return render(request, "izin/backoffice/desk_application.html", context, status=status)


def _card(application: Application, line: RequirementLine, errors: dict[str, str], changeable: bool) -> dict[str, Any]:
    return {
        "requirement": line.requirement,
        "document": line.document,
        "rules": file_words(line.requirement),
        "error": errors.get(line.requirement.key, ""),
        "replaceable": changeable and may_replace(application, line.document),
        "asks_code": line.requirement.content_check == ContentCheck.QR,
    }


@require_POST
@client_required
def desk_upload(request: DeskRequest, pk: int, key: str) -> HttpResponse:
    """Take a file for one requirement; an original without the QR code may do, and that is written on it."""
    application = client_application(request, pk)
    form = DeskUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, errors={key: str(form.errors["file"][0])})
    try:
        document_upload(application_id=pk, actor=request.user, requirement_key=key, **form.cleaned_data)
    except Document.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        return _page(request, application, errors={key: error.message})
    messages.success(request, _("Berkas tersimpan."))
    return redirect(f"{reverse('backoffice:desk_application', args=[pk])}#syarat-{key}")


@require_safe
@client_required
def desk_document(request: DeskRequest, pk: int, document_pk: int) -> HttpResponseBase:
    """Show a document of the client; the opening is logged (A7)."""
    try:
        document = document_get(client_application(request, pk), document_pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    document_viewed(document=document, actor=request.user)
    return private_file("private", document.sha256, content_type=document.content_type, name=document.original_name)


@require_POST
@client_required
def desk_send(request: DeskRequest, pk: int) -> HttpResponse:
    """Send it to the office in the client's name, and show the receipt."""
    application = client_application(request, pk)
    form = DeskSendForm(request.POST)
    if form.is_valid():
        try:
            desk_submit(application_id=pk, actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Permohonan terkirim. Cetak tanda terimanya."))
            return redirect("backoffice:desk_receipt", pk=pk)
    return _page(request, application, form=form)


@require_safe
@client_required
def desk_receipt(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the receipt that is printed and handed over."""
    application = client_application(request, pk)
    if not application.receipt_code:
        raise Http404
    tracking = settings.BASE_URL + reverse("tracking")
    days = application.rules.service_days
    context = {
        "application": application,
        "visit": request.visit,
        "rows": [
            (_("Kode tanda terima"), application.receipt_code),
            (_("Nama pemohon"), request.visit.applicant.get_full_name()),
            (_("NIK"), request.visit.applicant.masked_nik),
            (_("Izin yang dimohon"), application.rules.name),
            (_("Dikirim"), datetime_long(application.submitted_at)),
            (_("Waktu layanan"), _("%(days)s hari kerja sejak berkas dinyatakan lengkap") % {"days": days}),
            *_filed_at_counter(application),
        ],
        "documents": [line.requirement.name for line in requirement_lines(application) if line.document],
        "tracking": tracking,
        "picture": mark_safe(segno.make_qr(tracking).svg_inline(border=2, omitsize=True)),  # noqa: S308 - our own address
        "office": settings.OFFICE,
    }
    return render(request, "izin/backoffice/desk_receipt.html", context)


def _filed_at_counter(application: Application) -> list[tuple[str, str]]:
    """Say who filed it and by which consent; nothing when the applicant sent it himself."""
    filing = getattr(application, "assisted", None)
    if filing is None:
        return []
    visit = filing.visit
    return [(_("Petugas loket"), visit.officer.get_full_name()), (_("Persetujuan"), visit.get_consent_display())]
