"""Every message the service has sent or is about to send."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.enums import Role
from izin.messaging.enums import MessageState
from izin.messaging.selectors import outbox_list

PAGE_SIZE = 25
TONES = {
    MessageState.PENDING: "info",
    MessageState.SENDING: "info",
    MessageState.SENT: "success",
    MessageState.FAILED: "danger",
}


@require_safe
@officer_required
def outbox(request: SignedInRequest) -> HttpResponse:
    """List the messages with their state (M3).

    Without a mail server this page is where a demo's passwords are read, so secret messages are shown to the admin
    and the front desk, who may resend them anyway; with a mail server nobody reads them here.
    """
    page = Paginator(outbox_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    reads_secrets = not settings.EMAIL_HOST and bool({Role.ADMIN, Role.FRONT_DESK} & request.user.roles)
    rows = [
        {
            "message": message,
            "tone": TONES[MessageState(message.state)],
            "body": message.body if reads_secrets or not message.secret else "",
        }
        for message in page
    ]
    context = {"page_obj": page, "rows": rows, "mail_is_sent": bool(settings.EMAIL_HOST)}
    return render(request, "izin/backoffice/outbox.html", context)
