"""Rules of NIK, phone number, names and degrees."""

import calendar
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from izin.accounts.enums import Sex
from izin.accounts.validators import (
    PHONE_PATTERN,
    PROVINCE_CODES,
    degree_trim,
    email_normalise,
    email_suggestion,
    nik_normalise,
    nik_parse,
    nik_warnings,
    phone_normalise,
    phone_shown,
    text_tidy,
)

births = st.dates(min_value=date(1920, 1, 1), max_value=date(2026, 12, 31))
sexes = st.sampled_from(list(Sex))


def nik_of(born: date, sex: str, *, area: str = "130210", serial: str = "0003") -> str:
    day = born.day + (40 if sex == Sex.FEMALE else 0)
    return f"{area}{day:02}{born.month:02}{born.year % 100:02}{serial}"


def test_vectors_of_the_facts():
    woman, man = nik_parse("1302104502910003"), nik_parse("1302100503910003")
    assert (woman.sex, woman.day, woman.month, woman.year_of_century) == (Sex.FEMALE, 5, 2, 91)
    assert (man.sex, man.day, man.month, man.year_of_century) == (Sex.MALE, 5, 3, 91)
    assert (man.area, man.serial) == ("130210", "0003")
    assert nik_warnings("1302104502910003", birth_date=date(1991, 2, 5), sex=Sex.FEMALE) == []
    assert nik_warnings("1302100503910003", birth_date=date(1991, 3, 5), sex=Sex.MALE) == []


@given(births, sexes)
def test_every_real_birth_gives_a_nik_that_fits(born, sex):
    nik = nik_of(born, sex)
    assert nik_parse(nik).sex == sex
    assert nik_warnings(nik, birth_date=born, sex=sex) == []


@given(births, births, sexes)
def test_another_birth_date_warns(born, told, sex):
    same = (born.day, born.month, born.year % 100) == (told.day, told.month, told.year % 100)
    assert bool(nik_warnings(nik_of(born, sex), birth_date=told, sex=sex)) is not same


@given(births)
def test_another_sex_warns_and_does_not_block(born):
    assert nik_warnings(nik_of(born, Sex.MALE), birth_date=born, sex=Sex.FEMALE) == [
        "Jenis kelamin tidak cocok dengan NIK."
    ]


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text):
    with suppress(DomainError):
        parts = nik_parse(text)
        assert len(text) == 16
        assert parts.area + parts.serial == text[:6] + text[12:]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_date_block_is_possible_exactly_when_some_century_has_the_date(day, month, year):
    real_day = day - 40 if day > 40 else day
    exists = False
    for century in (1900, 2000):
        if 1 <= month <= 12:
            exists = exists or 1 <= real_day <= calendar.monthrange(century + year, month)[1]
    nik = f"130210{day:02}{month:02}{year:02}0003"
    if exists:
        assert nik_parse(nik).day == real_day
    else:
        with pytest.raises(DomainError, match="bukan sebuah tanggal"):
            nik_parse(nik)


@pytest.mark.parametrize("nik", ["", "130210050391000", "13021005039100033", "130210050391000x", "١٣٠٢١٠٠٥٠٣٩١٠٠٠٣"])
def test_only_sixteen_ascii_digits_are_a_nik(nik):
    with pytest.raises(DomainError, match="NIK harus 16 angka") as caught:
        nik_parse(nik)
    assert caught.value.field == "nik"


@pytest.mark.parametrize(
    "nik",
    [
        "1302107202910003",  # day 72, a vector of the facts
        "1302100002910003",
        "1302104002910003",  # women's day 0
        "1302103202910003",
        "1302100513910003",
        "1302103002910003",
        "1302102902910003",  # 1991 was no leap year, nor will 2091 be
    ],
)
def test_impossible_dates_block(nik):
    with pytest.raises(DomainError, match="bukan sebuah tanggal"):
        nik_parse(nik)


def test_leap_day_of_2000_is_possible_although_1900_had_none():
    assert nik_parse("1302102902000003").day == 29


