"""What is erased of a closed account, in two steps: what only served to reach the person, then who it was (A7)."""

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from izin.accounts.models import ApplicantProfile, MarkedScan, ProfileChange, User, ViewGrant
from izin.accounts.services.scans import files_dispose
from izin.accounts.validators import OLDEST_BIRTH_DATE
from izin.applications.models import AnswerCorrection, Application, BpjsCheck, Document, Rejection
from izin.applications.snapshots import AnswerSnapshot, UnfinishedAnswers
from izin.audit.services import audit_record
from izin.chat.models import Message, Thread
from izin.messaging.models import ChannelChoice, OutboxMessage
from izin.permits.models import ResultReport
from izin.permits.reports import HANDED_IN
from izin.workflow.enums import Status

from ..models import AccountClosure
from ..retention import contact_due, identity_due
from ..selectors import last_valid_until
from .closing import drafts_delete

logger = logging.getLogger(__name__)

ERASED = "-"
NO_SCAN = "0" * 64
BATCH = 200


def closed_accounts_erase() -> int:
    """Erase what is due of closed accounts and return how many steps were taken; the queue's task, once a day.

    Each account is a transaction of its own: one that fails is noted and tried again the next day.
    """
    today = timezone.localdate()
    waiting = AccountClosure.objects.filter(identity_erased_at=None).order_by("closed_at")
    taken = 0
    for pk in list(waiting.values_list("pk", flat=True)[:BATCH]):
        for step in (contact_erase, identity_erase):
            taken += _try(step, pk, today)
    return taken


def _try(step: Callable[[int, date], bool], pk: int, today: date) -> bool:
    try:
        return step(pk, today)
    except Exception:  # one account must not keep the others
        logger.exception("Closed account %s was not erased", pk)
        return False


@transaction.atomic
def contact_erase(pk: int, today: date) -> bool:
    """Erase how a person was reached, what was written, scans, and what led to no permit; False when not due."""
    closure = _lock(pk)
    if closure.contact_erased_at is not None or today < contact_due(timezone.localdate(closure.closed_at)):
        return False
    user = closure.user
    drafts_delete(user)
    applications_empty(Application.objects.filter(applicant=user).exclude(status=Status.ISSUED))
    _scans_erase(user)
    _messages_erase(user)
    # Why officers looked may name people; that they looked stays in the log.
    ViewGrant.objects.filter(applicant=user).update(reason=ERASED)
    user.email, user.phone = f"akun-{user.pk}@ditutup.invalid", ""
    user.save(update_fields=["email", "phone"])
    closure.contact_erased_at = timezone.now()
    closure.reason = ""
    closure.save(update_fields=["contact_erased_at", "reason"])
    audit_record(actor=None, action="account.contact_erased", subject=user)
    return True


@transaction.atomic
def identity_erase(pk: int, today: date) -> bool:
    """Erase name, NIK, birth, and the papers and reports of issued permits; False when not due.

    The permits themselves stay.
    """
    closure = _lock(pk)
    user = closure.user
    due = identity_due(timezone.localdate(closure.closed_at), last_valid_until(user))
    if closure.contact_erased_at is None or closure.identity_erased_at is not None or today < due:
        return False
    applications_empty(Application.objects.filter(applicant=user))
    _reports_empty(user)
    ApplicantProfile.objects.filter(user=user).update(birth_place=ERASED, birth_date=OLDEST_BIRTH_DATE)
    user.full_name, user.title_front, user.title_back = _("Akun ditutup"), "", ""
    user.save(update_fields=["full_name", "title_front", "title_back"])
    closure.nik, closure.identity_erased_at = None, timezone.now()
    closure.save(update_fields=["nik", "identity_erased_at"])
    audit_record(actor=None, action="account.identity_erased", subject=user)
    return True


def _lock(pk: int) -> AccountClosure:
    closure = AccountClosure.objects.select_for_update().get(pk=pk)
    closure.user = User.objects.select_for_update().get(pk=closure.user_id)
    return closure


def applications_empty(applications: QuerySet[Application]) -> None:
    """Leave of applications that they were: kind, state and dates, for figures; no answer, file or note."""
    chosen = list(applications.values_list("pk", flat=True))
    documents = Document.objects.filter(application__in=chosen)
    files_dispose(documents.values_list("sha256", flat=True))
    documents.delete()
    for model in (AnswerSnapshot, UnfinishedAnswers, AnswerCorrection, BpjsCheck):
        model._default_manager.filter(application__in=chosen).delete()
    for application in Application.objects.filter(pk__in=chosen):
        application.locations.all().delete()
        application.notes.all().delete()
    # The reason is one of the office's list; what was added to it is about the person.
    Rejection.objects.filter(application__in=chosen).update(explanation="")
    Application.objects.filter(pk__in=chosen).update(answers={})


def _reports_empty(user: User) -> None:
    """Leave of reports of results that one was handed in, so that the permit does not count as owing it."""
    reports = ResultReport.objects.filter(permit__application__applicant=user)
    files_dispose(reports.values_list("sha256", flat=True))
    reports.exclude(state__in=HANDED_IN).delete()
    reports.update(sha256=NO_SCAN, size=0, pages=None, original_name=ERASED, warning="", note="")


def _scans_erase(user: User) -> None:
    changes = ProfileChange.objects.filter(user=user)
    scans = {*ApplicantProfile.objects.filter(user=user).values_list("ktp_sha256", flat=True)}
    scans |= {*changes.exclude(ktp_sha256="").values_list("ktp_sha256", flat=True)}
    marked = MarkedScan.objects.filter(sha256__in=scans)
    files_dispose([*scans, *marked.values_list("copy_sha256", flat=True)])
    changes.delete()
    marked.delete()
    ApplicantProfile.objects.filter(user=user).update(
        street=ERASED, village=ERASED, district=ERASED, region=None, occupation=ERASED, ktp_sha256=NO_SCAN
    )


def _messages_erase(user: User) -> None:
    written = Message.objects.filter(thread__applicant=user)
    files_dispose(written.exclude(sha256="").values_list("sha256", flat=True))
    written.delete()
    Thread.objects.filter(applicant=user).delete()
    OutboxMessage.objects.filter(recipient=user).delete()
    ChannelChoice.objects.filter(person=user).delete()
