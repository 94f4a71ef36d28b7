"""What each kind of field asks, keeps and writes."""

import re
import time
from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from izin.catalog.answers.fields import pattern_compile
from izin.catalog.answers.kinds import KINDS, answer_json, answer_public_text, answer_sample, answer_text
from izin.catalog.enums import DateLimit, FieldKind, FieldMeaning
from tests.factories.applications import form_data
from tests.factories.regions import solok_regions
from tests.izin.catalog.answers.types import field, filled

TODAY = date(2026, 11, 24)
AREA = "Nagari Koto Baru, Kecamatan Kubung"
VILLAGE = "13.02.10.2001"
ADDRESS = {"street": "Jorong Simpang RT 1", "village": VILLAGE, "area": AREA}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def kept(made_field, data):
    """Return what is kept of a sound answer."""
    form = filled([made_field], data)
    assert form.is_valid(), form.errors
    return form.locations() if made_field.kind == "locations" else form.answers()[made_field.key]


def errors(made_field, data):
    return list(filled([made_field], data).errors.get(made_field.key, []))


def test_every_kind_is_in_the_table_and_every_meaning_has_a_kind():
    assert set(KINDS) == set(FieldKind)
    assert frozenset().union(*(kind.meanings for kind in KINDS.values())) == set(FieldMeaning)


# kind, options of the field, what is sent, what is kept, in words, in public
CASES = [
    ("text", {}, {"f": "  dua  kata "}, "dua  kata", "dua  kata", "dua  kata"),
    ("text", {"min_value": 2, "max_value": 3}, {"f": "🏥é "}, "🏥é", "🏥é", "🏥é"),
    ("text", {"pattern": r"\d{8}"}, {"f": " 12345678 "}, "12345678", "12345678", "12345678"),
    ("long_text", {}, {"f": "satu\r\ndua"}, "satu\ndua", "satu\ndua", "satu\ndua"),
    ("long_text", {"max_value": 5}, {"f": "a\r\nb\r\nc"}, "a\nb\nc", "a\nb\nc", "a\nb\nc"),
    ("number", {}, {"f": "0"}, 0, "0", "0"),
    ("number", {}, {"f": " 1250 "}, 1250, "1.250", "1.250"),
    ("number", {}, {"f": "1.000"}, 1000, "1.000", "1.000"),
    ("number", {}, {"f": "1.000.000.000"}, 1_000_000_000, "1.000.000.000", "1.000.000.000"),
    ("number", {"min_value": -5}, {"f": "-5"}, -5, "-5", "-5"),
    ("date", {}, {"f": "05/02/2026"}, "2026-02-05", "5 Februari 2026", "5 Februari 2026"),
    (
        "date_range",
        {},
        {"f__start": "2026-12-01", "f__end": "31-1-2027"},
        {"start": "2026-12-01", "end": "2027-01-31"},
        "1 Desember 2026 sampai 31 Januari 2027",
        "1 Desember 2026 sampai 31 Januari 2027",
    ),
    (
        "date_range",
        {},
        {"f__start": "2026-12-01", "f__end": "2026-12-01"},
        {"start": "2026-12-01", "end": "2026-12-01"},
        "1 Desember 2026",
        "1 Desember 2026",
    ),
    ("choice", {"options": "Kesatu\n\n Kedua "}, {"f": "Kedua"}, "Kedua", "Kedua", "Kedua"),
    ("boolean", {}, {"f": "ya"}, True, "Ya", "Ya"),
    ("boolean", {}, {"f": "tidak"}, False, "Tidak", "Tidak"),
    ("email", {}, {"f": "a@contoh.id"}, "a@contoh.id", "a@contoh.id", ""),
    ("phone", {}, {"f": "+62 812-3456-7890"}, "6281234567890", "6281234567890", ""),
    ("phone", {}, {"f": "0812 3456 7890"}, "6281234567890", "6281234567890", ""),
    (
        "person",
        {},
        {"f__name": " Yulia, S.Pd. ", "f__phone": "0812.3456.7890"},
        {"name": "Yulia, S.Pd.", "phone": "6281234567890"},
        "Yulia, S.Pd.",
        "",
    ),
    ("person", {}, {"f__name": "Yulia"}, {"name": "Yulia", "phone": ""}, "Yulia", ""),
    (
        "address",
        {},
        {"f__street": ADDRESS["street"], "f__village": VILLAGE},
        ADDRESS,
        f"Jorong Simpang RT 1, {AREA}",
        AREA,
    ),
    (
        "practice_place",
        {},
        {"f__name": "Klinik", "f__street": ADDRESS["street"], "f__village": VILLAGE},
        {"name": "Klinik", **ADDRESS},
        f"Klinik, Jorong Simpang RT 1, {AREA}",
        f"Klinik, {AREA}",
    ),
    ("locations", {}, {"f": ["A", " ", "B"]}, ["A", "B"], ["A", "B"], ["A", "B"]),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "options", "data", "answer", "text", "public"), CASES)
