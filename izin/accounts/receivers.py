"""What accounts do when somebody logs in or out."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from izin.accounts.models import User
from izin.accounts.second_factor import SECOND_FACTOR_DUE, has_second_factor
from izin.accounts.services.sessions import sign_in_forget, sign_in_record

# In the session: the key of its row of `SignIn`.
SIGN_IN = "sign_in"


def remember_sign_in(sender: type[User], *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Write down the login, and tie the session to it."""
    user_agent = request.META.get("HTTP_USER_AGENT", "")
    made = sign_in_record(user=user, user_agent=user_agent, replaces=request.session.get(SIGN_IN))
    request.session[SIGN_IN] = made.pk


def ask_for_second_factor(sender: type[User], *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember that a password alone is not enough (see SecondFactorMiddleware)."""
    if user.is_staff and has_second_factor(user):
        request.session[SECOND_FACTOR_DUE] = True


def forget_sign_in(sender: type[User], *, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Forget the login whose session is about to end."""
    if user is not None and SIGN_IN in request.session:
        sign_in_forget(user=user, pk=request.session[SIGN_IN])


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    user_logged_in.connect(remember_sign_in, dispatch_uid="izin_accounts.remember_sign_in")
    user_logged_in.connect(ask_for_second_factor, dispatch_uid="izin_accounts.ask_for_second_factor")
    user_logged_out.connect(forget_sign_in, dispatch_uid="izin_accounts.forget_sign_in")
