"""An applicant's applications."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.formats import date_long, datetime_long
from izin.accounts.access import SignedInRequest, applicant_required
from izin.accounts.models import User
from izin.applications.enums import NoteAudience
from izin.applications.listing import RUNNING, SORTS, ApplicationQuery, application_search, applied_types
from izin.applications.models import Application
from izin.applications.policies import may_change, may_withdraw
from izin.applications.selectors import (
    answer_lines,
    application_get_for,
    fields_of,
    missing_lines,
    newer_rules,
    note_list,
    rejection_of,
    stage_lines,
)
from izin.applications.services.autosaving import (
    StaleAnswers,
    answers_save,
    answers_version,
    draft_autosave,
    draft_begin,
    unfinished_typed,
)
from izin.applications.services.drafting import draft_create, draft_update_version
from izin.catalog.answers.fields import ADD_LOCATION
from izin.catalog.answers.forms import PURPOSE, AnswerForm, initial_answers
from izin.catalog.answers.words import requirement_words
from izin.catalog.differences import revision_difference
from izin.catalog.enums import FieldKind, FieldMeaning
from izin.catalog.models import PermitType
from izin.catalog.selectors import permit_type_get, sector_list
from izin.permits.renewals import permits_to_go_on_from, renewal_of
from izin.permits.services.sending import limit_refusal
from izin.workflow.enums import Status

from ..forms.listing import ListForm
from ..menu import sector_choices
from ..rows import application_row, due_rows, flow_steps, missing_tasks, person_rows, photo_of, sector_rows

# The button that keeps a form as it is; the script that saves while somebody types presses it too.
SAVE_DRAFT = "simpan_draf"
VERSION = "versi"
SORT_LABELS = {
    "terbaru": gettext_lazy("Terbaru dahulu"),
    "terlama": gettext_lazy("Terlama dahulu"),
    "jenis": gettext_lazy("Jenis izin"),
}


def _counter_rows(application: Application) -> list[tuple[str, str]]:
    """Tell the applicant when an officer sent it for him at the counter, and how he agreed to that (W8)."""
    filing = getattr(application, "assisted", None)
    if filing is None:
        return []
    told = _("Di loket pelayanan, dibantu petugas, %(when)s") % {"when": datetime_long(filing.visit.begun_at)}
    return [(_("Diajukan"), told), (_("Persetujuan Anda"), filing.visit.get_consent_display())]


def own_application(request: SignedInRequest, pk: int) -> Application:
    """Return the applicant's own application, or raise Http404: somebody else's does not exist for him."""
    try:
        return application_get_for(request.user, pk)
    except Application.DoesNotExist as error:
        raise Http404 from error


def form_of(application: Application, *args: Any, **kwargs: Any) -> AnswerForm:
    """Return the form of an application; where it continues a permit, purpose and number of that permit are fixed."""
    form = AnswerForm(application.rules, *args, **kwargs)
    renewal = renewal_of(application)
    if renewal is not None:
        form.fix({PURPOSE: application.purpose})
        form.fix({f.key: renewal.permit.number for f in form.definitions if f.meaning == FieldMeaning.PREVIOUS_NUMBER})
    return form


def page_context(application: Application, current: str, user: User) -> dict[str, Any]:
    """Return what the pages of one application share: its steps while it is a draft, its tabs afterwards."""
    changeable = may_change(user, application)
    draft = application.status == Status.DRAFT
    missing = missing_lines(application) if changeable else []
    overview = [
        (_("Kode tanda terima"), application.receipt_code),
        (_("Tanggal kirim"), datetime_long(application.submitted_at)),
        *_counter_rows(application),
        (_("Nomor registrasi"), application.registration_number or _("Belum diproses")),
        (_("Tanggal registrasi"), date_long(application.registered_at)),
        *due_rows(application),
    ]
    return {
        "application": application,
        "row": application_row(application),
        "tabs": [] if draft else _tabs(application),
        "flow": flow_steps(current, application, missing) if draft else [],
        "current_tab": current,
        "overview": overview if application.receipt_code else [],
        "may_change": changeable,
        "outdated": application.is_outdated,
        "withdrawn": draft and not application.permit_type.live,
        "renewal": renewal_of(application),
        "rejection": rejection_of(application) if application.status == Status.REJECTED else None,
        "may_withdraw": may_withdraw(user, application),
        "limit": limit_refusal(application) if draft else "",
        "missing": missing_tasks(
            application, missing, cards="application_correct" if current == "perbaikan" else "document_list"
        ),
    }


def has_places(application: Application) -> bool:
    """Whether the application is about places of research."""
    return any(field.kind == FieldKind.LOCATIONS for field in fields_of(application))


def _tabs(application: Application) -> list[tuple[str, str, str]]:
    views = {
        "perbaikan": (_("Perbaikan"), "application_correct"),
        "detail": (_("Detail Permohonan"), "application_detail"),
        "dokumen": (_("Dokumen Persyaratan"), "document_list"),
        "catatan": (_("Catatan"), "application_notes"),
        "proses": (_("Proses"), "application_process"),
        "lokasi": (_("Lokasi"), "application_places"),
    }
    if not has_places(application):
        del views["lokasi"]
    if application.status != Status.RETURNED:
        del views["perbaikan"]
    return [(key, label, reverse(f"portal:{view}", args=[application.pk])) for key, (label, view) in views.items()]


@require_safe
@applicant_required
def application_list(request: SignedInRequest) -> HttpResponse:
    """List a person's applications, searched, filtered and sorted as the address says (F1)."""
    types = [(kind.slug, kind.name) for kind in applied_types(request.user)]
    form = ListForm(
        request.GET,
        {
            "status": (_("Status"), [("", _("Semua status")), (RUNNING, _("Sedang berjalan")), *Status.choices]),
            "sektor": (_("Sektor"), sector_choices(request)),
            "jenis": (_("Jenis izin"), [("", _("Semua jenis")), *types]),
            "urut": (_("Urutkan"), [(key, SORT_LABELS[key]) for key in SORTS]),
        },
    )
    query = ApplicationQuery(
        text=form.value("cari"),
        status=form.value("status"),
        permit_type=form.value("jenis"),
        sector=form.value("sektor"),
        sort=form.value("urut"),
    )
    page = form.page(application_search(request.user, query), request.GET.get("page"))
    rows = [application_row(application) for application in page]
    return render(request, "izin/portal/application_list.html", {"page_obj": page, "rows": rows, "form": form})


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


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def application_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the questions of a permit type and begin the application, filled in or not yet."""
    try:
        permit_type = permit_type_get(slug)
    except PermitType.DoesNotExist as error:
        raise Http404 from error
    if request.method != "POST":
        return _form_page(request, AnswerForm(permit_type), None)
    form = AnswerForm(permit_type, request.POST)
    if ADD_LOCATION in request.POST:
        return _form_page(request, AnswerForm(permit_type, initial=form.typed()), None)
    complete = form.is_valid()
    if not complete and SAVE_DRAFT not in request.POST:
        return _form_page(request, form, None)
    given: dict[str, Any] = {
        "applicant": request.user,
        "permit_type": permit_type,
        "purpose": form.purpose(),
        "answers": form.answers(),
        "locations": form.locations(),
    }
    try:
        if SAVE_DRAFT in request.POST:
            return _draft_kept(request, draft_begin(**given, typed=form.unfinished()))
        application = draft_create(**given)
    except DomainError as error:
        form.add_error(None, error.message)
        return _form_page(request, form, None)
    messages.success(request, _("Data tersimpan. Sekarang unggah dokumen persyaratan."))
    return redirect("portal:document_list", pk=application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def application_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the answers while the applicant has the application."""
    application = own_application(request, pk)
    if not may_change(request.user, application):
        messages.error(request, _("Permohonan ini sedang diperiksa petugas dan tidak dapat diubah."))
        return redirect("portal:application_detail", pk=pk)
    if request.method != "POST":
        places = [location.name for location in application.locations.all()]
        initial = initial_answers(
            application.rules, purpose=application.purpose, answers=application.answers, places=places
        )
        form = form_of(application, initial={**initial, **unfinished_typed(application)})
        return _form_page(request, form, application)
    form = form_of(application, request.POST)
    if ADD_LOCATION in request.POST:
        return _form_page(request, form_of(application, initial=form.typed()), application)
    if SAVE_DRAFT in request.POST:
        return _draft_keep(request, form, application)
    if not form.is_valid():
        return _form_page(request, form, application)
    try:
        answers_save(
            application_id=pk,
            actor=request.user,
            version=request.POST.get(VERSION, ""),
            purpose=form.purpose(),
            answers=form.answers(),
            locations=form.locations(),
        )
    except StaleAnswers as error:
        return _stale_page(request, form, application, error)
    except DomainError as error:
        form.add_error(None, error.message)
        return _form_page(request, form, application)
    draft = application.status == Status.DRAFT
    if draft and any(line.requirement_key for line in missing_lines(own_application(request, pk))):
        messages.success(request, _("Data tersimpan. Sekarang unggah dokumen persyaratan."))
        return redirect("portal:document_list", pk=pk)
    messages.success(request, _("Perubahan tersimpan."))
    return redirect(_page_after_edit(application))


