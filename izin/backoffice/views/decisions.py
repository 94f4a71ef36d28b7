"""What an officer does with a case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from common.errors import DomainError, NotAllowed
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.inbox import case_next
from izin.applications.models import Application, Document
from izin.applications.policies import may_decide
from izin.applications.selectors import requirement_lines
from izin.applications.services.bpjs import bpjs_check_record, bpjs_check_request
from izin.applications.services.claiming import case_claim
from izin.applications.services.deciding import (
    application_approve,
    application_return,
    application_send_back,
    note_add,
)
from izin.applications.services.documents import documents_review
from izin.applications.services.ending import application_reject

from ..casework import stage_choices
from ..forms.case import NoteForm, ReturnForm, ReviewForm, TurnForm
from ..forms.decisions import BpjsRecordForm, BpjsRequestForm, RejectForm, SendBackForm
from ..refusals import show_refusal
from .cases import GO_ON, case_page, sent_case
from .inbox import desk_at

APPROVE = "setujui"
APPROVED = _lazy("Permohonan disetujui dan diteruskan ke tahap berikutnya.")


def _decide(
    request: SignedInRequest,
    application: Application,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    moves: bool = True,
) -> HttpResponse:
    """Act on a valid form; a refusal keeps what was typed and says why. What `moves` the case leads on to the next."""
    if not form.is_valid():
        if may_decide(request.user, application):
            return case_page(request, application, form, status=422)
        messages.error(request, _("Permohonan ini bukan giliran Anda."))
        return redirect("backoffice:case_detail", pk=application.pk)
    try:
        act(form.cleaned_data)
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("backoffice:case_detail", pk=application.pk)
    except DomainError as error:
        if error.field in form.fields:
            show_refusal(form, error)
            return case_page(request, sent_case(application.pk), form, status=422)
        messages.error(request, error.message)
        return redirect("backoffice:case_detail", pk=application.pk)
    messages.success(request, done)
    return _go_on(request, application.pk) if moves else redirect("backoffice:case_detail", pk=application.pk)


def _go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the inbox, or to the next case for who works through them."""
    request.session[GO_ON] = "berikutnya" in request.POST
    following = case_next(desk_at(request), after=pk) if request.session[GO_ON] else None
    return redirect("backoffice:case_detail", pk=following.pk) if following else redirect("backoffice:inbox")


@require_POST
@officer_required
def case_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record checks and crosses on the documents, and approve at once where that was asked for.

    Who records some works on the case from now on, unless a colleague does.
    """
    application = sent_case(pk)
    form = ReviewForm(requirement_lines(application), request.POST)
    approving = request.POST.get("lanjut") == APPROVE

    def act(data: dict[str, Any]) -> None:
        turn = {"application_id": pk, "actor": request.user, "turn": data["turn"]}
        try:
            documents_review(**turn, reviews=form.reviews())
        except Document.DoesNotExist as error:
            raise DomainError(_("Ada dokumen yang baru diganti pemohon. Periksa berkas yang baru.")) from error
        if approving:
            application_approve(**turn)
        else:
            case_claim(application_id=pk, actor=request.user)

    done = APPROVED if approving else _("Hasil pemeriksaan tersimpan.")
    return _decide(request, application, form, act, done=str(done), moves=approving)


@require_POST
@officer_required
def case_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pass the case on to the next stage."""
    return _decide(
        request,
        sent_case(pk),
        TurnForm(request.POST),
        lambda data: application_approve(application_id=pk, actor=request.user, turn=data["turn"]),
        done=str(APPROVED),
    )


@require_POST
@officer_required
def case_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the case back to its applicant."""
    return _decide(
        request,
        sent_case(pk),
        ReturnForm(request.POST, prefix="return"),
        lambda data: application_return(application_id=pk, actor=request.user, turn=data["turn"], note=data["note"]),
        done=_("Permohonan dikembalikan. Pemohon sudah diberi tahu."),
    )


@require_POST
@officer_required
def case_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write a note for colleagues."""
    return _decide(
        request,
        sent_case(pk),
        NoteForm(request.POST, prefix="note"),
        lambda data: note_add(application_id=pk, actor=request.user, turn=data["turn"], text=data["note"]),
        done=_("Catatan internal tersimpan."),
        moves=False,
    )


@require_POST
@officer_required
def case_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the case back to an earlier stage of the office."""
    application = sent_case(pk)
    return _decide(
        request,
        application,
        SendBackForm(stage_choices(application), request.POST, prefix="back"),
        lambda data: application_send_back(application_id=pk, actor=request.user, **data),
        done=_("Permohonan dikembalikan ke tahap sebelumnya."),
    )


@require_POST
@officer_required
def case_reject(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse the application for good."""

    def act(data: dict[str, Any]) -> None:
        said = {name: value for name, value in data.items() if name != "sure"}
        application_reject(application_id=pk, actor=request.user, **said)

    return _decide(
        request,
        sent_case(pk),
        RejectForm(request.POST, prefix="reject"),
        act,
        done=_("Permohonan ditolak. Pemohon sudah diberi tahu alasan, dasar hukum, dan cara mengajukan keberatan."),
    )


@require_POST
@officer_required
def case_bpjs_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that BPJS Ketenagakerjaan was asked."""
    return _decide(
        request,
        sent_case(pk),
        BpjsRequestForm(request.POST, prefix="ask"),
        lambda data: bpjs_check_request(application_id=pk, actor=request.user, **data),
        done=_("Permintaan pemeriksaan BPJS tercatat."),
        moves=False,
    )


@require_POST
@officer_required
def case_bpjs_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what BPJS Ketenagakerjaan answered."""
    return _decide(
        request,
        sent_case(pk),
        BpjsRecordForm(request.POST, prefix="bpjs"),
        lambda data: bpjs_check_record(application_id=pk, actor=request.user, **data),
        done=_("Hasil pemeriksaan BPJS tercatat."),
        moves=False,
    )