def test_an_answer_is_kept_and_written(kind, options, data, answer, text, public):
    solok_regions()
    made_field = field(kind=kind, **options)
    assert kept(made_field, data) == answer
    assert answer_text(made_field, answer) == text
    assert answer_public_text(made_field, answer) == public


def test_every_kind_has_a_case():
    assert {kind for kind, *_rest in CASES} == set(FieldKind.values)


@pytest.mark.parametrize("kind", FieldKind.values)
def test_no_answer_has_no_words(kind):
    made_field = field(kind=kind)
    for nothing in (None, "", [], {}):
        assert answer_text(made_field, nothing) == ""
        assert answer_public_text(made_field, nothing) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "options", "data", "message"),
    [
        ("text", {}, {"f": " "}, "harus diisi"),
        ("text", {}, {"f": "x" * 201}, "200"),
        ("text", {"min_value": 5}, {"f": "1234"}, "5"),
        ("text", {"max_value": 3}, {"f": "🏥🏥🏥🏥"}, "3"),
        ("text", {}, {"f": "a\0"}, "null"),
        ("text", {"pattern": r"\d{8}", "pattern_hint": "NPSN 8 angka."}, {"f": "1234567"}, "NPSN 8 angka."),
        ("text", {"pattern": r"\d{8}"}, {"f": "123456789"}, "tidak sesuai dengan bentuk"),
        ("text", {"pattern": r"\d{8}"}, {"f": "1234567\n8"}, "tidak sesuai dengan bentuk"),
        ("long_text", {}, {"f": "x" * 1001}, "1000"),
        ("long_text", {"min_value": 3}, {"f": "ab"}, "3"),
        ("number", {}, {"f": "-1"}, "0"),
        ("number", {}, {"f": "1000000001"}, "1000000000"),
        ("number", {"min_value": 5, "max_value": 9}, {"f": "4"}, "5"),
        ("number", {"min_value": 5, "max_value": 9}, {"f": "10"}, "9"),
        *(
            ("number", {}, {"f": typed}, "bilangan")
            for typed in ("dua", "1.5", "1.0", "1.00", "1,5", "1e3", "10.00.000")
        ),
        ("number", {}, {"f": "9" * 5000}, "bilangan"),
        ("date", {}, {"f": "30/02/2026"}, "tanggal"),
        ("date", {}, {"f": "0000-01-01"}, "tanggal"),
        ("date_range", {}, {"f__start": "2026-12-02", "f__end": "2026-12-01"}, "tidak boleh sebelum tanggal mulai"),
        ("date_range", {}, {"f__start": "2026-12-02", "f__end": " "}, "tanggal"),
        ("choice", {"options": "a"}, {"f": "A"}, "A"),
        ("choice", {"options": "a"}, {"f": ""}, "harus diisi"),
        ("boolean", {}, {}, "harus diisi"),
        ("boolean", {}, {"f": "on"}, "on"),
        ("email", {}, {"f": "a@b"}, "email"),
        ("email", {}, {"f": f"{'a' * 250}@contoh.id"}, "254"),
        ("email", {}, {"f": "a@contoh.id\r\nBcc: b@contoh.id"}, "email"),
        ("phone", {}, {"f": "0755 31447"}, "nomor seluler"),
        ("phone", {}, {"f": "٠٨١٢٣٤٥٦٧٨٩"}, "nomor seluler"),
        ("person", {}, {}, "harus diisi"),
        ("person", {}, {"f__phone": "081234567890"}, "Nama lengkap dan gelar belum diisi."),
        ("person", {}, {"f__name": "  ", "f__phone": ""}, "Nama lengkap dan gelar belum diisi."),
        ("person", {}, {"f__name": "A", "f__phone": "12"}, "nomor seluler"),
        ("person", {}, {"f__name": "x" * 151}, "150"),
        ("address", {}, {"f__village": VILLAGE}, "Jalan, jorong, RT/RW belum diisi."),
        ("address", {}, {"f__street": "Jorong"}, "Kecamatan dan nagari belum diisi."),
        ("address", {}, {"f__street": "x\0", "f__village": VILLAGE}, "null"),
        ("practice_place", {}, {"f__street": "A", "f__village": VILLAGE}, "Nama tempat belum diisi."),
        # A kecamatan, the regency, another regency's nagari, what is no code.
        *(
            ("address", {}, {"f__street": "A", "f__village": code}, code)
            for code in ("13.02.10", "13.02", "13.01.01.2001", "x", "' OR 1=1")
        ),
        ("locations", {}, {}, "sedikitnya satu"),
        ("locations", {}, {"f": ["\0"]}, "null"),
    ],
)
def test_a_wrong_answer_is_refused_in_words(kind, options, data, message):
    solok_regions()
    assert message.lower() in " ".join(errors(field(kind=kind, **options), data)).lower()