def _draft_keep(request: SignedInRequest, form: AnswerForm, application: Application) -> HttpResponse:
    """Keep a form as it is, for the button and for the script, which is answered in its own language."""
    form.is_valid()
    try:
        kept = draft_autosave(
            application_id=application.pk,
            actor=request.user,
            version=request.POST.get(VERSION, ""),
            purpose=form.purpose(),
            answers=form.answers(),
            locations=form.locations(),
            typed=form.unfinished(),
        )
    except DomainError as error:
        stale = isinstance(error, StaleAnswers)
        if _wants_json(request):
            return JsonResponse({"message": error.message}, status=409 if stale else 403)
        if stale:
            return _stale_page(request, form, application, error)
        messages.error(request, error.message)
        return redirect("portal:application_detail", pk=application.pk)
    return _draft_kept(request, kept)


def _draft_kept(request: SignedInRequest, application: Application) -> HttpResponse:
    address = reverse("portal:application_edit", args=[application.pk])
    if _wants_json(request):
        told = _("Tersimpan %(time)s") % {"time": timezone.localtime().strftime("%H.%M")}
        return JsonResponse({"message": told, "version": answers_version(application), "address": address})
    messages.success(request, _("Draf tersimpan. Anda dapat melanjutkannya kapan saja dari dasbor."))
    return redirect(address)


