"""Keeping the clock: when each case is due, and telling officers in time (W5).

A deadline is worked out when the papers are accepted, when a case comes back from its applicant, and for all open
cases when the calendar has changed. The sweep looks for that itself: holidays and hours change in the admin, by a
load, or in the database, and none of these must be forgotten.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from common.formats import date_long
from izin.accounts.acting import people_acting_in
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.catalog.models import PermitType
from izin.messaging.services import person_notify
from izin.workflow.clock import Calendar, deadline
from izin.workflow.enums import WITH_OFFICE, Status
from izin.workflow.selectors import calendar_stamp, office_calendar, roles_above, work_settings

from ..clock import pauses_of
from ..models import Application

CHUNK = 500
LISTED = 20
CLOCK_FIELDS = ["due_at", "warn_at", "clock_stamp"]
# Revisions never change: what was read of one stays true.
_SERVICE_DAYS: dict[int, int] = {}


def clock_set(application: Application) -> list[str]:
    """Work out the deadline of a locked application; return the changed fields for `save(update_fields=...)`.

    Without a registration there is none. The caller has written the step that caused it.
    """
    calendar, percent = office_calendar(), work_settings().warn_percent
    _put(application, calendar, percent, calendar_stamp(calendar, percent), application.rules.service_days)
    return CLOCK_FIELDS


def clock_sweep() -> int:
    """Do what time has brought: new deadlines after a change of the calendar, reminders, and word to superiors.

    Scheduled every few minutes; safe at any moment, twice at once, and late. Returns how many cases it touched.
    """
    return deadlines_renew() + officers_remind() + superiors_tell()


def deadlines_renew() -> int:
    """Work out again every open deadline that was worked out from another calendar; return how many. Resumes itself."""
    calendar, percent = office_calendar(), work_settings().warn_percent
    stamp, done = calendar_stamp(calendar, percent), 0
    stale = Application.objects.filter(
        status__in=sorted([*WITH_OFFICE, Status.RETURNED]), registered_at__isnull=False
    ).exclude(clock_stamp=stamp)
    while True:
        with transaction.atomic():
            # What an officer holds this moment gets its deadline from him, or on the next run.
            locked = stale.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
            rows = list(Application.objects.filter(pk__in=list(locked[:CHUNK])).prefetch_related("steps"))
            days = _service_days({row.revision_id for row in rows})
            for row in rows:
                _put(row, calendar, percent, stamp, days[row.revision_id])
            Application.objects.bulk_update(rows, CLOCK_FIELDS)
        done += len(rows)
        if len(rows) < CHUNK:
            return done


def officers_remind() -> int:
    """Remind the officers of cases whose time is running out, each case once; return how many cases."""
    now = timezone.now()
    due_soon = _waiting().filter(warn_at__lte=now, due_at__gt=now, warned_at__isnull=True)
    return _tell_each_once(due_soon, "warned_at", "officer_due_soon", now)


def superiors_tell() -> int:
    """Tell the superiors of cases that are late, each case once; return how many cases."""
    now = timezone.now()
    late = _waiting().filter(due_at__lte=now, escalated_at__isnull=True)
    return _tell_each_once(late, "escalated_at", "officer_overdue", now)


def _put(application: Application, calendar: Calendar, percent: int, stamp: str, days: int) -> None:
    application.clock_stamp = stamp
    if application.registered_at is None:
        return
    found = deadline(
        calendar,
        start=application.registered_at,
        days=days,
        pauses=[pause for pause in pauses_of(application.steps.all()) if pause[0] >= application.registered_at],
        warn_percent=percent,
    )
    application.due_at, application.warn_at = found.due_at, found.warn_at


def _service_days(revision_ids: set[int]) -> dict[int, int]:
    for revision in Revision.objects.filter(pk__in=revision_ids - _SERVICE_DAYS.keys()):
        _SERVICE_DAYS[revision.pk] = PermitType.at_revision(revision).service_days
    return {pk: _SERVICE_DAYS[pk] for pk in revision_ids}


def _waiting() -> QuerySet[Application]:
    return Application.objects.filter(~Q(waiting_role=""))


def _tell_each_once(found: QuerySet[Application], mark: str, text: str, now: datetime) -> int:
    """Mark the cases and store one message a person about those of a role, in one transaction."""
    with transaction.atomic():
        locked = found.select_for_update(skip_locked=True).order_by("due_at", "pk").values_list("pk", flat=True)
        cases = list(
            Application.objects.filter(pk__in=list(locked))
            .select_related("permit_type")
            .order_by("waiting_role", "due_at")
        )
        Application.objects.filter(pk__in=[case.pk for case in cases]).update(**{mark: now})
        for role, group in groupby(cases, key=lambda case: Role(case.waiting_role)):
            of_role = list(group)
            for person in _told(role, superior=mark == "escalated_at"):
                _notify(person, role, of_role, text, now)
        return len(cases)


def _told(role: Role, *, superior: bool) -> Iterable[User]:
    """Return who is told: those who act in the role, or in the nearest role above it that somebody holds."""
    if not superior:
        return people_acting_in(role)
    return next(filter(None, map(people_acting_in, roles_above(role))), [])


def _notify(person: User, role: Role, cases: list[Application], text: str, now: datetime) -> None:
    person_notify(
        event_key=f"{text}-{role}-{now.isoformat()}",
        recipient=person,
        text=text,
        tokens={
            "nama": person.get_full_name(),
            "peran": role.label,
            "jumlah": len(cases),
            "daftar": _listed(cases),
            "tautan": settings.BASE_URL + reverse("backoffice:inbox"),
        },
    )


def _listed(cases: list[Application]) -> str:
    lines = [
        _("- %(number)s, %(type)s, batas waktu %(due)s")
        % {"number": case.registration_number, "type": case.permit_type.name, "due": date_long(case.due_at)}
        for case in cases[:LISTED]
    ]
    if len(cases) > LISTED:
        lines.append(_("- dan %(more)s permohonan lain") % {"more": len(cases) - LISTED})
    return "\n".join(lines)
