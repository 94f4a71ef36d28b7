"""What was sent to the applicant, and by which channels more shall come."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, applicant_required
from izin.messaging.enums import MessageState
from izin.messaging.selectors import channels_chosen, events_of, messages_by_event
from izin.messaging.services import channels_choose

from ..forms.password import ChannelsForm

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def notifications(request: SignedInRequest) -> HttpResponse:
    """List what the applicant was told, each event once; a POST chooses the channels (M3)."""
    form = ChannelsForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            channels_choose(person=request.user, channels=form.cleaned_data["channels"])
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Pilihan Anda sudah disimpan."))
            return redirect("portal:notifications")
    page = Paginator(events_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {"message": told[0], "ways": [(message, MessageState(message.state).tone) for message in told]}
        for told in messages_by_event(request.user, [event["event_key"] for event in page])
    ]
    context = {"form": form, "page_obj": page, "rows": rows}
    return render(request, "izin/portal/notifications.html", context, status=422 if form.errors else 200)


def _initial(request: SignedInRequest) -> dict[str, list[str]]:
    return {"channels": [str(channel) for channel in channels_chosen(request.user)]} if request.method != "POST" else {}