def _wants_json(request: SignedInRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _stale_page(
    request: SignedInRequest, form: AnswerForm, application: Application, error: DomainError
) -> HttpResponse:
    """Show what was typed again, with the version that saving once more would replace knowingly."""
    messages.warning(request, error.message)
    shown = form_of(application, initial=form.typed())
    return _form_page(request, shown, application, version=answers_version(application), status=409)


def _page_after_edit(application: Application) -> str:
    view = "application_correct" if application.status == Status.RETURNED else "application_review"
    return reverse(f"portal:{view}", args=[application.pk])


def _form_page(
    request: SignedInRequest,
    form: AnswerForm,
    application: Application | None,
    *,
    version: str | None = None,
    status: int = 200,
) -> HttpResponse:
    if application and version is None:
        # A page shown again was still made from the answers of the first one.
        version = request.POST[VERSION] if VERSION in request.POST else answers_version(application)
    permit_type = form.permit_type
    missing = missing_lines(application) if application else []
    context = {
        "form": form,
        "permit_type": permit_type,
        "application": application,
        "version": version or "",
        "draft": application is None or application.status == Status.DRAFT,
        "flow": flow_steps("data", application, missing),
        "back": _page_after_edit(application) if application else "",
        "own_permits": [] if application else permits_to_go_on_from(request.user, permit_type, timezone.localdate()),
        "to_prepare": [] if application else [(r, requirement_words(r)) for r in permit_type.requirements.all()],
    }
    return render(request, "izin/portal/application_form.html", context, status=422 if form.errors else status)


@require_safe
@applicant_required
def application_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the answers of an application."""
    application = own_application(request, pk)
    context = {
        **page_context(application, "detail", request.user),
        "answers": answer_lines(application),
        "person": person_rows(application.applicant),
        "photo": photo_of(application),
        "has_places": has_places(application),
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
    if application.status not in {Status.REJECTED, Status.WITHDRAWN}:
        state, when = ("done", permit.issued_at) if permit else ("waiting", None)
        steps.append({"label": _("Izin Diterbitkan"), "state": state, "when": when})
    context = page_context(application, "proses", request.user)
    return render(request, "izin/portal/application_process.html", {**context, "steps": steps, "permit": permit})
