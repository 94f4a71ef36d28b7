"""Keeping what an applicant types: while a form is being filled in, and when it is saved.

Each page carries the `version` of the answers it was made from. A page that has been overtaken by another tab, or by
the telephone beside the computer, is told so and overwrites nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.catalog.enums import Purpose
from izin.catalog.models import PermitType
from izin.workflow.enums import Status

from ..models import Application
from ..snapshots import AnswerSnapshot, UnfinishedAnswers
from .drafting import _locations_write, draft_create, draft_save
from .locking import application_lock_for_applicant

# More than any field takes; what is longer is cut before it is kept.
MAX_TYPED = 5000


class StaleAnswers(DomainError):
    """The answers were changed elsewhere after this page was opened."""


def unfinished_typed(application: Application) -> dict[str, Any]:
    """Return what was typed in fields that do not pass yet, by field key; one query."""
    found = UnfinishedAnswers.objects.filter(application=application).first()
    return dict(found.typed) if found else {}


def answers_version(application: Application) -> str:
    """Return a mark that changes with whatever the form of an application shows."""
    places = [location.name for location in application.locations.all()]
    shown = [application.revision_id, application.purpose, application.answers, places, unfinished_typed(application)]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def draft_begin(
    *,
    applicant: User,
    permit_type: PermitType,
    purpose: Purpose,
    answers: Mapping[str, Any],
    locations: Sequence[str],
    typed: Mapping[str, Any],
) -> Application:
    """Begin an application with a form that is not filled in yet; `typed` is what does not pass, by field key.

    Raises DomainError when the type is not published.
    """
    with transaction.atomic():
        application = draft_create(
            applicant=applicant, permit_type=permit_type, purpose=purpose, answers=answers, locations=locations
        )
        _typed_write(application, typed)
        return application


def draft_autosave(
    *,
    application_id: int,
    actor: User,
    version: str,
    purpose: Purpose,
    answers: Mapping[str, Any],
    locations: Sequence[str],
    typed: Mapping[str, Any],
) -> Application:
    """Keep what stands in the form of a draft, right or not; `typed` is what does not pass, by field key.

    Not in the audit log: it runs every few seconds, only its applicant sees the draft, and sending is recorded.
    Raises Application.DoesNotExist for somebody else's, NotAllowed for one that was sent, and StaleAnswers when
    the draft is no longer as the page with this `version` showed it.
    """
    with transaction.atomic():
        application = _lock_as_shown(application_id, actor, version)
        if application.status != Status.DRAFT:
            raise NotAllowed(_("Permohonan ini sudah pernah dikirim. Simpan perubahannya dengan tombol Simpan."))
        application.purpose = purpose
        application.answers = dict(answers)
        application.save(update_fields=["purpose", "answers"])
        application.locations.all().delete()
        _locations_write(application, locations)
        _typed_write(application, typed)
        return application


def answers_save(
    *,
    application_id: int,
    actor: User,
    version: str,
    purpose: Purpose,
    answers: Mapping[str, Any],
    locations: Sequence[str],
) -> Application:
    """Replace the answers of an application with a form that passed. What was sent before stays as a snapshot.

    Raises Application.DoesNotExist for somebody else's, NotAllowed while the office has it, and StaleAnswers when
    it is no longer as the page with this `version` showed it.
    """
    with transaction.atomic():
        application = _lock_as_shown(application_id, actor, version)
        if application.status == Status.RETURNED:
            _snapshot_take(application)
        _typed_write(application, {})
        return draft_save(
            application_id=application_id, actor=actor, purpose=purpose, answers=answers, locations=locations
        )


def _lock_as_shown(application_id: int, actor: User, version: str) -> Application:
    application = application_lock_for_applicant(application_id, actor)
    if answers_version(application) != version:
        raise StaleAnswers(
            _(
                "Permohonan ini baru saja diubah dari tab atau perangkat lain. Isian di halaman ini belum menimpanya. "
                "Bila isian di halaman ini yang benar, simpan sekali lagi."
            )
        )
    return application


def _snapshot_take(application: Application) -> None:
    AnswerSnapshot.objects.get_or_create(
        application=application,
        round=application.round,
        defaults={
            "purpose": application.purpose,
            "answers": application.answers,
            "places": [location.name for location in application.locations.all()],
        },
    )


def _typed_write(application: Application, typed: Mapping[str, Any]) -> None:
    kept = {key: _storable(value) for key, value in typed.items()}
    if kept:
        UnfinishedAnswers.objects.update_or_create(application=application, defaults={"typed": kept})
    else:
        UnfinishedAnswers.objects.filter(application=application).delete()


def _storable(value: Any) -> Any:
    """Return what a browser sent as PostgreSQL keeps it: no NUL, and no more than a field could ever take."""
    if isinstance(value, Mapping):
        return {name: _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value[:50]]
    return str(value or "").replace("\0", "")[:MAX_TYPED]
