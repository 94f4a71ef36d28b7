"""An applicant's messages to the office (M1)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.responses import private_file
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Application
from izin.chat.forms import QuestionForm
from izin.chat.models import Message
from izin.chat.paging import ChatMarkers
from izin.chat.selectors import attachment_get_for, author_shown, message_page, messages_after, thread_of
from izin.chat.services import applicant_saw, attachment_viewed, message_send


def _rows(found: list[Message]) -> list[dict[str, Any]]:
    return [
        {
            "message": message,
            "mine": not message.from_office,
            "who": author_shown(message),
            "file_url": reverse("portal:chat_file", args=[message.pk]) if message.sha256 else "",
            "application_url": reverse("portal:application_detail", args=[message.application_id])
            if message.application_id
            else "",
        }
        for message in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def chat(request: SignedInRequest) -> HttpResponse:
    """Show the last messages and take a new one; `?sebelum=` has older ones, `?sesudah=` newer ones as a fragment."""
    if request.method == "POST":
        return _send(request)
    markers = ChatMarkers.of(request.GET)
    if markers.after is None:
        return _page(request, QuestionForm(request.user), before=markers.before)
    thread = thread_of(request.user)
    newer = messages_after(thread, markers.after)
    if not newer:
        return HttpResponse(status=204)
    applicant_saw(thread, newer[-1].pk)
    return render(request, "izin/chat/messages.html", {"rows": _rows(newer)})


def _page(request: SignedInRequest, form: QuestionForm, *, before: int | None = None) -> HttpResponse:
    thread = thread_of(request.user)
    found, older = message_page(thread, before=before)
    if before is None and found:
        applicant_saw(thread, found[-1].pk)
    context = {"rows": _rows(found), "older": older, "newest": before is None, "form": form}
    return render(request, "izin/portal/chat.html", context, status=422 if form.errors else 200)


def _send(request: SignedInRequest) -> HttpResponse:
    form = QuestionForm(request.user, request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            message_send(
                actor=request.user,
                text=data["text"],
                token=data["token"],
                file=data["file"],
                application_id=data["application"],
            )
        except Application.DoesNotExist as error:
            raise Http404 from error
        except DomainError as error:
            form.refused(error.field, error.message)
        else:
            messages.success(request, _("Pesan terkirim. Petugas menjawab pada hari dan jam kerja."))
            return redirect("portal:chat")
    form.renew()
    return _page(request, form)


@require_safe
@applicant_required
def chat_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Show the applicant a file of his own thread."""
    try:
        message = attachment_get_for(request.user, pk)
    except Message.DoesNotExist as error:
        raise Http404 from error
    attachment_viewed(message=message, actor=request.user)
    return private_file("private", message.sha256, content_type=message.content_type, name=message.original_name)