@pytest.mark.django_db
def test_several_missing_parts_are_each_named():
    solok_regions()
    assert errors(field(kind="practice_place"), {"f__village": VILLAGE}) == [
        "Nama tempat belum diisi.",
        "Jalan, jorong, RT/RW belum diisi.",
    ]


@pytest.mark.django_db
def test_an_optional_answer_is_given_whole_or_not_at_all():
    solok_regions()
    optional = field(kind="practice_place", required=False)
    assert errors(optional, {"f__name": "Klinik"}) == [
        "Jalan, jorong, RT/RW belum diisi.",
        "Kecamatan dan nagari belum diisi.",
    ]
    assert kept(optional, {"f__name": "", "f__street": "", "f__village": ""}) == ""


@pytest.mark.django_db
def test_the_area_stays_as_it_was_called(django_assert_num_queries):
    regions = solok_regions()
    made_field = field(kind="address")
    answer = kept(made_field, {"f__street": "A", "f__village": VILLAGE})
    regions[VILLAGE].delete()
    with django_assert_num_queries(0):
        assert answer_text(made_field, answer) == f"A, {AREA}"


def test_a_pattern_of_an_editor_can_not_stop_the_server():
    made_field = field(pattern=r"(a+)+$", max_value=100_000)
    began = time.process_time()
    assert errors(made_field, {"f": "a" * 50_000 + "b"}) == ["Tulisan ini tidak sesuai dengan bentuk yang diminta."]
    assert kept(made_field, {"f": "a" * 50_000}) == "a" * 50_000
    assert time.process_time() - began < 5


def test_an_optional_text_needs_no_pattern_when_empty():
    assert kept(field(pattern=r"\d+", min_value=3, required=False), {"f": "  "}) == ""


@pytest.mark.parametrize("pattern", ["(", "[", "*", r"(a)\1", "(?=a)", "a{2000}"])
def test_what_re2_does_not_know_is_no_pattern(pattern):
    with pytest.raises(ValueError, match=re.escape(pattern)):
        pattern_compile(pattern)


