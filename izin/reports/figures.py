"""How much work there was, how long it took, where it waits (W10). The database counts; fixed numbers of queries.

Time is counted in working days from registration to issuing and stands still while the applicant has the application.
A stage's or officer's time is that from the case's arrival there to the act.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate, TruncDay, TruncMonth, TruncWeek
from django.utils import timezone

from izin.accounts.models import User
from izin.applications.enums import Verdict
from izin.applications.models import Application, Document, Step
from izin.catalog.models import PermitType, Stage
from izin.workflow.enums import WITH_OFFICE, Action, Status
from izin.workflow.selectors import holiday_dates

from .durations import Durations, WorkingDays, durations_of
from .periods import Period

# What applicants do; everything else is an act of the office.
BY_APPLICANT = ("submit", "resubmit", "withdraw")
REASONS_SHOWN = 10
# How far back a case that is issued now may have been registered.
YEARS_BACK = 5


@dataclass(frozen=True)
class FigureQuery:
    """Which part of the work is meant; `officer` leaves only that officer among the officers."""

    period: Period
    permit_type: PermitType | None = None
    officer: User | None = None


@dataclass
class Volume:
    """What came in and went out in a period, and how long what was issued took."""

    label: str = ""
    received: int = 0
    issued: int = 0
    rejected: int = 0
    withdrawn: int = 0
    issued_after_return: int = 0
    days: Counter[int] = field(default_factory=Counter)

    @property
    def durations(self) -> Durations:
        """Median and ninth decile of what was issued."""
        return durations_of(self.days)

    @property
    def share_returned(self) -> int | None:
        """How many of a hundred issued permits had been returned to the applicant at least once, rounded half up."""
        return (200 * self.issued_after_return + self.issued) // (2 * self.issued) if self.issued else None


@dataclass
class Work:
    """What a stage or an officer did in a period; what waits there now, and since when."""

    label: str = ""
    approved: int = 0
    returned: int = 0
    other: int = 0
    days: Counter[int] = field(default_factory=Counter)
    waiting: int = 0
    oldest: datetime | None = None

    @property
    def acts(self) -> int:
        """All acts."""
        return self.approved + self.returned + self.other

    @property
    def durations(self) -> Durations:
        """Median and ninth decile of the waiting before an act."""
        return durations_of(self.days)


@dataclass(frozen=True)
class Figures:
    """The whole report."""

    total: Volume
    types: list[Volume]
    stages: list[Work]
    officers: list[Work]
    timeline: list[tuple[date, int, int]]
    reasons: list[tuple[str, int]]
    open: int
    with_applicant: int


def figures_of(query: FigureQuery) -> Figures:
    """Return the report of a period; ten queries, however much there is."""
    steps = _steps(query)
    days = _calendar(query)
    types = _volumes(query, steps, days)
    stages, officers = _work(query, steps, days)
    counts = _applications(query).aggregate(
        open=Count("pk", filter=Q(status__in=sorted(WITH_OFFICE))),
        with_applicant=Count("pk", filter=Q(status=Status.RETURNED)),
    )
    return Figures(
        total=_sum(types),
        types=types,
        stages=stages,
        officers=officers,
        timeline=_timeline(query, steps),
        reasons=_reasons(query),
        **counts,
    )


def _steps(query: FigureQuery) -> QuerySet[Step]:
    steps = Step.objects.filter(at__gte=query.period.start, at__lt=query.period.end).order_by()
    return steps.filter(application__permit_type=query.permit_type) if query.permit_type else steps


def _applications(query: FigureQuery) -> QuerySet[Application]:
    open_cases = Application.objects.filter(status__in=[*sorted(WITH_OFFICE), Status.RETURNED]).order_by()
    return open_cases.filter(permit_type=query.permit_type) if query.permit_type else open_cases


def _calendar(query: FigureQuery) -> WorkingDays:
    # What is issued in the period may have been registered long before.
    return WorkingDays(holiday_dates(date(query.period.first.year - YEARS_BACK, 1, 1), query.period.last))


def _before(step: str) -> Any:
    """Return the moment of the step before one: when the case came there."""
    earlier = Step.objects.filter(application=OuterRef("application"), at__lt=OuterRef("at"))
    return Subquery(earlier.order_by("-at", "-pk").values(step)[:1])


def _volumes(query: FigureQuery, steps: QuerySet[Step], days: WorkingDays) -> list[Volume]:
    """Return the volumes of each permit type by its name; five queries."""
    volumes: dict[int, Volume] = defaultdict(Volume)
    counted = {"submit": "received", "issue": "issued", "reject": "rejected", "withdraw": "withdrawn"}
    rows = steps.filter(action__in=counted).values_list("application__permit_type", "action").annotate(n=Count("pk"))
    for type_pk, action, count in rows:
        setattr(volumes[type_pk], counted[action], count)
    issued = steps.filter(action=Action.ISSUE)
    returned = Step.objects.filter(application=OuterRef("application"), action=Action.RETURN)
    spans = (
        issued.annotate(returned=Exists(returned), first=TruncDate("application__registered_at"), last=TruncDate("at"))
        .values_list("application__permit_type", "returned", "first", "last")
        .annotate(n=Count("pk"))
    )
    for type_pk, was_returned, first, last, count in spans:
        if was_returned:
            volumes[type_pk].issued_after_return += count
        else:
            volumes[type_pk].days[days.between(first, last)] += count
    for type_pk, worked in _interrupted(issued.filter(Exists(returned)), days):
        volumes[type_pk].days[worked] += 1
    names = PermitType.objects.in_bulk(volumes)
    for type_pk, volume in volumes.items():
        volume.label = names[type_pk].name
    return sorted(volumes.values(), key=lambda volume: volume.label)


def _interrupted(issued: QuerySet[Step], days: WorkingDays) -> Iterable[tuple[int, int]]:
    """Yield type and working days of each permit whose application was returned in between; two queries."""
    spans = issued.annotate(first=TruncDate("application__registered_at"), last=TruncDate("at"))
    worked = {
        case: [type_pk, days.between(first, last)]
        for case, type_pk, first, last in spans.values_list("application", "application__permit_type", "first", "last")
    }
    resubmitted = (
        Step.objects.filter(action=Action.RESUBMIT, application__in=issued.values("application"))
        .annotate(given=_before("at"))
        # A return before the registration stops no clock: it did not run yet.
        .filter(given__gte=F("application__registered_at"))
        .values_list("application", "given", "at")
    )
    for case, given, back in resubmitted:
        worked[case][1] -= days.between(timezone.localdate(given), timezone.localdate(back))
    return [(type_pk, count) for type_pk, count in worked.values()]


def _sum(volumes: Iterable[Volume]) -> Volume:
    total = Volume()
    for volume in volumes:
        for name in ("received", "issued", "rejected", "withdrawn", "issued_after_return"):
            setattr(total, name, getattr(total, name) + getattr(volume, name))
        total.days.update(volume.days)
    return total


def _work(query: FigureQuery, steps: QuerySet[Step], days: WorkingDays) -> tuple[list[Work], list[Work]]:
    """Return what each stage and each officer did, and what waits at each stage; four queries."""
    stages: dict[str, Work] = defaultdict(Work)
    officers: dict[int, Work] = defaultdict(Work)
    rows = (
        steps.exclude(action__in=BY_APPLICANT)
        .annotate(came=TruncDate(_before("at")), done=TruncDate("at"))
        .values_list("stage_key", "actor", "action", "came", "done")
        .annotate(n=Count("pk"))
    )
    counted = {Action.APPROVE: "approved", Action.ISSUE: "approved", Action.RETURN: "returned"}
    for stage_key, actor, action, came, done, count in rows:
        for work in (stages[stage_key], officers[actor]):
            name = counted.get(action, "other")
            setattr(work, name, getattr(work, name) + count)
            work.days[days.between(came or done, done)] += count
    waiting = (
        _applications(query)
        .filter(status__in=sorted(WITH_OFFICE))
        .values_list("stage_key")
        .annotate(n=Count("pk"), oldest=Min("stage_since"))
    )
    for stage_key, count, oldest in waiting:
        stages[stage_key].waiting, stages[stage_key].oldest = count, oldest
    return _named_stages(stages), _named_officers(officers, query.officer)


def _named_stages(stages: dict[str, Work]) -> list[Work]:
    """Return the stages in the order of the flows, under the words of the catalogue."""
    places: dict[str, tuple[int, str]] = {}
    for key, label, order in Stage.objects.order_by("permit_type", "sort_order").values_list(
        "key", "label", "sort_order"
    ):
        place = order or 0
        if key not in places or place > places[key][0]:
            places[key] = (place, label)
    for key, work in stages.items():
        work.label = places.get(key, (0, key))[1]
    return [stages[key] for key in sorted(stages, key=lambda key: (places.get(key, (99, ""))[0], key))]


def _named_officers(officers: dict[int, Work], only: User | None) -> list[Work]:
    shown = {pk: work for pk, work in officers.items() if only is None or pk == only.pk}
    for pk, person in User.objects.in_bulk(shown).items():
        shown[pk].label = person.get_full_name()
    return sorted(shown.values(), key=lambda work: (-work.acts, work.label))


_TRUNCATED = {"day": TruncDay, "week": TruncWeek, "month": TruncMonth}


def _timeline(query: FigureQuery, steps: QuerySet[Step]) -> list[tuple[date, int, int]]:
    """Return for each day, week or month how many came in and were issued; one query."""
    rows = (
        steps.filter(action__in=[Action.SUBMIT, Action.ISSUE])
        .annotate(part=_TRUNCATED[query.period.grain]("at"))
        .values_list("part", "action")
        .annotate(n=Count("pk"))
    )
    counts = {(timezone.localdate(part), action): count for part, action, count in rows}
    return [
        (part, counts.get((part, Action.SUBMIT), 0), counts.get((part, Action.ISSUE), 0))
        for part in query.period.parts()
    ]


def _reasons(query: FigureQuery) -> list[tuple[str, int]]:
    """Return why documents were refused most often in the period; one query."""
    refused = Document.objects.filter(
        verdict=Verdict.REFUSED, verdict_at__gte=query.period.start, verdict_at__lt=query.period.end
    ).order_by()
    if query.permit_type:
        refused = refused.filter(application__permit_type=query.permit_type)
    counted = refused.values_list("verdict_note").annotate(n=Count("pk")).order_by("-n", "verdict_note")
    return list(counted[:REASONS_SHOWN])
