"""An applicant's applications."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from common.formats import date_long, datetime_long
from izin.accounts.access import SignedInRequest, applicant_required
from izin.accounts.models import User
from izin.applications.enums import NoteAudience
from izin.applications.models import Application
from izin.applications.policies import may_change
from izin.applications.selectors import (
    answer_lines,
    application_get_for,
    application_list_for,
    missing_for_sending,
    newer_rules,
    note_list,
    stage_lines,
)
from izin.applications.services.drafting import draft_create, draft_save, draft_update_version
from izin.applications.services.submitting import application_submit
from izin.catalog.answers.fields import ADD_LOCATION
from izin.catalog.answers.forms import AnswerForm, initial_answers
from izin.catalog.answers.words import requirement_words
from izin.catalog.differences import revision_difference
from izin.catalog.models import PermitType
from izin.catalog.selectors import permit_type_get, sector_list
from izin.workflow.enums import Status

from ..rows import application_row, person_rows, sector_rows

PAGE_SIZE = 20


def own_application(request: SignedInRequest, pk: int) -> Application:
    """Return the applicant's own application, or raise Http404: somebody else's does not exist for him."""
    try:
        return application_get_for(request.user, pk)
    except Application.DoesNotExist as error:
        raise Http404 from error


def page_context(application: Application, current: str, user: User) -> dict[str, object]:
    """Return what the tabs of one application share."""
    tabs = [
        ("detail", _("Detail Permohonan"), reverse("portal:application_detail", args=[application.pk])),
        ("dokumen", _("Dokumen Persyaratan"), reverse("portal:document_list", args=[application.pk])),
        ("catatan", _("Catatan"), reverse("portal:application_notes", args=[application.pk])),
        ("proses", _("Proses"), reverse("portal:application_process", args=[application.pk])),
    ]
    overview = [
        (_("Kode tanda terima"), application.receipt_code),
        (_("Tanggal kirim"), datetime_long(application.submitted_at)),
        (_("Nomor registrasi"), application.registration_number or _("Belum diproses")),
        (_("Tanggal registrasi"), date_long(application.registered_at)),
    ]
    changeable = may_change(user, application)
    return {
        "application": application,
        "row": application_row(application),
        "tabs": tabs,
        "current_tab": current,
        "overview": overview if application.receipt_code else [],
        "may_change": changeable,
        "outdated": application.is_outdated,
        "withdrawn": application.status == Status.DRAFT and not application.permit_type.live,
        "missing": missing_for_sending(application) if changeable else [],
    }


@require_safe
@applicant_required
def application_list(request: SignedInRequest) -> HttpResponse:
    """List all applications, newest first."""
    page = Paginator(application_list_for(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [application_row(application) for application in page]
    return render(request, "izin/portal/application_list.html", {"page_obj": page, "rows": rows})


@require_safe
@applicant_required
def application_choose(request: SignedInRequest) -> HttpResponse:
    """Let the applicant pick a permit type; `?jenis=` of a requirements page goes straight to its form, `?cari=`
    leaves those whose name has the words."""
    slug = request.GET.get("jenis", "")
    if slug:
        return redirect("portal:application_create", slug=slug)
    search = request.GET.get("cari", "").strip()
    context = {"sectors": sector_rows(sector_list(), search), "search": search}
    return render(request, "izin/portal/application_choose.html", context)


@require_http_methods(["GET", "POST"])
@applicant_required
def application_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the questions of a permit type and begin the application."""
    try:
        permit_type = permit_type_get(slug)
    except PermitType.DoesNotExist as error:
        raise Http404 from error
    form = AnswerForm(permit_type, request.POST if request.method == "POST" else None)
    if request.method == "POST" and ADD_LOCATION not in request.POST and form.is_valid():
        try:
            application = draft_create(
                applicant=request.user,
                permit_type=permit_type,
                purpose=form.purpose(),
                answers=form.answers(),
                locations=form.locations(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Data tersimpan. Sekarang unggah dokumen persyaratan."))
            return redirect("portal:document_list", pk=application.pk)
    return _form_page(request, form, permit_type, None)


@require_http_methods(["GET", "POST"])
@applicant_required
def application_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the answers while the applicant has the application."""
    application = own_application(request, pk)
    if not may_change(request.user, application):
        messages.error(request, _("Permohonan ini sedang diperiksa petugas dan tidak dapat diubah."))
        return redirect("portal:application_detail", pk=pk)
    places = [location.name for location in application.locations.all()]
    initial = initial_answers(
        application.rules, purpose=application.purpose, answers=application.answers, places=places
    )
    typed = request.POST if request.method == "POST" else None
    form = AnswerForm(application.rules, typed, initial=initial)
    if request.method == "POST" and ADD_LOCATION not in request.POST and form.is_valid():
        try:
            draft_save(
                application_id=pk,
                actor=request.user,
                purpose=form.purpose(),
                answers=form.answers(),
                locations=form.locations(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("portal:application_detail", pk=pk)
    return _form_page(request, form, application.rules, application)


def _form_page(
    request: SignedInRequest, form: AnswerForm, permit_type: PermitType, application: Application | None
) -> HttpResponse:
    if ADD_LOCATION in request.POST:
        # Another row was asked for: show what was typed without judging it yet.
        typed = {name: field.widget.value_from_datadict(form.data, {}, name) for name, field in form.fields.items()}
        form = AnswerForm(permit_type, initial=typed)
    to_prepare = [] if application else [(r, requirement_words(r)) for r in permit_type.requirements.all()]
    context = {"form": form, "permit_type": permit_type, "application": application, "to_prepare": to_prepare}
    return render(request, "izin/portal/application_form.html", context, status=422 if form.errors else 200)


@require_safe
@applicant_required
def application_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the answers of an application."""
    application = own_application(request, pk)
    context = {
        **page_context(application, "detail", request.user),
        "answers": answer_lines(application),
        "person": person_rows(application.applicant),
    }
    return render(request, "izin/portal/application_detail.html", context)


@require_http_methods(["GET", "POST"])
@applicant_required
def application_update(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell what changed in the rules since a draft began, and let it follow the new ones."""
    application = own_application(request, pk)
    if request.method == "POST":
        try:
            draft_update_version(application_id=pk, actor=request.user, revision=request.POST.get("revision", ""))
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("Permohonan ini sekarang mengikuti ketentuan terbaru. Periksa isian dan dokumennya.")
            )
        return redirect("portal:application_detail", pk=pk)
    newer = newer_rules(application)
    if newer is None:
        messages.info(request, _("Tidak ada ketentuan baru untuk permohonan ini."))
        return redirect("portal:application_detail", pk=pk)
    context = {
        "application": application,
        "revision": application.permit_type.live_revision_id,
        "differences": revision_difference(application.rules, newer),
    }
    return render(request, "izin/portal/application_update.html", context)


@require_safe
@applicant_required
def application_notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what officers wrote to the applicant."""
    application = own_application(request, pk)
    notes = note_list(application, [NoteAudience.APPLICANT])
    context = page_context(application, "catatan", request.user)
    return render(request, "izin/portal/application_notes.html", {**context, "notes": notes})


@require_safe
@applicant_required
def application_process(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the application has come."""
    application = own_application(request, pk)
    steps = [{"label": line.label, "state": line.state, "when": line.at} for line in stage_lines(application)]
    permit = getattr(application, "permit", None)
    state, when = ("done", permit.issued_at) if permit else ("waiting", None)
    steps.append({"label": _("Izin Diterbitkan"), "state": state, "when": when})
    context = page_context(application, "proses", request.user)
    return render(request, "izin/portal/application_process.html", {**context, "steps": steps, "permit": permit})


@require_POST
@applicant_required
def application_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the application to the office."""
    own_application(request, pk)
    try:
        application = application_submit(application_id=pk, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("portal:document_list", pk=pk)
    messages.success(
        request,
        _("Permohonan terkirim. Kode tanda terima Anda: %(code)s.") % {"code": application.receipt_code},
    )
    return redirect("portal:application_process", pk=pk)
