"""The page of one case."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.formats import date_long, datetime_long
from common.responses import private_file
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.claims import claim_in_force, colleagues_present, may_take_over
from izin.applications.clock import case_clock
from izin.applications.corrections import round_changes
from izin.applications.enums import NoteAudience
from izin.applications.models import Application, Document
from izin.applications.policies import may_decide
from izin.applications.selectors import (
    RequirementLine,
    answer_lines,
    bpjs_check_list,
    case_get,
    correction_list,
    document_get,
    note_list,
    rejection_of,
    requirement_lines,
    stage_lines,
    step_list,
)
from izin.applications.services.claiming import case_seen
from izin.applications.services.documents import document_viewed
from izin.permits.models import Renewal
from izin.permits.related import related_to
from izin.permits.renewals import renewal_of
from izin.workflow.enums import Status

from ..casework import case_forms, checklist
from ..rows import case_row
from ..viewer import sheet_addresses, viewer_of

# Whether a decision leads to the next case: remembered as long as the officer is logged in.
GO_ON = "office_go_on"


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
    context = {
        "application": application,
        "row": case_row(application),
        "my_turn": may_decide(request.user, application),
        "signs": application.status == Status.AWAITING_SIGNATURE,
        "permit": getattr(application, "permit", None),
        "viewer": viewer_of(application, lines, request.GET),
        "go_on": request.session.get(GO_ON, False),
        **_told(application),
        **_work(request, application, lines, bound),
        **_watch(request, application),
    }
    return render(request, "izin/backoffice/case_detail.html", context, status=status)


def _told(application: Application) -> dict[str, Any]:
    """Return what is known of a case, to be read."""
    return {
        "overview": _overview(application),
        "person": _person(application),
        "answers": answer_lines(application),
        "notes": note_list(application, list(NoteAudience)),
        "steps": [
            {"label": line.label, "state": line.state, "when": line.at, "who": line.actor or ""}
            for line in stage_lines(application)
        ],
        "history": step_list(application),
        "rejection": rejection_of(application),
        "corrections": correction_list(application),
    }


def _work(
    request: SignedInRequest, application: Application, lines: list[RequirementLine], bound: forms.Form | None
) -> dict[str, Any]:
    """Return what is to be done with a case, and the forms to do it with."""
    case_forms_open = case_forms(application, lines, bound)
    changes, related = round_changes(application), related_to(application)
    bpjs = list(bpjs_check_list(application))
    before = {change.current.pk: change.before for change in changes.documents}
    review = case_forms_open["review_form"]
    return {
        **case_forms_open,
        "changes": changes,
        "related": related,
        "bpjs_checks": bpjs,
        "checklist": checklist(application, lines, related, bpjs, len(changes.answers) + len(changes.documents)),
        "documents": [
            {
                **_document_line(line, review),
                "is_new": bool(line.document and line.document.pk in before),
                "before": before.get(line.document.pk) if line.document else None,
                **(sheet_addresses(application, line.document) if line.document else {}),
            }
            for line in lines
        ],
    }


def _watch(request: SignedInRequest, application: Application) -> dict[str, Any]:
    """Note that the page is open, and return who else is at the case."""
    case_seen(application_id=application.pk, officer=request.user)
    taken = claim_in_force(application)
    held = taken is not None and taken.officer_id != request.user.pk
    return {
        "claim": taken,
        "is_held": held,
        "may_take_over": held and may_take_over(request.user, application),
        "present": colleagues_present([application], request.user).get(application.pk, []),
    }


def _document_line(line: Any, form: forms.Form) -> dict[str, Any]:
    key = line.requirement.key
    fields = [form[f"{part}_{key}"] for part in ("verdict", "note", "document")] if line.document else [None] * 3
    return {"requirement": line.requirement, "document": line.document, **dict(zip(PARTS, fields, strict=True))}


PARTS = ("verdict_field", "note_field", "document_field")


def _overview(application: Application) -> list[tuple[str, Any]]:
    renewal = renewal_of(application)
    return [
        *([(_("Dari izin lama"), _old_permit(renewal))] if renewal else []),
        (_("Nomor registrasi"), application.registration_number or _("Belum diproses")),
        (_("Kode tanda terima"), application.receipt_code),
        (_("Dikirim"), datetime_long(application.submitted_at)),
        *(_clock_rows(application) if application.due_at else []),
        *_at_counter(application),
        *(_at_stage(application) if application.stage_key else []),
    ]


def _at_counter(application: Application) -> list[tuple[str, Any]]:
    """Say who filed it at the counter for the applicant, and how he agreed (W8)."""
    filing = getattr(application, "assisted", None)
    if filing is None:
        return []
    visit = filing.visit
    who = _("%(name)s, %(when)s") % {"name": visit.officer.get_full_name(), "when": datetime_long(visit.begun_at)}
    return [(_("Diajukan di loket oleh"), who), (_("Persetujuan pemohon"), visit.get_consent_display())]


def _old_permit(renewal: Renewal) -> SafeString:
    return format_html(
        '{}: <a href="{}">{}</a>',
        renewal.get_kind_display(),
        renewal.permit.get_absolute_url(),
        renewal.permit.number,
    )


def _clock_rows(application: Application) -> list[tuple[str, Any]]:
    clock = case_clock(application)
    rows = [(_("Batas waktu"), datetime_long(clock.due_at)), (_("Waktu layanan"), clock.words)]
    if clock.deemed_proposed:
        # A flag for the officer; the service never issues anything by it.
        rows.append((_("Fiktif positif"), _("Dapat dianggap dikabulkan secara hukum. Segera putuskan.")))
    return rows


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
def case_document(request: SignedInRequest, pk: int, document_pk: int) -> HttpResponseBase:
    """Show an officer a document of a case; the opening is logged (A7)."""
    try:
        document = document_get(sent_case(pk), document_pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    document_viewed(document=document, actor=request.user)
    return private_file("private", document.sha256, content_type=document.content_type, name=document.original_name)
