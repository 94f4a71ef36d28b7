"""The satisfaction index of PermenPANRB 14/2017: elements weigh the same, and bands make grades; pure."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

ELEMENTS = tuple(f"U{number}" for number in range(1, 10))
# From the scale of the answers (1 to 4) to that of the index (25 to 100).
CONVERSION = 25


class Grade(models.TextChoices):
    """The quality of a service in the words of the regulation."""

    A = "A", _("Sangat Baik")
    B = "B", _("Baik")
    C = "C", _("Kurang Baik")
    D = "D", _("Tidak Baik")


# The least index of each grade, best first. The index is rounded before it is compared, so none falls between two.
BANDS = ((Decimal("88.31"), Grade.A), (Decimal("76.61"), Grade.B), (Decimal("65.00"), Grade.C))


def skm_index(totals: Mapping[str, int], respondents: int) -> Decimal:
    """Return the index, 25.00 to 100.00, rounded half up.

    `totals` has for each element (U1 to U9) the sum of its answers by all respondents. The mean of an element (NRR)
    counts exactly one ninth, not 0.11: otherwise the best service would never reach 100. Raises ValueError without
    respondents, KeyError when an element is missing.
    """
    if respondents < 1:
        raise ValueError("an index needs at least one respondent")
    means = [Fraction(totals[key], respondents) for key in ELEMENTS]
    index = sum(means, Fraction()) / len(ELEMENTS) * CONVERSION
    return _rounded(index)


def skm_grade(index: Decimal) -> Grade:
    """Return the grade of a rounded index."""
    return next((grade for least, grade in BANDS if index >= least), Grade.D)


def skm_mean(total: int, respondents: int) -> Decimal:
    """Return the mean answer to an element (NRR), 1.00 to 4.00, rounded half up.

    Raises ValueError without respondents.
    """
    if respondents < 1:
        raise ValueError("a mean needs at least one respondent")
    return _rounded(Fraction(total, respondents))


def skm_value(total: int, respondents: int) -> Decimal:
    """Return the index of one element alone, 25.00 to 100.00. Raises ValueError without respondents."""
    if respondents < 1:
        raise ValueError("an index needs at least one respondent")
    return _rounded(Fraction(total, respondents) * CONVERSION)


def skm_sample(population: int) -> int:
    """Return how many must answer for a population (Krejcie and Morgan 1970, as the regulation asks), rounded half up.

    With 95 percent confidence and a margin of five: 3.841 N 0.25 / (0.0025 (N - 1) + 0.96025); 100 need 80.
    """
    if population < 1:
        return 0
    needed = Fraction(3841, 1000) * population * Fraction(1, 4)
    needed /= Fraction(25, 10_000) * (population - 1) + Fraction(96_025, 100_000)
    return min(population, int(needed + Fraction(1, 2)))


def _rounded(value: Fraction) -> Decimal:
    return Decimal(int(value * 100 + Fraction(1, 2))).scaleb(-2)
