"""Patterns of numbers (T5; guide, pages 11 and 12)."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.catalog.numbering import ROMAN_MONTHS, number_format, pattern_problems

PERMIT = "{klasifikasi}/{urut:03d}/{kode}/DPMPTSPNAKER/{bulan_romawi}/{tahun}"
REGISTRATION = "{urut}/KES/SISFO/{bulan_romawi}/{tahun}"
DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_the_permit_number_of_the_guide():
    number = number_format(PERMIT, sequence=96, on=date(2022, 6, 23), classification="449.1", code="IPP")
    assert number == "449.1/096/IPP/DPMPTSPNAKER/VI/2022"


def test_the_registration_number_of_the_guide():
    assert number_format(REGISTRATION, sequence=9, on=date(2021, 8, 2)) == "9/KES/SISFO/VIII/2021"


def test_a_number_wider_than_its_place_is_not_cut():
    assert number_format("{urut:03d}/{tahun}", sequence=12345, on=date(2026, 1, 1)) == "12345/2026"


@pytest.mark.parametrize(("month", "roman"), list(enumerate(ROMAN_MONTHS, start=1)))
def test_months_are_roman(month, roman):
    assert number_format("{urut}/{bulan_romawi}/{tahun}", sequence=1, on=date(2026, month, 1)) == f"1/{roman}/2026"


@given(sequence=st.integers(1, 10**9), on=DATES)
def test_sequence_month_and_year_can_be_read_back(sequence, on):
    number = number_format(PERMIT, sequence=sequence, on=on, classification="070", code="IP")
    read = re.fullmatch(r"070/(\d{3,})/IP/DPMPTSPNAKER/([IVX]+)/(\d{4})", number)
    assert read is not None
    assert (int(read[1]), ROMAN_MONTHS.index(read[2]) + 1, int(read[3])) == (sequence, on.month, on.year)


@given(first=st.tuples(st.integers(1, 10**6), DATES), second=st.tuples(st.integers(1, 10**6), DATES))
def test_two_documents_of_a_series_never_share_a_number(first, second):
    if (first[0], first[1].year) != (second[0], second[1].year):
        one, other = (number_format(REGISTRATION, sequence=sequence, on=on) for sequence, on in (first, second))
        assert one != other


@given(st.text("{}urtahnklsifode:03 /_", max_size=40))
def test_a_pattern_has_problems_or_gives_a_number(pattern):
    if pattern_problems(pattern):
        with pytest.raises(ValueError, match="."):
            number_format(pattern, sequence=7, on=date(2026, 11, 24))
    else:
        number = number_format(pattern, sequence=7, on=date(2026, 11, 24))
        assert "7" in number
        assert "2026" in number
        assert not re.search(r"[{}]", number)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "memerlukan penanda {urut} dan {tahun}"),
        ("{urut}", "memerlukan penanda {urut} dan {tahun}"),
        ("{tahun}", "memerlukan penanda {urut} dan {tahun}"),
        ("{urut}/{tahun}/{bulan}", "{bulan} tidak dikenal"),
        ("{urut}/{tahun}/{", "kurung kurawal"),
        ("{urut}/{tahun}}", "kurung kurawal"),
        ("{urut:3}/{tahun}", "kurung kurawal"),
        ("{urut!r}/{tahun}", "kurung kurawal"),
        ("{urut.__class__}/{urut}/{tahun}", "kurung kurawal"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_told(pattern, problem):
    assert any(problem in told for told in pattern_problems(pattern))


@pytest.mark.parametrize("pattern", [PERMIT, REGISTRATION, "{urut}{tahun}", "NO-{tahun}-{urut:05d}"])
def test_sound_patterns_have_no_problems(pattern):
    assert pattern_problems(pattern) == []
