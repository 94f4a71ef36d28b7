"""Figures about the service that anybody may read: how many permits, how satisfied, how fast (P1, P3).

They count what the register shows. Each process works each of them out at most every five minutes, however many
people ask.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from django.core.cache import caches
from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from izin.catalog.models import PermitType
from izin.permits.models import Permit
from izin.permits.selectors import RegisterQuery, register_search
from izin.surveys.skm import ELEMENTS, Grade, skm_grade, skm_index
from izin.workflow.selectors import holiday_dates
from izin.workflow.working_days import days_for_share, days_worked

KEPT_SECONDS = 5 * 60
TIMED_PERIOD = timedelta(days=90)
ASKED_PERIOD = timedelta(days=365)
# Fewer permits say more about single cases than about the service.
TIMED_LEAST = 5


@dataclass(frozen=True)
class ServiceTime:
    """How long permits of the last 90 days took, in working days from registration to publication."""

    permits: int
    median: int
    nine_of_ten: int


@dataclass(frozen=True)
class Satisfaction:
    """The satisfaction index of the last twelve months."""

    index: Decimal
    grade: Grade
    respondents: int


@dataclass(frozen=True)
class LiveFigures:
    """What the home page tells, and as of when; what nothing is known about is None."""

    as_of: datetime
    permits: int
    permits_this_year: int
    satisfaction: Satisfaction | None
    time: ServiceTime | None


def live_figures() -> LiveFigures:
    """Return the figures of the whole office, at most five minutes old; four queries when they are worked out."""
    return cast("LiveFigures", caches["figures"].get_or_set("live_figures", _live_figures, KEPT_SECONDS))


def service_time(permit_type: PermitType) -> ServiceTime | None:
    """Return how long a type really takes, None while there are too few permits; at most five minutes old."""
    return caches["figures"].get_or_set(
        f"service_time.{permit_type.pk}",
        lambda: _service_time(permit_type.permits.all()),
        KEPT_SECONDS,
    )


def _live_figures() -> LiveFigures:
    now, permits = timezone.now(), register_search(RegisterQuery())[0].order_by()
    counts = permits.aggregate(
        all=Count("pk"), this_year=Count("pk", filter=Q(issued_at__year=timezone.localtime(now).year))
    )
    return LiveFigures(
        as_of=now,
        permits=counts["all"],
        permits_this_year=counts["this_year"],
        satisfaction=_satisfaction(permits),
        time=_service_time(permits),
    )


def _satisfaction(permits: QuerySet[Permit]) -> Satisfaction | None:
    """Return the index of those who answered all nine elements; the database adds up, whole numbers only."""
    answers = {key: Cast(KeyTextTransform(key, "survey__questionnaire"), IntegerField()) for key in ELEMENTS}
    found = permits.filter(
        survey__questionnaire_at__gte=timezone.now() - ASKED_PERIOD, survey__questionnaire__has_keys=ELEMENTS
    ).aggregate(respondents=Count("pk"), **{key: Sum(answer) for key, answer in answers.items()})
    respondents = found.pop("respondents")
    if not respondents:
        return None
    index = skm_index(found, respondents)
    return Satisfaction(index=index, grade=skm_grade(index), respondents=respondents)


def _service_time(permits: QuerySet[Permit]) -> ServiceTime | None:
    """Return the working time of those published in the last 90 days, None when they are too few.

    The database counts permits by first and last day, so that what comes back stays small.
    """
    rows: list[tuple[date, date, int]] = list(
        permits.order_by()
        .filter(issued_at__gte=timezone.now() - TIMED_PERIOD)
        .annotate(first=TruncDate("application__registered_at"), last=TruncDate("issued_at"))
        .values_list("first", "last")
        .annotate(permits=Count("pk"))
    )
    total = sum(permits for _first, _last, permits in rows)
    if total < TIMED_LEAST:
        return None
    holidays = holiday_dates(min(row[0] for row in rows), max(row[1] for row in rows))
    durations: Counter[int] = Counter()
    for first, last, count in rows:
        durations[days_worked(first, last, holidays)] += count
    return ServiceTime(permits=total, median=days_for_share(durations, 50), nine_of_ten=days_for_share(durations, 90))
