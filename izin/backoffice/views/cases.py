"""The page of one case."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.formats import date_long, datetime_long
from common.responses import private_file
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.enums import NoteAudience
from izin.applications.models import Application, Document
from izin.applications.policies import may_decide
from izin.applications.selectors import (
    answer_lines,
    case_get,
    document_get,
    note_list,
    requirement_lines,
    stage_lines,
    step_list,
)
from izin.applications.services.documents import document_viewed
from izin.workflow.enums import Status

from ..forms.case import NoteForm, ReturnForm, ReviewForm
from ..rows import case_row


def sent_case(pk: int) -> Application:
    """Return a case, or raise Http404: a draft does not exist for officers."""
    try:
        return case_get(pk)
    except Application.DoesNotExist as error:
        raise Http404 from error


def case_page(
    request: SignedInRequest, application: Application, bound: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a case; `bound` is a refused form that keeps what was typed."""
    lines = requirement_lines(application)
    turn = {"turn": application.turn}
    form_list: list[forms.Form] = [
        ReviewForm(lines, initial=turn),
        ReturnForm(initial=turn, prefix="return"),
        NoteForm(initial=turn, prefix="note"),
    ]
    review, give_back, note = (bound if type(bound) is type(form) else form for form in form_list)
    context: dict[str, Any] = {
        "application": application,
        "row": case_row(application),
        "overview": _overview(application),
        "person": _person(application),
        "answers": answer_lines(application),
        "documents": [_document_line(line, review) for line in lines],
        "review_form": review,
        "return_form": give_back,
        "note_form": note,
        "notes": note_list(application, list(NoteAudience)),
        "steps": [
            {"label": line.label, "state": line.state, "when": line.at, "who": line.actor or ""}
            for line in stage_lines(application)
        ],
        "history": step_list(application),
        "my_turn": may_decide(request.user, application),
        "signs": application.status == Status.AWAITING_SIGNATURE,
        "permit": getattr(application, "permit", None),
    }
    return render(request, "izin/backoffice/case_detail.html", context, status=status)


def _document_line(line: Any, form: forms.Form) -> dict[str, Any]:
    key = line.requirement.key
    fields = [form[f"{part}_{key}"] for part in ("verdict", "note", "document")] if line.document else [None] * 3
    return {"requirement": line.requirement, "document": line.document, **dict(zip(PARTS, fields, strict=True))}


PARTS = ("verdict_field", "note_field", "document_field")


def _overview(application: Application) -> list[tuple[str, Any]]:
    return [
        (_("Nomor registrasi"), application.registration_number or _("Belum diproses")),
        (_("Kode tanda terima"), application.receipt_code),
        (_("Dikirim"), datetime_long(application.submitted_at)),
        *(_at_stage(application) if application.stage_key else []),
    ]


def _at_stage(application: Application) -> list[tuple[str, Any]]:
    rows = [
        (_("Tahap sekarang"), application.stage_label),
        (_("Di tahap ini sejak"), datetime_long(application.stage_since)),
    ]
    if application.round > 1:
        rows.append((_("Dikirim ulang"), _("%(times)s kali") % {"times": application.round - 1}))
    return rows


def _person(application: Application) -> list[tuple[str, Any]]:
    user = application.applicant
    profile = user.profile
    return [
        (_("Nama"), user.get_full_name()),
        (_("NIK"), user.masked_nik),
        (_("Tempat, tanggal lahir"), f"{profile.birth_place}, {date_long(profile.birth_date)}"),
        (_("Jenis kelamin"), profile.get_sex_display()),
        (_("Alamat"), profile.address_line),
        (_("Pekerjaan"), profile.occupation),
        (_("WhatsApp"), user.phone),
        (_("Alamat e-mail"), user.email),
    ]


@require_safe
@officer_required
def case_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everything about a case, and what this officer may do now."""
    return case_page(request, sent_case(pk))


@require_safe
@officer_required
def case_document(request: SignedInRequest, pk: int, document_pk: int) -> FileResponse:
    """Show an officer a document of a case; the opening is logged (A7)."""
    try:
        document = document_get(sent_case(pk), document_pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    document_viewed(document=document, actor=request.user)
    return private_file("private", document.sha256, content_type=document.content_type, name=document.original_name)
