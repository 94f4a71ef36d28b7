"""The satisfaction index of PermenPANRB 14/2017."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.surveys.questions import element_list
from izin.surveys.skm import ELEMENTS, Grade, skm_grade, skm_index

SURVEYS = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=30)


def totals(surveys):
    return dict(zip(ELEMENTS, map(sum, zip(*surveys, strict=True)), strict=True))


def test_the_elements_are_those_that_are_asked():
    assert [element.key for element in element_list()] == list(ELEMENTS)


@pytest.mark.parametrize(
    ("answers", "index", "grade"),
    [
        ([4] * 9, "100.00", Grade.A),
        ([3] * 9, "75.00", Grade.C),
        ([1] * 9, "25.00", Grade.D),
        ([4, 4, 4, 4, 4, 4, 4, 4, 3], "97.22", Grade.A),
        ([1, 1, 1, 1, 1, 1, 1, 1, 2], "27.78", Grade.D),
    ],
)
def test_one_respondent(answers, index, grade):
    found = skm_index(totals([answers]), 1)
    assert str(found) == index
    assert skm_grade(found) == grade


def test_the_mean_of_several():
    assert skm_index(dict.fromkeys(ELEMENTS, 33), 10) == Decimal("82.50")


def test_half_is_rounded_up():
    # A mean of 25 / 8 gives exactly 78.125.
    assert skm_index(dict.fromkeys(ELEMENTS, 25), 8) == Decimal("78.13")


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_bands_touch_each_other(index, grade):
    assert skm_grade(Decimal(index)) == Grade(grade)


@given(SURVEYS)
def test_every_element_counts_exactly_one_ninth(surveys):
    found = skm_index(totals(surveys), len(surveys))
    exact = Fraction(sum(map(sum, surveys)), 9 * len(surveys)) * 25
    assert Decimal(25) <= found <= Decimal(100)
    assert Fraction(-1, 200) < Fraction(found) - exact <= Fraction(1, 200)
    assert found.as_tuple().exponent == -2


def test_nobody_has_no_index():
    with pytest.raises(ValueError, match="at least one"):
        skm_index(dict.fromkeys(ELEMENTS, 0), 0)


def test_a_missing_element_is_not_taken_for_nothing():
    with pytest.raises(KeyError):
        skm_index({"U1": 4}, 1)
