"""Several cases at once: each by itself, so that one that fails leaves the others whole (W6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.models import User

from ..models import Application
from .deciding import application_approve

# What one page takes. Who has more does it in turns, and sees each result.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class BatchResult:
    """What became of one case of a batch; `message` says why not."""

    application_id: int
    done: bool
    message: str = ""


def application_approve_each(*, actor: User, turns: Iterable[tuple[int, str]]) -> list[BatchResult]:
    """Approve cases, each given as (id, turn the officer saw), in a transaction of its own; never raises DomainError.

    A case that is not there, or is not the officer's turn, or can not be approved yet, is told with its reason.
    """
    return [_approve(actor, application_id, turn) for application_id, turn in list(turns)[:MOST_AT_ONCE]]


def _approve(actor: User, application_id: int, turn: str) -> BatchResult:
    try:
        application_approve(application_id=application_id, actor=actor, turn=turn)
    except Application.DoesNotExist:
        return BatchResult(application_id, done=False, message=_("Permohonan tidak ditemukan."))
    except DomainError as error:
        return BatchResult(application_id, done=False, message=error.message)
    return BatchResult(application_id, done=True)
