"""Who may open a page: the decorators of every view behind a login. Wrong role is 403; no login goes to the login."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from izin.accounts.models import User
from izin.accounts.policies import may_see_cases


class SignedInRequest(HttpRequest):
    """A request past one of the decorators below: its user is one of ours. For annotations only."""

    user: User


View: TypeAlias = Callable[..., HttpResponseBase]


def _only(view: View, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allowed(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def applicant_required(view: View) -> View:
    """Open the view to people who registered as applicants."""
    return _only(view, lambda user: user.is_applicant)


def officer_required(view: View) -> View:
    """Open the view to officers whose work has to do with cases."""
    return _only(view, may_see_cases)


def staff_required(view: View) -> View:
    """Open the view to everybody who works at the office, editors of the site too."""
    return _only(view, lambda user: user.is_staff)


def sign_in_required(view: View) -> View:
    """Open the view to everybody who has logged in."""
    return _only(view, lambda user: True)
