"""Sending an application to the office, the first time and after a correction."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.messaging.services import person_notify
from izin.workflow.enums import Action, Status

from ..models import Application
from ..selectors import missing_for_sending
from .clock import clock_set
from .locking import application_lock_for_applicant, application_move
from .telling import step_record

# Without letters and digits that look alike: the code is read aloud and typed by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def application_submit(*, application_id: int, actor: User) -> Application:
    """Send a draft, or a returned application back to the officer who asked for the correction (F8, F9).

    The applicant gets a receipt code at once; it stays the same when the application is sent again.
    Raises Application.DoesNotExist for somebody else's, NotAllowed while the office has it, and DomainError
    saying what is missing.
    """
    with transaction.atomic():
        application = application_lock_for_applicant(application_id, actor)
        if missing := missing_for_sending(application):
            raise DomainError(_("Belum lengkap: %(items)s.") % {"items": ", ".join(missing)})
        action = Action.SUBMIT if application.status == Status.DRAFT else Action.RESUBMIT
        now = timezone.now()
        changed = application_move(application, action)
        application.receipt_code = application.receipt_code or _receipt_code()
        application.submitted_at = application.submitted_at or now
        application.stage_since = now
        application.round += 1
        step_record(application, action=action, actor=actor, stage_key=application.stage_key, at=now)
        # What was left of the time when it was returned is left now.
        changed += clock_set(application)
        application.save(update_fields=[*changed, "receipt_code", "submitted_at", "stage_since", "round"])
        audit_record(
            actor=actor, action=f"application.{action}", subject=application, data={"round": application.round}
        )
        person_notify(
            event_key=f"application-{application.pk}-sent-{application.round}",
            recipient=application.applicant,
            text="application_received",
            tokens={
                "nama": application.applicant.get_full_name(),
                "jenis_izin": application.rules.name,
                "kode_tanda_terima": application.receipt_code,
                "tautan": settings.BASE_URL + reverse("portal:application_process", args=[application.pk]),
            },
        )
        return application


def _receipt_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _index in range(CODE_LENGTH))
