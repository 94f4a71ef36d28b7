"""How long the office has a case and when it is due, for lists and pages (W5). Reads; `services.clock` writes.

`due_at` and `warn_at` of an application are kept, so that lists sort and filter by them in the database: a case that
waits for an officer is late when `due_at` has passed. While it lies with its applicant they stand still.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.formats import date_long
from izin.workflow.clock import Calendar, Pauses, days_between, working_time
from izin.workflow.enums import WITH_OFFICE, Action, Status
from izin.workflow.selectors import office_calendar

from .models import Application, Step

# By level: the tone of a badge.
TONES = {"none": "neutral", "ok": "info", "paused": "neutral", "warn": "warning", "late": "danger", "done": "neutral"}


@dataclass(frozen=True)
class CaseClock:
    """The clock of one case. `level` is a key of TONES: none before the papers were accepted, paused while the
    applicant has it, done when it is finished.

    `left` is the working time that is left, `days` the working days to the due date, or past it when it is late.
    """

    level: str
    due_at: datetime | None
    left: timedelta
    days: int

    @property
    def tone(self) -> str:
        """How pages show it: a colour by meaning."""
        return TONES[self.level]

    @property
    def deemed_proposed(self) -> bool:
        """Whether the law may already take it for granted ("fiktif positif": Article 53 of UU 30/2014 as changed by
        UU 6/2023). Only a flag for officers: nothing is ever issued by it."""
        return self.level == "late"

    @property
    def words(self) -> str:
        """Say it to officers in a few words."""
        if self.level == "none":
            return _("Belum terdaftar")
        if self.level == "done":
            return _("Selesai")
        if self.level == "late":
            return _("Lewat %(days)s hari kerja") % {"days": self.days} if self.days else _("Lewat hari ini")
        left = _("%(days)s hari kerja") % {"days": self.days} if self.days else _("hari ini")
        return (_("Berhenti, sisa %(left)s") if self.level == "paused" else _("Sisa %(left)s")) % {"left": left}


def case_clocks(
    applications: Iterable[Application], *, calendar: Calendar | None = None, now: datetime | None = None
) -> dict[int, CaseClock]:
    """Return the clock of each case by its id; two queries however many there are, none with a `calendar`."""
    shown, moment = list(applications), now or timezone.now()
    known = calendar or office_calendar()
    return {application.pk: _clock(application, known, moment) for application in shown}


def case_clock(application: Application, *, now: datetime | None = None) -> CaseClock:
    """Return the clock of one case; two queries."""
    return case_clocks([application], now=now)[application.pk]


def _clock(application: Application, calendar: Calendar, now: datetime) -> CaseClock:
    due, warn = application.due_at, application.warn_at
    if due is None or warn is None:
        level = "none" if application.status in WITH_OFFICE or application.status == Status.RETURNED else "done"
        return CaseClock(level, None, timedelta(0), 0)
    if application.status == Status.RETURNED:
        at, level = application.stage_since or now, "paused"
    elif application.status in WITH_OFFICE:
        at, level = now, "late" if due <= now else "warn" if warn <= now else "ok"
    else:
        return CaseClock("done", due, timedelta(0), 0)
    here, there = (moment.astimezone(calendar.zone).date() for moment in (at, due))
    first, last = sorted((here, there))
    return CaseClock(level, due, working_time(calendar, at, due), days_between(calendar, first, last))


def past_due(now: datetime | None = None) -> Q:
    """Return the condition of what the office is late with: it waits for an officer and its due date has come.

    Lists, counts and reports all ask by it, so that they never differ.
    """
    return ~Q(waiting_role="") & Q(due_at__lte=now or timezone.now())


def deemed_candidates(now: datetime | None = None) -> QuerySet[Application]:
    """Return the cases the office is late with, latest first: what the law may take for granted (see CaseClock).

    A list for officers to decide on, never a cause to issue anything.
    """
    late = Application.objects.filter(past_due(now))
    return late.select_related("applicant", "permit_type").order_by("due_at", "pk")


def due_promised(application: Application) -> str:
    """Return the due date as an applicant reads it, empty while there is none or none any more."""
    running = application.status in WITH_OFFICE and application.due_at is not None
    return date_long(application.due_at) if running else ""


def pauses_of(steps: Iterable[Step]) -> Pauses:
    """Return when an application lay with its applicant, from its steps in order; what has not ended is left out."""
    pauses, paused = [], None
    for step in steps:
        if step.action == Action.RETURN:
            paused = step.at
        elif step.action == Action.RESUBMIT and paused is not None:
            pauses.append((paused, step.at))
            paused = None
    return pauses
