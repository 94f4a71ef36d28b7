"""What messaging does when an account's data change, or somebody tries to open a second one for a NIK."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from common.formats import datetime_long
from izin.accounts.enums import ChangeState
from izin.accounts.events import contact_changed, profile_change_decided, registration_repeated
from izin.accounts.models import ProfileChange, User
from izin.messaging.enums import Channel
from izin.messaging.services import message_enqueue, person_notify

DECIDED_TEXTS = {
    ChangeState.APPROVED: "profile_change_approved",
    ChangeState.REFUSED: "profile_change_refused",
}


def tell_registration_repeated(sender: type[User], *, user: User, event_key: str, **kwargs: Any) -> None:
    """Tell the owner by every channel: he may be the one who waits for a password."""
    person_notify(
        event_key=event_key,
        recipient=user,
        channels=list(Channel),
        text="registration_repeated",
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "tautan_masuk": _link("login"),
            "tautan_lupa": _link("password_forgotten"),
            "tautan_pertama": _link("first_password"),
        },
    )


def tell_contact_changed(
    sender: type[User], *, user: User, old_email: str, old_phone: str, event_key: str, **kwargs: Any
) -> None:
    """Tell it to what was and to what is: who took the account over can not keep its owner from hearing of it."""
    tokens = {
        "nama": user.get_full_name(),
        "nik_tersamar": user.masked_nik,
        "waktu": datetime_long(timezone.now()),
        "tautan_lupa": _link("password_forgotten"),
    }
    addresses = [(Channel.EMAIL, old_email), (Channel.EMAIL, user.email)]
    addresses += [(Channel.WHATSAPP, old_phone), (Channel.WHATSAPP, user.phone)]
    for channel, address in dict.fromkeys(addresses):
        if address:
            message_enqueue(
                event_key=event_key,
                channel=channel,
                recipient=user,
                address=address,
                text="contact_changed",
                tokens=tokens,
            )


def tell_profile_change(sender: type[ProfileChange], *, change: ProfileChange, event_key: str, **kwargs: Any) -> None:
    """Tell the applicant what an officer decided, by the channels he chose."""
    state = ChangeState(change.state)
    tokens = {
        "nama": change.user.get_full_name(),
        "waktu": datetime_long(change.created_at),
        "tautan_profil": _link("portal:profile"),
    }
    if state == ChangeState.REFUSED:
        tokens["alasan"] = change.decision_note
    person_notify(event_key=event_key, recipient=change.user, text=DECIDED_TEXTS[state], tokens=tokens)


def _link(name: str) -> str:
    return settings.BASE_URL + reverse(name)


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    registration_repeated.connect(tell_registration_repeated, dispatch_uid="izin_messaging.registration_repeated")
    contact_changed.connect(tell_contact_changed, dispatch_uid="izin_messaging.contact_changed")
    profile_change_decided.connect(tell_profile_change, dispatch_uid="izin_messaging.profile_change_decided")
