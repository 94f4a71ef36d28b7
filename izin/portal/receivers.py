"""What the pages of applicants do when somebody logs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from izin.accounts.models import User
from izin.accounts.selectors import consent_due

# In the session of who has to agree to the notice about personal data again (see ConsentMiddleware).
CONSENT_DUE = "consent_due"


def ask_for_consent(sender: type[User], *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember at the login, so that no page has to ask the database."""
    if consent_due(user):
        request.session[CONSENT_DUE] = True


def connect() -> None:
    """Listen; called once by the app's `ready`."""
    user_logged_in.connect(ask_for_consent, dispatch_uid="izin_portal.ask_for_consent")
