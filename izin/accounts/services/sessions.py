"""Where somebody is logged in: remembered at the login, shown to its owner, ended all at once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from izin.accounts.devices import device_words
from izin.accounts.models import SignIn, User
from izin.audit.services import audit_record

NOTED_AGAIN_AFTER = timedelta(minutes=5)
_REMEMBERED = 10_000
# When this process last noted a login. Not in the session: writing that would make it last longer with every note.
_noted: dict[int, datetime] = {}


@transaction.atomic
def sign_in_record(*, user: User, user_agent: str, replaces: int | None = None) -> SignIn:
    """Write down a login and return it; forget the one it replaces, and those whose sessions have long ended."""
    now = timezone.now()
    too_old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    user.sign_ins.filter(last_seen_at__lt=too_old).delete()
    if replaces is not None:
        sign_in_forget(user=user, pk=replaces)
    made = SignIn.objects.create(user=user, device=device_words(user_agent), last_seen_at=now)
    _note(made.pk, now)
    return made


def sign_in_seen(pk: int) -> None:
    """Remember that this login was used just now; written every few minutes only."""
    now = timezone.now()
    if pk in _noted and abs(now - _noted[pk]) < NOTED_AGAIN_AFTER:
        return
    _note(pk, now)
    SignIn.objects.filter(pk=pk).update(last_seen_at=now)


def _note(pk: int, now: datetime) -> None:
    if len(_noted) >= _REMEMBERED:
        _noted.clear()
    _noted[pk] = now


def sign_in_forget(*, user: User, pk: int) -> None:
    """Forget a login of this user that has ended."""
    SignIn.objects.filter(pk=pk, user=user).delete()


@transaction.atomic
def sessions_end(*, user: User) -> None:
    """End every session of the user, on every device; audited."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    SignIn.objects.filter(user=user).delete()
    audit_record(actor=user, action="account.sessions_ended", subject=user)
