"""What messaging does when officers stand in for each other."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from common.formats import date_long, datetime_long
from izin.accounts.events import delegation_changed
from izin.accounts.models import RoleDelegation
from izin.messaging.enums import Channel
from izin.messaging.services import person_notify


def tell_delegation(sender: type[RoleDelegation], *, delegation: RoleDelegation, event_key: str, **kwargs: Any) -> None:
    """Tell both who stands in and whom he stands in for, by every channel: rights are moved."""
    tokens: dict[str, str | int] = {
        "jabatan": delegation.position_line,
        "pengganti": delegation.substitute.get_full_name(),
    }
    if delegation.ended_at:
        text, more = "delegation_ended", {"waktu": datetime_long(timezone.now())}
    else:
        text = "delegation_granted"
        more = {
            "mulai": date_long(delegation.valid_from),
            "sampai": date_long(delegation.valid_until),
            "nomor_surat": delegation.letter_number,
            "tautan": settings.BASE_URL + reverse("backoffice:delegation_list"),
        }
    for person in filter(None, (delegation.substitute, delegation.holder)):
        person_notify(
            event_key=event_key,
            recipient=person,
            channels=list(Channel),
            text=text,
            tokens={"nama": person.get_full_name(), **tokens, **more},
        )


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    delegation_changed.connect(tell_delegation, dispatch_uid="izin_messaging.delegation_changed")
