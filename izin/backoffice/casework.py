"""What an officer sees of a case before he decides: what is still to do, and which decisions are open to him."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application, BpjsCheck
from izin.applications.selectors import RequirementLine
from izin.permits.related import Related
from izin.workflow.engine import actions_open_to_office, earlier_stages
from izin.workflow.enums import Action

from .forms.case import NoteForm, ReturnForm, ReviewForm
from .forms.decisions import BpjsRecordForm, BpjsRequestForm, RejectForm, SendBackForm


@dataclass(frozen=True)
class CheckLine:
    """One thing to look at before a case goes on: `state` is done, open or warning."""

    label: str
    state: str
    hint: str = ""


def checklist(
    application: Application, lines: list[RequirementLine], related: Related, bpjs: list[BpjsCheck], changes: int
) -> list[CheckLine]:
    """Return what is done and what is left at the stage a case stands at; no query."""
    given = [line.document for line in lines if line.document]
    accepted = sum(document.verdict == Verdict.ACCEPTED for document in given)
    refused = sum(document.verdict == Verdict.REFUSED for document in given)
    found = [
        CheckLine(
            _("Dokumen dinyatakan sesuai: %(done)s dari %(all)s") % {"done": accepted, "all": len(given)},
            "done" if accepted == len(given) else "warning" if refused else "open",
            _("%(count)s perlu diperbaiki: kembalikan kepada pemohon.") % {"count": refused} if refused else "",
        )
    ]
    if unread := sum(bool(document.warning) for document in given):
        found.append(CheckLine(_("Dokumen dengan peringatan otomatis: %(count)s") % {"count": unread}, "warning"))
    if changes:
        found.append(CheckLine(_("Perubahan sejak dikembalikan: %(count)s") % {"count": changes}, "open"))
    if application.waiting_role == Role.BPJS_VERIFIER:
        recorded = any(check.recorded_at and check.round == application.round for check in bpjs)
        found.append(CheckLine(_("Hasil pemeriksaan BPJS dicatat"), "done" if recorded else "open"))
    found.append(
        CheckLine(_("Permohonan ganda dan batas izin"), "warning", " ".join(related.warnings))
        if related.warnings
        else CheckLine(_("Tidak ada permohonan ganda, batas izin tidak terlampaui"), "done")
    )
    return found


def stage_choices(application: Application) -> list[tuple[str, str]]:
    """Return the earlier stages a case can be sent back to, as (key, name), in order; no query."""
    keys = [stage.key for stage in earlier_stages(application.rules.flow, application.position)]
    return [(stage.key, stage.label) for stage in application.rules.stages.all() if stage.key in keys]


def case_forms(application: Application, lines: list[RequirementLine], bound: forms.Form | None) -> dict[str, Any]:
    """Return the forms of the decisions that are open, each by its name in the page; `bound` takes its own place."""
    turn = {"turn": application.turn}
    open_now = actions_open_to_office(application.rules.flow, application.position)
    made: dict[str, forms.Form] = {
        "review_form": ReviewForm(lines, initial=turn),
        "return_form": ReturnForm(initial=turn, prefix="return"),
        "note_form": NoteForm(initial=turn, prefix="note"),
    }
    if Action.SEND_BACK in open_now:
        made["back_form"] = SendBackForm(stage_choices(application), initial=turn, prefix="back")
    if Action.REJECT in open_now:
        made["reject_form"] = RejectForm(initial=turn, prefix="reject")
    if application.waiting_role == Role.BPJS_VERIFIER:
        about = {**turn, "subject": application.applicant.get_full_name()}
        made["bpjs_request_form"] = BpjsRequestForm(initial=about, prefix="ask")
        made["bpjs_form"] = BpjsRecordForm(initial=about, prefix="bpjs")
    return {name: bound if type(bound) is type(form) else form for name, form in made.items()}