@pytest.mark.parametrize(
    ("nik", "word"),
    [("1302104502910000", "0000"), ("0102104502910003", "provinsi"), ("9902104502910003", "provinsi")],
)
def test_unusual_area_or_serial_only_warns(nik, word):
    found = nik_warnings(nik, birth_date=date(1991, 2, 5), sex=Sex.FEMALE)
    assert len(found) == 1
    assert word in found[0]


def test_provinces_are_the_38_of_today_and_one_that_left():
    assert len(PROVINCE_CODES) == 39


def test_missing_answers_are_not_compared():
    assert nik_warnings("1302104502910003", birth_date=None, sex=None) == []


@pytest.mark.parametrize("typed", ["1302 1005 0391 0003", "1302.1005.0391.0003", " 1302-100503-910003 "])
def test_separators_of_a_nik_are_dropped(typed):
    assert nik_normalise(typed) == "1302100503910003"


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "+62 812-3456-7890", "62812 3456 7890", "(0812) 3456.7890", "81234567890", "+62 0812 3456 7890"],
)
def test_one_phone_number_in_many_clothes(typed):
    assert phone_normalise(typed) == "6281234567890"


@pytest.mark.parametrize(
    "typed", ["", "0755 31447", "+1 202 555 0100", "08123", "0812345678901234", "080123456789", "0812abc45678"]
)
def test_other_numbers_are_refused(typed):
    with pytest.raises(DomainError, match="Nomor WhatsApp tidak benar") as caught:
        phone_normalise(typed)
    assert caught.value.field == "phone"


@given(st.from_regex(PHONE_PATTERN.rstrip("$") + r"\Z"))
def test_normal_form_stays(phone):
    assert phone_normalise(phone) == phone
    assert phone_normalise("0" + phone[2:]) == phone
    assert phone_normalise("+" + phone) == phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" S.Kom ", "S.Kom"),
        (", S.Kep.", "S.Kep."),
        ("M.Psi.,  Psikolog", "M.Psi., Psikolog"),
        ("skm", "skm"),
        ("  ", ""),
    ],
)
def test_degrees_are_trimmed_and_nothing_else(typed, kept):
    assert degree_trim(typed) == kept


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert text_tidy(text_tidy(text)) == text_tidy(text)
    assert degree_trim(degree_trim(text)) == degree_trim(text)


def test_names_are_one_line():
    assert text_tidy("  Siti \n Ma'rifah\t") == "Siti Ma'rifah"
    assert email_normalise(" Orang@Contoh.ID ") == "orang@contoh.id"


@given(st.from_regex(PHONE_PATTERN, fullmatch=True).filter(lambda text: not text.endswith("\n")))
def test_a_phone_as_shown_is_understood_again(phone):
    assert phone_normalise(phone_shown(phone)) == phone


def test_a_phone_is_shown_in_groups():
    assert phone_shown("6285355135518") == "+62 853-5513-5518"


@given(births, sexes)
def test_a_nik_says_its_birth_date_and_regency(born, sex):
    parts = nik_parse(nik_of(born, sex))
    assert parts.birth_words == f"{born:%d/%m/%y}"
    assert parts.regency_code == "13.02"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmai.com", "a@gmail.com"),
        ("A@GMAIL.CON", "a@gmail.com"),
        ("a@gmail.co", "a@gmail.com"),
        ("a@yaho.com", "a@yahoo.com"),
        ("a@yahoo.co.i", "a@yahoo.co.id"),
        ("a@hotmial.com", "a@hotmail.com"),
        ("a@gmail.com", ""),
        ("a@yahoo.co.id", ""),
        ("a@ymail.com", ""),
        ("a@mail.com", ""),
        ("a@solokkab.go.id", ""),
        ("a@unand.ac.id", ""),
        ("a@contoh.id", ""),
        ("gmial.com", ""),
        ("@gmial.com", ""),
        ("", ""),
    ],
)
def test_slips_of_common_mail_domains_are_guessed_and_nothing_else(typed, meant):
    assert email_suggestion(typed) == meant


@given(st.text(max_size=300))
def test_a_guessed_address_is_never_guessed_away_again(text):
    meant = email_suggestion(text)
    assert meant == "" or email_suggestion(meant) == ""
