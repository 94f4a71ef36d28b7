"""The satisfaction report of a period: the index by type and element, and what to mend first (S2)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from izin.catalog.models import PermitType
from izin.permits.models import Permit

from .enums import Satisfaction
from .models import Survey
from .selectors import question_list
from .skm import ELEMENTS, Grade, skm_grade, skm_index, skm_mean, skm_sample, skm_value

LOWEST_SHOWN = 3


@dataclass(frozen=True)
class ElementLine:
    """One of the nine elements: how often each answer was given, and what comes of it."""

    key: str
    name: str
    answers: dict[int, int]
    total: int
    mean: Decimal
    value: Decimal

    @property
    def grade(self) -> Grade:
        """The grade of this element alone."""
        return skm_grade(self.value)


@dataclass(frozen=True)
class TypeLine:
    """The index of one permit type."""

    name: str
    respondents: int
    index: Decimal

    @property
    def grade(self) -> Grade:
        """Its grade."""
        return skm_grade(self.index)


@dataclass(frozen=True)
class SkmReport:
    """The whole report; without respondents there is no index and there are no lines."""

    population: int
    respondents: int
    index: Decimal | None
    elements: list[ElementLine]
    types: list[TypeLine]
    poll: dict[str, int]

    @property
    def grade(self) -> Grade | None:
        """The grade of the service."""
        return None if self.index is None else skm_grade(self.index)

    @property
    def sample(self) -> int:
        """How many must answer for the population."""
        return skm_sample(self.population)

    @property
    def lowest(self) -> list[ElementLine]:
        """The three elements to mend first, the lowest first; of equal ones the one the regulation names first."""
        return sorted(self.elements, key=lambda line: (line.total, line.key))[:LOWEST_SHOWN]


def skm_report(*, start: datetime, end: datetime, permit_type: PermitType | None = None) -> SkmReport:
    """Return the report on questionnaires answered from `start` until before `end`; four queries.

    The population are the permits issued in that time. Only questionnaires with all nine elements count.
    """
    permits = Permit.objects.filter(issued_at__gte=start, issued_at__lt=end).order_by()
    surveys = Survey.objects.filter(questionnaire_at__gte=start, questionnaire_at__lt=end).order_by()
    polls = Survey.objects.filter(poll_at__gte=start, poll_at__lt=end).order_by()
    if permit_type is not None:
        permits = permits.filter(permit_type=permit_type)
        surveys, polls = (found.filter(permit__permit_type=permit_type) for found in (surveys, polls))
    types, counts = _counts(surveys.filter(questionnaire__has_keys=ELEMENTS))
    respondents = sum(count for _name, count, _sums in types)
    totals = {key: sum(value * counts[key, value] for value in range(1, 5)) for key in ELEMENTS}
    given = dict(polls.values_list("poll").annotate(n=Count("pk")))
    return SkmReport(
        population=permits.count(),
        respondents=respondents,
        index=skm_index(totals, respondents) if respondents else None,
        elements=_elements(counts, totals, respondents) if respondents else [],
        types=[TypeLine(name, count, skm_index(sums, count)) for name, count, sums in types],
        poll={str(answer.label): given.get(answer.value, 0) for answer in Satisfaction},
    )


def _counts(
    surveys: QuerySet[Survey],
) -> tuple[list[tuple[str, int, dict[str, int]]], Counter[tuple[str, int]]]:
    """Return for each type its name, respondents and sums by element; how often each answer was given; one query."""
    answers = {key: Cast(KeyTextTransform(key, "questionnaire"), IntegerField()) for key in ELEMENTS}
    columns: dict[str, Any] = {f"{key}_sum": Sum(f"{key}_answer") for key in ELEMENTS}
    columns |= {
        f"{key}_{value}": Count("pk", filter=Q(**{f"{key}_answer": value})) for key in ELEMENTS for value in range(1, 5)
    }
    grouped: Any = (
        surveys.alias(**{f"{key}_answer": answer for key, answer in answers.items()})
        .values("permit__permit_type__name")
        .annotate(respondents=Count("pk"), **columns)
        .order_by("permit__permit_type__name")
    )
    types, counts = [], Counter[tuple[str, int]]()
    for row in grouped:
        sums = {key: row[f"{key}_sum"] for key in ELEMENTS}
        types.append((row["permit__permit_type__name"], row["respondents"], sums))
        counts.update({(key, value): row[f"{key}_{value}"] for key in ELEMENTS for value in range(1, 5)})
    return types, counts


def _elements(counts: Counter[tuple[str, int]], totals: dict[str, int], respondents: int) -> list[ElementLine]:
    names = {element.key: element.name for element in question_list()}
    return [
        ElementLine(
            key=key,
            name=names.get(key, key),
            answers={value: counts[key, value] for value in range(1, 5)},
            total=totals[key],
            mean=skm_mean(totals[key], respondents),
            value=skm_value(totals[key], respondents),
        )
        for key in ELEMENTS
    ]
