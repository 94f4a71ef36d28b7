"""The satisfaction report (S2) against figures worked out by hand."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from izin.reports.periods import PeriodKind, period_at
from izin.surveys.models import Survey
from izin.surveys.report import skm_report
from izin.surveys.skm import ELEMENTS, skm_mean, skm_sample, skm_value
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import PermitFactory
from tests.izin.reports.moves import moment


def answered(kind, day, answers, *, poll=4):
    """A permit issued and judged that day; `answers` are nine digits, U1 first."""
    permit = PermitFactory(
        issuance__application__permit_type=kind, issuance__application__documents=False, issued_at=moment(day)
    )
    return Survey.objects.create(
        permit=permit,
        poll=poll,
        poll_at=moment(day),
        questionnaire=dict(zip(ELEMENTS, map(int, answers), strict=True)),
        questionnaire_at=moment(day),
    )


def report(day="2026-11-01", **values):
    period = period_at(PeriodKind.MONTH, moment(day).date())
    return skm_report(start=period.start, end=period.end, **values)


@pytest.mark.parametrize(("population", "needed"), [(0, 0), (1, 1), (100, 80), (200, 132), (500, 217), (1000, 278)])
def test_the_sample_of_krejcie_and_morgan(population, needed):
    assert skm_sample(population) == needed


@given(st.integers(1, 10**6))
def test_a_sample_is_never_more_than_there_are_and_grows(population):
    assert 1 <= skm_sample(population) <= min(population, 384)
    assert skm_sample(population) <= skm_sample(population + 1)


def test_means_are_rounded_half_up():
    assert (skm_mean(10, 3), skm_mean(29, 8), skm_value(7, 2)) == (Decimal("3.33"), Decimal("3.63"), Decimal("87.50"))
    for function in (skm_mean, skm_value):
        with pytest.raises(ValueError, match="respondent"):
            function(0, 0)


@pytest.mark.django_db
def test_the_report_by_hand():
    research, crowd = PermitTypeFactory(name="Penelitian"), PermitTypeFactory(name="Keramaian")
    answered(research, "2026-11-03", "444444444")
    answered(research, "2026-11-30", "432144444", poll=2)
    answered(crowd, "2026-11-15", "333333333")
    answered(crowd, "2026-10-31", "111111111")
    incomplete = answered(crowd, "2026-11-16", "444444444")
    Survey.objects.filter(pk=incomplete.pk).update(questionnaire={"U1": 4})
    found = report()
    # Sums: U1 11, U2 10, U3 9, U4 8, U5 to U9 11 each: 93 of 27 answers, times 25.
    assert (found.respondents, found.population, found.index) == (3, 4, Decimal("86.11"))
    assert (found.grade.value, found.sample) == ("B", skm_sample(4))
    first, _u2, _u3, fourth = found.elements[:4]
    assert (first.answers, first.total, first.mean, first.value) == (
        {1: 0, 2: 0, 3: 1, 4: 2},
        11,
        Decimal("3.67"),
        Decimal("91.67"),
    )
    assert (fourth.answers, fourth.mean, fourth.value, fourth.grade.value) == (
        {1: 1, 2: 0, 3: 1, 4: 1},
        Decimal("2.67"),
        Decimal("66.67"),
        "C",
    )
    assert [line.key for line in found.lowest] == ["U4", "U3", "U2"]
    # 4 and (4+3+2+1+20)/9 = 30/9: 66 of 18 answers.
    assert [(line.name, line.respondents, line.index) for line in found.types] == [
        ("Keramaian", 1, Decimal("75.00")),
        ("Penelitian", 2, Decimal("91.67")),
    ]
    assert found.poll == {"Sangat Puas": 3, "Puas": 0, "Cukup Puas": 1, "Tidak Puas": 0}
    alone = report(permit_type=crowd)
    assert (alone.respondents, alone.population, alone.index) == (1, 2, Decimal("75.00"))


@pytest.mark.django_db
def test_nobody_answered():
    found = report()
    assert (found.respondents, found.index, found.grade, found.elements, found.lowest) == (0, None, None, [], [])


@pytest.mark.django_db
def test_the_cost_does_not_grow():
    counts = []
    for _time in range(2):
        answered(PermitTypeFactory(), "2026-11-03", "444444444")
        with CaptureQueriesContext(connection) as queries:
            report()
        counts.append(len(queries))
    assert counts == [4, 4]
