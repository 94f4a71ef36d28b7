"""Who may do what with an application; pure."""

from izin.accounts.acting import acting_roles
from izin.accounts.models import User
from izin.catalog.enums import FieldKind
from izin.workflow.engine import actions_open_to_applicant
from izin.workflow.enums import WITH_APPLICANT, Action, Status

from .enums import Verdict
from .models import Application, Document


def may_change(user: User, application: Application) -> bool:
    """Whether this person may change answers and documents now: the applicant, while the applicant has it."""
    return application.applicant_id == user.pk and application.status in WITH_APPLICANT


def may_change_places(user: User, application: Application) -> bool:
    """Whether this person may still change where he does his research: the applicant, while officers examine it (F3).

    While he has the application himself he changes it in the form; what awaits the signature is as it will be signed.
    """
    own = application.applicant_id == user.pk and application.status == Status.SUBMITTED
    return own and any(field.kind == FieldKind.LOCATIONS for field in application.rules.fields.all())


def may_replace(application: Application, document: Document | None) -> bool:
    """Whether a document may be uploaded or replaced while the applicant has the application.

    In a returned application what an officer has accepted stays: only what is asked for is mended (F9).
    """
    if application.status == Status.DRAFT or document is None:
        return True
    return document.verdict != Verdict.ACCEPTED


def may_decide(user: User, application: Application) -> bool:
    """Whether it is this officer's turn, by a role of his own or one he acts in for a colleague (A6)."""
    return bool(application.waiting_role) and application.waiting_role in acting_roles(user)


def may_withdraw(user: User, application: Application) -> bool:
    """Whether this person may take the application back: its applicant, from sending to the permit (F12)."""
    return application.applicant_id == user.pk and Action.WITHDRAW in actions_open_to_applicant(application.position)
