"""What a single button does to somebody's account, on the pages of officers and of applicants alike."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404

from common.errors import DomainError
from izin.accounts.access import SignedInRequest
from izin.accounts.models import User

# By the name in the address: the service, and what is said when it is done.
Acts = Mapping[str, tuple[Callable[..., Any], Any]]


def account_act(request: SignedInRequest, person: User, acts: Acts, act: str) -> None:
    """Do one of `acts` to this person and say what became of it. Raises Http404 for an act that is none of them."""
    if act not in acts:
        raise Http404
    service, done = acts[act]
    try:
        service(actor=request.user, user=person)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
