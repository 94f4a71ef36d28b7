"""Names in the usual capitals, as a suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.accounts.names import name_suggestion


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("IRMAN SYAPUTRA", "Irman Syaputra"),
        ("irman syaputra", "Irman Syaputra"),
        ("ABDULLAH BIN UMAR", "Abdullah bin Umar"),
        ("NUR'AINI", "Nur'Aini"),
        ("SITI-NURBAYA", "Siti-Nurbaya"),
        ("M. YUSUF", "M. Yusuf"),
        ("Irman Syaputra", ""),
        ("Irman SYAPUTRA", ""),
        ("AB", ""),
        ("", ""),
        ("123", ""),
    ],
)
def test_only_what_is_all_capitals_or_all_small_is_recast(typed, suggested):
    assert name_suggestion(typed) == suggested


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    assert isinstance(name_suggestion(text), str)


@given(st.text("abcdeXYZ '.-", max_size=60))
def test_a_suggestion_has_the_same_letters(text):
    suggested = name_suggestion(text)
    assert suggested == "" or suggested.lower() == text.lower()
