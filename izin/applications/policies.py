"""Who may do what with an application; pure."""

from izin.accounts.models import User
from izin.workflow.enums import WITH_APPLICANT, Status

from .enums import Verdict
from .models import Application, Document


def may_change(user: User, application: Application) -> bool:
    """Whether this person may change answers and documents now: the applicant, while the applicant has it."""
    return application.applicant_id == user.pk and application.status in WITH_APPLICANT


def may_replace(application: Application, document: Document | None) -> bool:
    """Whether a document may be uploaded or replaced while the applicant has the application.

    In a returned application what an officer has accepted stays: only what is asked for is mended (F9).
    """
    if application.status == Status.DRAFT or document is None:
        return True
    return document.verdict != Verdict.ACCEPTED


def may_decide(user: User, application: Application) -> bool:
    """Whether it is this officer's turn."""
    return bool(application.waiting_role) and application.waiting_role in user.roles
