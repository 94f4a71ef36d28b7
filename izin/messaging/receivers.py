"""What messaging does about the events of lower floors. All of these concern the safety of the account."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from common.formats import datetime_long
from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_changed, password_issued, reset_code_issued
from izin.accounts.models import User
from izin.accounts.services.password_resets import RESET_MINUTES
from izin.messaging.enums import Channel
from izin.messaging.services import person_notify, secrets_withdraw

TEXTS = {
    PasswordReason.REGISTERED: "account_registered",
    PasswordReason.OFFICER_CREATED: "officer_created",
    PasswordReason.REISSUED: "password_reissued",
    PasswordReason.ASKED_AGAIN: "first_password_again",
}


def send_password(
    sender: type[User], *, user: User, password: str, reason: PasswordReason, event_key: str, **kwargs: Any
) -> None:
    """Store the messages with a generated password, in the transaction that wrote it; an older one is not sent."""
    secrets_withdraw(user)
    person_notify(
        event_key=event_key,
        recipient=user,
        channels=list(Channel),
        text=TEXTS[reason],
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "kata_sandi": password,
            "tautan_masuk": settings.BASE_URL + reverse("login"),
        },
        secret=True,
    )


def send_reset_code(
    sender: type[User], *, user: User, code: str, channel: Channel, event_key: str, **kwargs: Any
) -> None:
    """Store the message with a code, by the channel its owner asked for."""
    person_notify(
        event_key=event_key,
        recipient=user,
        channels=[channel],
        text="reset_code",
        tokens={"nama": user.get_full_name(), "kode": code, "menit": RESET_MINUTES},
        secret=True,
    )


def tell_password_changed(sender: type[User], *, user: User, first: bool, event_key: str, **kwargs: Any) -> None:
    """Tell the owner by every channel, so that nobody changes it behind his back; not of his very first one."""
    secrets_withdraw(user)
    if first:
        return
    person_notify(
        event_key=event_key,
        recipient=user,
        channels=list(Channel),
        text="password_changed",
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "waktu": datetime_long(timezone.now()),
            "tautan_lupa": settings.BASE_URL + reverse("password_forgotten"),
        },
    )


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    password_issued.connect(send_password, dispatch_uid="izin_messaging.send_password")
    reset_code_issued.connect(send_reset_code, dispatch_uid="izin_messaging.send_reset_code")
    password_changed.connect(tell_password_changed, dispatch_uid="izin_messaging.tell_password_changed")