@pytest.mark.parametrize(
    ("limit", "moment", "day", "fits"),
    [
        # Midnight in Solok is 17.00 UTC of the day before.
        (DateLimit.NOT_FUTURE, datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "2026-11-24", False),
        (DateLimit.NOT_FUTURE, datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "2026-11-24", True),
        (DateLimit.NOT_PAST, datetime(2026, 11, 24, 16, 59, tzinfo=UTC), "2026-11-24", True),
        (DateLimit.NOT_PAST, datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "2026-11-24", False),
        ("", datetime(2026, 11, 24, tzinfo=UTC), "0001-01-01", True),
        ("", datetime(2026, 11, 24, tzinfo=UTC), "9999-12-31", True),
    ],
)
def test_the_limit_of_a_date_turns_at_midnight_in_solok(limit, moment, day, fits):
    with time_machine.travel(moment, tick=False):
        form = filled([field(kind="date", date_limit=limit)], {"f": day})
        assert form.is_valid() is fits
        if not fits:
            assert form.errors["f"][0].startswith("Tanggal ini ")


@settings(deadline=None, max_examples=60)
@given(
    number=st.integers(-(10**10), 10**10), lowest=st.none() | st.integers(-50, 50), span=st.none() | st.integers(0, 99)
)
def test_a_number_is_taken_within_its_bounds_as_it_is_written(number, lowest, span):
    bounds = {"min_value": lowest, "max_value": None if span is None else (lowest or 0) + span}
    made_field = field(kind="number", **bounds)
    low = 0 if lowest is None else lowest
    high = 1_000_000_000 if span is None else bounds["max_value"]
    form = filled([made_field], {"f": str(number)})
    assert form.is_valid() is (low <= number <= high)
    if form.is_valid() and number >= 0:
        # What the office writes can be typed as it stands.
        assert kept(made_field, {"f": answer_text(made_field, number)}) == number


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=60), lowest=st.none() | st.integers(0, 20), longest=st.integers(20, 40))
def test_a_text_is_kept_whole_or_refused(text, lowest, longest):
    for kind in ("text", "long_text"):
        form = filled([field(kind=kind, min_value=lowest, max_value=longest, required=False)], {"f": text})
        plain = text.strip()
        if kind == "long_text":
            plain = plain.replace("\r\n", "\n")
        fits = not plain or ((lowest or 0) <= len(plain) <= longest and "\0" not in plain)
        assert form.is_valid() is fits
        if fits:
            assert form.answers() == {"f": plain}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FieldKind.values)
@pytest.mark.parametrize("limit", ["", *DateLimit.values])
def test_the_sample_of_a_preview_reads_like_an_answer(kind, limit):
    made_field = field(kind=kind, options="Kesatu\nKedua", date_limit=limit, min_value=1, max_value=100)
    sample = answer_sample(made_field)
    assert answer_text(made_field, sample)
    if kind in ("address", "practice_place"):  # its nagari is no real one
        assert set(sample) == {*KINDS[FieldKind(kind)].build(made_field).part_names, "area"}
    else:
        assert kept(made_field, form_data({"f": sample})) == sample


@pytest.mark.parametrize(("lowest", "highest"), [(None, None), (500, None), (None, 3), (None, 0), (-9, -5), (7, 7)])
def test_the_sample_of_a_number_is_within_its_bounds(lowest, highest):
    made_field = field(kind="number", min_value=lowest, max_value=highest)
    sample = answer_sample(made_field)
    assert (0 if lowest is None else lowest) <= sample <= (sample if highest is None else highest)


def test_json_of_what_a_form_gives():
    assert answer_json({"start": TODAY, "end": None}) == {"start": "2026-11-24", "end": ""}
    assert [answer_json(value) for value in (None, False, 0, "x")] == ["", False, 0, "x"]
