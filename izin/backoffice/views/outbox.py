"""Every message the service has sent or is about to send."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.messaging.channels import channels_open
from izin.messaging.enums import MessageState
from izin.messaging.models import OutboxMessage
from izin.messaging.selectors import outbox_list

PAGE_SIZE = 25


@require_safe
@officer_required
def outbox(request: SignedInRequest) -> HttpResponse:
    """List the messages with their state (M3)."""
    page = Paginator(outbox_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {
            "message": message,
            "tone": MessageState(message.state).tone,
            "body": message.body if _may_read(request.user, message) else "",
        }
        for message in page
    ]
    context = {"page_obj": page, "rows": rows, "channels_open": channels_open()}
    return render(request, "izin/backoffice/outbox.html", context)


def _may_read(reader: User, message: OutboxMessage) -> bool:
    """Tell whether the text of a message may be read here.

    While no channel has a server this page is where passwords are read, by those who may have new ones sent: the
    admin, and for applicants the front desk (`can_reissue_password`). Once one has, nobody reads them here.
    """
    if not message.secret:
        return True
    if channels_open():
        return False
    of_applicant = message.recipient is not None and not message.recipient.is_staff
    return Role.ADMIN in reader.roles or (of_applicant and Role.FRONT_DESK in reader.roles)
