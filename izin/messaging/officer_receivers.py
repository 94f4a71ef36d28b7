"""What messaging tells officers about their accounts: who stands in for whom, and the second factor."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from common.formats import date_long, datetime_long
from izin.accounts.events import delegation_changed, recovery_code_used, second_factor_changed
from izin.accounts.models import RoleDelegation, User
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


def tell_second_factor(sender: type[User], *, user: User, removed: bool, event_key: str, **kwargs: Any) -> None:
    """Tell the officer by every channel, so that nobody changes it behind his back."""
    _tell(
        user,
        "second_factor_reset" if removed else "second_factor_on",
        event_key,
        {"tautan_masuk": settings.BASE_URL + reverse("login")} if removed else {},
    )


def tell_recovery_code(sender: type[User], *, user: User, left: int, event_key: str, **kwargs: Any) -> None:
    """Tell the officer that somebody came in by one of his codes, and how many are left."""
    _tell(user, "recovery_code_used", event_key, {"sisa": left})


def _tell(user: User, text: str, event_key: str, tokens: dict[str, str | int]) -> None:
    person_notify(
        event_key=event_key,
        recipient=user,
        channels=list(Channel),
        text=text,
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "waktu": datetime_long(timezone.now()),
            **tokens,
        },
    )


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    second_factor_changed.connect(tell_second_factor, dispatch_uid="izin_messaging.second_factor_changed")
    recovery_code_used.connect(tell_recovery_code, dispatch_uid="izin_messaging.recovery_code_used")
    delegation_changed.connect(tell_delegation, dispatch_uid="izin_messaging.delegation_changed")
