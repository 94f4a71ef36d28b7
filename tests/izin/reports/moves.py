"""Cases that went through given hands on given days: `case_of(type, "2026-11-02 submit", ..)`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from izin.accounts.models import User
from izin.applications.models import Application, Step
from izin.applications.services.clock import clock_set
from izin.catalog.models import PermitType
from tests.factories.applications import ApplicationFactory


def moment(day: str) -> datetime:
    """Ten o'clock of that day at the office."""
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00:00"))


def case_of(kind: PermitType, moves: list[str], officers: Mapping[str, User], *, at: str, **values: Any) -> Application:
    """Return a case at a stage with its steps: "<day> <action> [<stage>]"; the first approval registers it."""
    application = ApplicationFactory.create(permit_type=kind, at=at, documents=False, locations=(), **values)
    registered = None
    for number, move in enumerate(moves):
        day, action, *stage = move.split()
        stage_key = stage[0] if stage else ""
        actor = officers.get(stage_key, application.applicant)
        # Several moves of a day keep their order.
        when = moment(day) + timedelta(minutes=number)
        Step.objects.create(application=application, action=action, stage_key=stage_key, actor=actor, at=when)
        if action == "approve" and registered is None:
            registered = when
    changes = {"submitted_at": moment(moves[0].split()[0]), "stage_since": when}
    if application.registration_number:
        changes["registered_at"] = registered or when
    Application.objects.filter(pk=application.pk).update(**changes)
    application.refresh_from_db()
    application.save(update_fields=clock_set(application))
    return application
