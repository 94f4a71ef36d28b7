"""What an officer does with a case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.models import Application, Document
from izin.applications.policies import may_decide
from izin.applications.selectors import requirement_lines
from izin.applications.services.deciding import application_approve, application_return, note_add
from izin.applications.services.documents import documents_review

from ..forms.case import NoteForm, ReturnForm, ReviewForm, TurnForm
from .cases import case_page, sent_case


def _decide(
    request: SignedInRequest,
    application: Application,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    then: str,
) -> HttpResponse:
    """Act on a valid form and go on to `then`; a refusal keeps what was typed and says why."""
    if not form.is_valid():
        if may_decide(request.user, application):
            return case_page(request, application, form, status=422)
        messages.error(request, _("Permohonan ini bukan giliran Anda."))
        return redirect("backoffice:case_detail", pk=application.pk)
    try:
        act(form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("backoffice:case_detail", pk=application.pk)
    messages.success(request, done)
    return redirect(then, pk=application.pk) if then != "backoffice:inbox" else redirect(then)


@require_POST
@officer_required
def case_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record checks and crosses on the documents."""
    application = sent_case(pk)
    form = ReviewForm(requirement_lines(application), request.POST)

    def act(data: dict[str, Any]) -> None:
        try:
            documents_review(application_id=pk, actor=request.user, turn=data["turn"], reviews=form.reviews())
        except Document.DoesNotExist as error:
            raise DomainError(_("Ada dokumen yang baru diganti pemohon. Periksa berkas yang baru.")) from error

    return _decide(
        request, application, form, act, done=_("Hasil pemeriksaan tersimpan."), then="backoffice:case_detail"
    )


@require_POST
@officer_required
def case_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pass the case on to the next stage."""
    return _decide(
        request,
        sent_case(pk),
        TurnForm(request.POST),
        lambda data: application_approve(application_id=pk, actor=request.user, turn=data["turn"]),
        done=_("Permohonan disetujui dan diteruskan ke tahap berikutnya."),
        then="backoffice:inbox",
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
        then="backoffice:inbox",
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
        then="backoffice:case_detail",
    )
