"""What messaging does about the events of lower floors."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_issued
from izin.accounts.models import User
from izin.messaging.services import message_enqueue

TEXTS = {
    PasswordReason.REGISTERED: "account_registered",
    PasswordReason.OFFICER_CREATED: "officer_created",
    PasswordReason.REISSUED: "password_reissued",
}


def send_password(
    sender: type[User], *, user: User, password: str, reason: PasswordReason, event_key: str, **kwargs: Any
) -> None:
    """Store the message with a generated password, in the transaction that wrote it."""
    message_enqueue(
        event_key=event_key,
        recipient=user,
        address=user.email,
        text=TEXTS[reason],
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "kata_sandi": password,
            "tautan_masuk": settings.BASE_URL + reverse("login"),
        },
        secret=True,
    )


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    password_issued.connect(send_password, dispatch_uid="izin_messaging.send_password")
