"""What applicants ask, and officers' answers (M1)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from common.responses import private_file
from izin.accounts.access import SignedInRequest, officer_required
from izin.chat.forms import FinishForm, HandoverForm, ReplyForm
from izin.chat.handing_over import thread_hand_over
from izin.chat.models import Message, Thread
from izin.chat.paging import ChatMarkers
from izin.chat.policies import may_answer
from izin.chat.selectors import (
    attachment_get,
    canned_answer_text,
    canned_answers,
    handovers_of,
    message_page,
    messages_after,
    thread_get,
    thread_list,
)
from izin.chat.services import attachment_viewed, message_answer, office_saw, thread_finish
from izin.workflow.enums import Status

PAGE_SIZE = 25
WAITING, GIVEN, MINE, ALL = "menunggu", "untuk-saya", "saya", "semua"


def _thread(pk: int) -> Thread:
    try:
        return thread_get(pk)
    except Thread.DoesNotExist as error:
        raise Http404 from error


def _rows(found: list[Message]) -> list[dict[str, Any]]:
    return [
        {
            "message": message,
            "mine": message.from_office,
            "who": message.author.get_full_name(),
            "file_url": reverse("backoffice:chat_file", args=[message.pk]) if message.sha256 else "",
            "application_url": _case_url(message),
        }
        for message in found
    ]


def _case_url(message: Message) -> str:
    # A draft does not exist for officers.
    if message.application is None or message.application.status == Status.DRAFT:
        return ""
    return reverse("backoffice:case_detail", args=[message.application_id])


@require_safe
@officer_required
def chat_list(request: SignedInRequest) -> HttpResponse:
    """List who waits for an answer, longest waiting first; `?tampil=` shows one's own threads or all."""
    shown = request.GET.get("tampil", WAITING)
    name = request.GET.get("cari", "").strip()
    threads = thread_list(
        waiting=shown in (WAITING, GIVEN),
        officer=request.user if shown == MINE else None,
        given_to=request.user if shown == GIVEN else None,
        name=name,
    )
    address = reverse("backoffice:chat_list")
    labels = [
        (WAITING, _("Menunggu jawaban")),
        (GIVEN, _("Diserahkan kepada saya")),
        (MINE, _("Saya tangani")),
        (ALL, _("Semua")),
    ]
    context = {
        "page_obj": Paginator(threads, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [(key, label, f"{address}?tampil={key}") for key, label in labels],
        "current_tab": shown,
        "search": name,
    }
    return render(request, "izin/backoffice/chat_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def chat_thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a thread and take an answer; `?sebelum=` has older messages, `?sesudah=` newer ones as a fragment."""
    thread = _thread(pk)
    if request.method == "POST":
        return _answer(request, thread)
    markers = ChatMarkers.of(request.GET)
    if markers.after is None:
        return _page(request, thread, before=markers.before)
    newer = messages_after(thread, markers.after)
    if not newer:
        return HttpResponse(status=204)
    office_saw(thread, newer[-1].pk)
    return render(request, "izin/chat/messages.html", {"rows": _rows(newer)})


def _page(
    request: SignedInRequest,
    thread: Thread,
    form: ReplyForm | None = None,
    *,
    before: int | None = None,
    handover_form: HandoverForm | None = None,
) -> HttpResponse:
    canned = canned_answer_text(request.GET.get("jawaban", ""))
    found, older = message_page(thread, before=before)
    last = found[-1].pk if found else 0
    if before is None:
        office_saw(thread, last)
    if form is not None:
        form.renew(seen=last)
    context: dict[str, Any] = {
        "thread": thread,
        "rows": _rows(found),
        "older": older,
        "newest": before is None,
        "form": form or ReplyForm(initial={"seen": last, "text": canned}),
        "canned_answers": canned_answers(),
        "handovers": handovers_of(thread),
        "handover_form": handover_form or HandoverForm(request.user, prefix="serah"),
        "finish_form": FinishForm(initial={"seen": last}, prefix="selesai"),
        "may_answer": may_answer(request.user),
    }
    refused = any(sent is not None and sent.errors for sent in (form, handover_form))
    return render(request, "izin/backoffice/chat_thread.html", context, status=422 if refused else 200)


def _answer(request: SignedInRequest, thread: Thread) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            message_answer(actor=request.user, thread_id=thread.pk, **form.cleaned_data)
        except DomainError as error:
            form.refused(error.field, error.message)
        else:
            messages.success(request, _("Jawaban terkirim."))
            return redirect("backoffice:chat_thread", pk=thread.pk)
    return _page(request, thread, form)


@require_POST
@officer_required
def chat_hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a thread to a colleague or a role, with a note."""
    thread = _thread(pk)
    form = HandoverForm(request.user, request.POST, prefix="serah")
    if form.is_valid():
        try:
            thread_hand_over(actor=request.user, thread_id=thread.pk, note=form.cleaned_data["note"], **form.target())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Percakapan diserahkan."))
            return redirect("backoffice:chat_list")
    return _page(request, thread, handover_form=form)


@require_POST
@officer_required
def chat_finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a thread as done without an answer."""
    thread = _thread(pk)
    form = FinishForm(request.POST, prefix="selesai")
    if not form.is_valid():
        return redirect("backoffice:chat_thread", pk=pk)
    try:
        thread_finish(actor=request.user, thread_id=thread.pk, seen=form.cleaned_data["seen"])
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("backoffice:chat_thread", pk=pk)
    messages.success(request, _("Percakapan ditandai selesai."))
    return redirect("backoffice:chat_list")


@require_safe
@officer_required
def chat_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Show an officer a file of a thread; the opening is logged (A7)."""
    try:
        message = attachment_get(pk)
    except Message.DoesNotExist as error:
        raise Http404 from error
    attachment_viewed(message=message, actor=request.user)
    return private_file("private", message.sha256, content_type=message.content_type, name=message.original_name)
