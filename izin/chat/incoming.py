"""What people write to the office's WhatsApp number (M2): contacts, a stage, or a message for the officers.

The gateway calls us as Fonnte does: JSON with `sender`, `message`, `member` (in groups), `inboxid`, and `url` when a
file came along (https://docs.fonnte.com/webhook-reply-message/). Nothing of it is logged.
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.crypto import blind_index
from common.errors import DomainError
from izin.accounts.models import User
from izin.accounts.validators import phone_normalise
from izin.applications.models import Application
from izin.messaging.enums import Channel
from izin.messaging.services import message_enqueue
from izin.workflow.enums import Status

from .models import IncomingWhatsApp, Via
from .services import TEXT_LONGEST, message_send

Outcome = IncomingWhatsApp.Outcome
CONTACTS = re.compile(r"\s*kontak\b", re.IGNORECASE)
STATUS = re.compile(r"\s*status\s+(\S.{0,99})", re.IGNORECASE)
ID_LONGEST = 64


def whatsapp_take(payload: Mapping[str, Any]) -> IncomingWhatsApp.Outcome:
    """Take one message of the gateway and return what became of it; the same one again changes nothing.

    What is malformed or came from a group is ignored: the gateway would only send it again.
    """
    text, gateway_id = str(payload.get("message") or "").replace("\0", "").strip(), _gateway_id(payload)
    with transaction.atomic():
        # Who comes second with the same id waits here for the first.
        stored, new = IncomingWhatsApp.objects.get_or_create(
            gateway_id=gateway_id, defaults={"outcome": Outcome.IGNORED, "received_at": timezone.now()}
        )
        if not new:
            return Outcome(stored.outcome)
        sender = _sender(payload)
        if sender:
            stored.outcome = _answer(sender, text, gateway_id, attached=bool(payload.get("url")))
            stored.save(update_fields=["outcome"])
        return Outcome(stored.outcome)


def _gateway_id(payload: Mapping[str, Any]) -> str:
    given = str(payload.get("inboxid") or "")
    if 0 < len(given) <= ID_LONGEST and given.isalnum():
        return given
    # Without an id the message itself tells whether it is the same; its text is not kept, only an index of it.
    return blind_index("|".join(str(payload.get(name, "")) for name in ("sender", "timestamp", "message")))


def _sender(payload: Mapping[str, Any]) -> str:
    """Return the number of a person, nothing for a group or what is no number of ours."""
    if payload.get("member"):
        return ""
    try:
        return phone_normalise(str(payload.get("sender") or ""))
    except DomainError:
        return ""


def _answer(sender: str, text: str, gateway_id: str, *, attached: bool) -> IncomingWhatsApp.Outcome:
    if CONTACTS.match(text):
        _reply(sender, f"wa-contacts-{timezone.now():%Y%m%d%H}", "whatsapp_contacts", tautan=_url("portal:chat"))
        return Outcome.CONTACTS
    if found := STATUS.match(text):
        _tell_stage(sender, found.group(1).strip())
        return Outcome.STATUS
    people = list(User.objects.filter(phone=sender, is_active=True, profile__isnull=False)[:2])
    if len(people) != 1:
        # Nobody, or several: whose thread it is can not be told.
        _reply(sender, f"wa-unknown-{timezone.localdate()}", "whatsapp_unknown", tautan=_url("login"))
        return Outcome.UNKNOWN
    return _into_thread(people[0], text, gateway_id, attached=attached)


def _into_thread(person: User, text: str, gateway_id: str, *, attached: bool) -> IncomingWhatsApp.Outcome:
    if attached:
        remark = _("(Lampiran lewat WhatsApp tidak diterima. Kirim berkas melalui halaman Pesan ke petugas.)")
        text = f"{text[: TEXT_LONGEST - len(remark) - 2]}\n\n{remark}".strip()
    if not text:
        return Outcome.IGNORED
    try:
        with transaction.atomic():
            token = uuid5(NAMESPACE_URL, f"whatsapp:{gateway_id}")
            message_send(actor=person, text=text[:TEXT_LONGEST], token=token, via=Via.WHATSAPP)
    except DomainError:
        # Too many in a short time: as on the page, but there is nobody to be told.
        return Outcome.IGNORED
    return Outcome.CHAT


def _tell_stage(sender: str, number: str) -> None:
    """Tell the stage to the one whose application it is; anybody else is shown where to ask."""
    found = Application.objects.filter(registration_number__iexact=number, applicant__phone=sender)
    application = found.select_related("permit_type", "revision").first()
    ten_minutes = f"{timezone.now():%Y%m%d%H%M}"[:-1]
    if application is None:
        _reply(sender, f"wa-status-none-{ten_minutes}", "whatsapp_status_unknown", tautan=_url("tracking"))
        return
    _reply(
        sender,
        f"wa-status-{application.pk}-{ten_minutes}",
        "whatsapp_status",
        nomor_registrasi=str(application.registration_number),
        jenis_izin=application.permit_type.name,
        tahap=_stage(application),
        tautan=_url("tracking"),
    )


def _stage(application: Application) -> str:
    if application.status == Status.SUBMITTED:
        return application.stage_label
    return str(application.get_status_display())


def _reply(sender: str, event_key: str, text: str, **tokens: str) -> None:
    message_enqueue(event_key=event_key, channel=Channel.WHATSAPP, address=sender, text=text, tokens=tokens)


def _url(name: str) -> str:
    return settings.BASE_URL + reverse(name)
