"""What a code tells by itself."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.regions.codes import code_path, region_label

CODES = st.from_regex(r"[0-9]{2}(\.[0-9]{2}){0,2}", fullmatch=True) | st.from_regex(
    r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", fullmatch=True
)


def test_a_code_names_everything_it_lies_in():
    assert code_path("13.02.10.2001") == ["13", "13.02", "13.02.10", "13.02.10.2001"]
    assert code_path("13") == ["13"]


@given(CODES)
def test_each_step_of_a_path_is_itself_a_path(code):
    path = code_path(code)
    assert path[-1] == code
    assert [code_path(step) for step in path] == [path[: number + 1] for number in range(len(path))]


@pytest.mark.parametrize(
    "text",
    ["", "1", "013", "13.", "13.2", "13.02.", "13.0210", "13.02.10.201", "13.02.10.20010", "13.02.10.2001.1"]
    + ["1302102001", "13 02", " 13", "13\n", "13.02.10.2001\n", "13\x00", "١٣", "1٣.02", "ab", "-1", "%", "13.__"],
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="not a code"):
        code_path(text)


@given(st.text() | st.text(alphabet="0123456789."))
def test_any_other_text_is_refused_and_nothing_else_happens(text):
    with suppress(ValueError):
        assert code_path(text)[-1] == text


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("13", "Sumatera Barat", "Provinsi Sumatera Barat"),
        ("31", "Daerah Khusus Ibukota Jakarta", "Provinsi Daerah Khusus Ibukota Jakarta"),
        ("13.02", "Kabupaten Solok", "Kabupaten Solok"),
        ("13.72", "Kota Solok", "Kota Solok"),
        ("13.02.10", "Kubung", "Kecamatan Kubung"),
        ("13.02.10.2001", "Koto Baru", "Nagari Koto Baru"),
        # A name that has the word already is not given it twice; another word is part of the name.
        ("13.05.01.2009", "Nagari Balah Hilia Lubuk Alung", "Nagari Balah Hilia Lubuk Alung"),
        ("13.12.07.2002", "Desa Baru", "Nagari Desa Baru"),
        ("14.01.06.2002", "Desa Baru", "Desa Baru"),
        # Cities and the Mentawai islands have no nagari, though they lie in Sumatera Barat.
        ("13.71.01.1001", "Belakang Pondok", "Kelurahan Belakang Pondok"),
        ("13.73.01.2007", "Lunto Timur", "Desa Lunto Timur"),
        ("13.09.01.2001", "Sioban", "Desa Sioban"),
        ("11.01.01.2001", "Keude Bakongan", "Desa Keude Bakongan"),
        ("12.07.28.1007", "Lubuk Pakam I,II", "Kelurahan Lubuk Pakam I,II"),
        ("91.03.01.3007", "Desa Adat Yoboi", "Desa Adat Yoboi"),
    ],
)
def test_a_place_is_called_what_it_is(code, name, label):
    assert region_label(code, name) == label
