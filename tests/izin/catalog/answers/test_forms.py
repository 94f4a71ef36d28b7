"""The form of a permit type, built from its fields (F2, F3)."""

import time
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from izin.catalog.answers.conditions import fields_that_apply
from izin.catalog.answers.forms import PURPOSE, AnswerForm, initial_answers
from izin.catalog.enums import Purpose
from tests.factories.applications import ANSWERS, form_data
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, shipped_type
from tests.factories.regions import solok_regions
from tests.html import fields_of, page_of, text_of
from tests.izin.catalog.answers.types import field, filled, made, query, shown

FILLED = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


def sent(**changes):
    return query({**FILLED, **changes})


@pytest.mark.django_db
def test_the_form_asks_the_fields_of_the_type_in_order():
    permit_type = PermitTypeFactory()
    assert list(AnswerForm(permit_type).fields) == [field.key for field in permit_type.fields.all()]


@pytest.mark.django_db
def test_a_complete_form_gives_json_answers_and_places():
    form = AnswerForm(PermitTypeFactory(), sent(lokasi=["  RSUD   Arosuka ", "", "Kubung", "RSUD Arosuka"]))
    assert form.is_valid(), form.errors
    assert form.answers() == ANSWERS
    assert form.locations() == ["RSUD Arosuka", "Kubung"]
    assert form.purpose() == Purpose.NEW


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2026-12-01", "01/12/2026", "1-12-2026"])
def test_dates_are_taken_as_people_type_them(typed):
    form = AnswerForm(PermitTypeFactory(), sent(waktu__start=typed))
    assert form.is_valid(), form.errors
    assert form.answers()["waktu"] == ANSWERS["waktu"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"judul": ""}, "judul", "harus diisi"),
        ({"judul": "x" * 501}, "judul", "500"),
        ({"rekom_dari": "x" * 151}, "rekom_dari", "150"),
        ({"no_rekom": "tanpa angka"}, "no_rekom", "termasuk angkanya"),
        ({"jenis_izin": "Pesta"}, "jenis_izin", "Pesta"),
        ({"email_kampus": "bukan email"}, "email_kampus", "email"),
        ({"tgl_rekom": "2026-02-30"}, "tgl_rekom", "tanggal"),
        ({"tgl_rekom": "2026-11-25"}, "tgl_rekom", "belum tiba"),
        ({"judul": "a\0b"}, "judul", "null"),
        ({"waktu__start": ""}, "waktu", "Dari tanggal belum diisi"),
        ({"waktu__end": ""}, "waktu", "Sampai tanggal belum diisi"),
        ({"waktu__start": "", "waktu__end": ""}, "waktu", "harus diisi"),
        ({"waktu__start": "besok"}, "waktu", "tanggal"),
        ({"waktu__end": "2026-11-30"}, "waktu", "tidak boleh sebelum tanggal mulai"),
        ({"waktu__start": "2026-01-01", "waktu__end": "2026-11-23"}, "waktu", "sudah lewat"),
        ({"waktu__start": "2026-12-01", "waktu__end": "2027-12-02"}, "waktu", "Paling lama 1 tahun"),
        ({"waktu__start": "2027-11-25", "waktu__end": "2027-11-26"}, "waktu", "Paling lambat dimulai 1 tahun"),
        ({"waktu__start": "2026-12-01", "waktu__end": "9999-12-31"}, "waktu", "Paling lama 1 tahun"),
        ({"waktu__start": "9999-12-01", "waktu__end": "9999-12-31"}, "waktu", "Paling lambat dimulai 1 tahun"),
        ({"lokasi": ["", " "]}, "lokasi", "sedikitnya satu"),
        ({"lokasi": [f"Tempat {n}" for n in range(21)]}, "lokasi", "Paling banyak 20"),
        ({"lokasi": ["x" * 201]}, "lokasi", "paling panjang 200"),
        ({"lokasi": ["a\0b"]}, "lokasi", "null"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, key, message):
    form = AnswerForm(PermitTypeFactory(), sent(**changes))
    assert not form.is_valid()
    assert list(form.errors) == [key]
    assert message.lower() in " ".join(form.errors[key]).lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-12-01", "2027-12-01"),
        ("2026-11-24", "2026-11-24"),
        ("2026-01-01", "2026-11-24"),
        ("2027-11-24", "2028-11-24"),
    ],
)
def test_periods_at_the_edge_are_taken(start, end):
    assert AnswerForm(PermitTypeFactory(), sent(waktu__start=start, waktu__end=end)).is_valid()


def test_a_day_that_ends_the_permit_must_be_ahead():
    expiry = field(kind="date", meaning="expiry")
    with time_machine.travel(datetime(2026, 11, 24, 16, 59, tzinfo=UTC), tick=False):
        assert filled([expiry], {"f": "2026-11-24"}).is_valid()
    with time_machine.travel(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), tick=False):  # the 25th, 00.00 WIB
        form = filled([expiry], {"f": "2026-11-24"})
        assert form.errors == {"f": ["Tanggal ini sudah lewat, sehingga izin tidak dapat diterbitkan."]}


@pytest.mark.django_db
def test_optional_fields_may_stay_empty():
    kinds = [
        "text",
        "long_text",
        "number",
        "date",
        "date_range",
        "choice",
        "boolean",
        "email",
        "phone",
        "person",
        "address",
        "practice_place",
    ]
    fields = [field(f"f{n}", kind, required=False, options="a") for n, kind in enumerate([*kinds, "locations"])]
    for data in ({}, {f"f{n}": "" for n in range(len(fields))}):
        form = filled(fields, data)
        assert form.is_valid(), form.errors
        assert form.answers() == {f"f{n}": "" for n in range(len(kinds))}
        assert form.locations() == []


@pytest.mark.django_db
def test_places_of_the_office_are_offered():
    ResearchLocationFactory(name="RSUD Arosuka", district="Gunung Talang")
    ResearchLocationFactory(name="Tutup", active=False)
    page = page_of(shown(AnswerForm(made([field("lokasi", "locations")]))))
    assert [option["value"] for option in page.select("datalist option")] == ["RSUD Arosuka, Kec. Gunung Talang"]


@pytest.mark.django_db
def test_another_place_is_one_more_row_and_loses_nothing():
    form = AnswerForm(PermitTypeFactory(), sent(tambah_lokasi="1"))
    assert fields_of(shown(form))["lokasi"] == ["Kecamatan Kubung", ""]


@pytest.mark.django_db
def test_stored_answers_fill_the_form_again():
    permit_type = PermitTypeFactory()
    initial = initial_answers(permit_type, purpose="new", answers=ANSWERS, places=["Kubung"])
    assert initial == {PURPOSE: "new", **ANSWERS, "lokasi": ["Kubung"]}


FIELDS = [
    field("teks"),
    field("panjang", "long_text"),
    field("angka", "number"),
    field("hari", "date"),
    field("masa", "date_range"),
    field("pilih", "choice", options="Satu & dua\n“Tiga”"),
    field("benar", "boolean"),
    field("salah", "boolean"),
    field("surel", "email"),
    field("telepon", "phone"),
    field("orang", "person"),
    field("alamat", "address"),
    field("tempat", "practice_place"),
    field("lokasi", "locations"),
    field("kosong", required=False),
    field("lama", applies_to="renewal"),
]
AREA = {"village": "13.02.10.2001", "area": "Nagari Koto Baru, Kecamatan Kubung"}
STORED = {
    "teks": "“Aneh” <b>&amp; {pemegang} Ünïcödé 🏥",
    "panjang": "satu\ndua\n\nempat",
    "angka": 0,
    "hari": "2026-12-31",
    "masa": {"start": "2026-12-01", "end": "2027-01-31"},
    "pilih": "Satu & dua",
    "benar": True,
    "salah": False,
    "surel": "a@contoh.id",
    "telepon": "6281234567890",
    "orang": {"name": "Yulia, S.Pd.", "phone": ""},
    "alamat": {"street": 'Jorong "A" <i>', **AREA},
    "tempat": {"name": "Klinik", "street": "RT 1", **AREA},
    "kosong": "",
    "lama": "070/1",
}
PLACES = ["RSUD Arosuka", "Kubung <x>"]


def stored_form(permit_type):
    return AnswerForm(
        permit_type, initial=initial_answers(permit_type, purpose="renewal", answers=STORED, places=PLACES)
    )


@pytest.mark.django_db
def test_what_was_stored_is_shown_and_sent_back_unchanged():
    solok_regions()
    permit_type = made(FIELDS, renewable=True)
    again = AnswerForm(permit_type, query(fields_of(shown(stored_form(permit_type)))))
    assert again.is_valid(), again.errors
    assert (again.purpose(), again.answers(), again.locations()) == (Purpose.RENEWAL, STORED, PLACES)


@pytest.mark.django_db
def test_a_refused_form_shows_what_was_typed_with_its_errors():
    solok_regions()
    permit_type = made(FIELDS, renewable=True)
    typed = {
        **fields_of(shown(stored_form(permit_type))),
        "angka": "-1<",
        "masa__end": "31 Februari",
        "tempat__village": "",
        "telepon": "08x",
        "teks": "",
    }
    response = shown(AnswerForm(permit_type, query(typed)))
    # A village is chosen from a list, so what is not in it can not be shown again.
    assert fields_of(response) == typed
    page, wrong = page_of(response), ["teks", "angka", "masa", "telepon", "tempat"]
    marked = [str(control["name"]).partition("__")[0] for control in page.select("[aria-invalid=true]")]
    assert list(dict.fromkeys(marked)) == wrong
    # The summary leads to each field; of one with parts, to its first.
    targets = [page.select_one(f"main {link['href']}") for link in page.select(".error-summary a")]
    assert [str(target and target["name"]).partition("__")[0] for target in targets] == wrong


def test_a_renewable_type_asks_what_is_applied_for():
    fields = [field("baru", applies_to="new"), field("lama", applies_to="renewal"), field("dua")]
    data = {"baru": "b", "lama": "l", "dua": "d"}
    for purpose, own in ((Purpose.NEW, "baru"), (Purpose.RENEWAL, "lama")):
        form = filled(fields, {**data, PURPOSE: purpose.value}, renewable=True)
        assert form.is_valid(), form.errors
        assert form.purpose() is purpose
        assert set(form.answers()) == {own, "dua"}
    for missing in ({}, {PURPOSE: ""}, {PURPOSE: "both"}, {PURPOSE: "x\0"}):
        form = filled(fields, {**data, "dua": "", **missing}, renewable=True)
        assert set(form.errors) == {PURPOSE, "dua"}


def test_a_type_that_is_not_renewable_never_asks_about_renewal():
    form = filled([field("baru", applies_to="new"), field("lama", applies_to="renewal")], {"baru": "b", "lama": "l"})
    assert list(form.fields) == ["baru"]
    assert form.fields["baru"].help_text == ""
    assert form.fields["baru"].conditions == []
    assert form.is_valid()
    assert (form.purpose(), form.answers()) == (Purpose.NEW, {"baru": "b"})


def test_a_smuggled_purpose_is_not_looked_at():
    form = filled([field("lama", applies_to="renewal", required=False)], {PURPOSE: "renewal", "lama": "x"})
    assert form.is_valid()
    assert (form.purpose(), form.answers()) == (Purpose.NEW, {})


def test_who_sees_all_fields_is_told_when_each_is_asked():
    fields = [
        field("str", "boolean", label="STR seumur hidup"),
        field("sampai", "date", show_if_field="str", show_if_value="tidak", help_text="Lihat STR."),
        field("lama", applies_to="renewal", show_if_field="str", show_if_value="ya"),
        field("baru", applies_to="new"),
    ]
    form = AnswerForm(made(fields, renewable=True))
    assert {
        name: (made_field.help_text, getattr(made_field, "conditions", [])) for name, made_field in form.fields.items()
    } == {
        PURPOSE: ("", []),
        "str": ("", []),
        "sampai": ("Diisi bila “STR seumur hidup” dijawab Tidak. Lihat STR.", [["str", "tidak"]]),
        "lama": (
            "Hanya untuk perpanjangan. Diisi bila “STR seumur hidup” dijawab Ya.",
            [[PURPOSE, "renewal"], ["str", "ya"]],
        ),
        "baru": ("Hanya untuk permohonan baru.", [[PURPOSE, "new"]]),
    }


def test_labels_of_editors_are_text():
    fields = [
        field("a", "boolean", label="<script>a</script>", help_text="<script>b</script>"),
        field("b", label="b", show_if_field="a", show_if_value="ya", pattern="x", pattern_hint="<script>c</script>"),
        field("c", "choice", options="<script>d</script>"),
    ]
    response = shown(filled(fields, {"a": "ya", "b": "<script>e</script>", "c": "<script>d</script>"}))
    assert page_of(response).select("script") == []
    assert "<script>c</script>" in text_of(response)


# --- What applies --------------------------------------------------------------------------------------------------

TYPED = {
    "choice": ["", "a", "b", "c"],
    "boolean": ["", "ya", "tidak", "True"],
    "text": ["", "isi", "x" * 201, "a\0"],
    "number": ["", "0", "7", "-1", "banyak"],
    "date_range": ["", "2026-12-01", "bukan"],
}
SOUND = {"choice": {"a", "b"}, "boolean": {"ya", "tidak"}, "text": {"isi"}, "number": {"0", "7"}, "date_range": set()}


@st.composite
def forms_as_sent(draw):
    """Return a type's fields with whatever may stand in each, and the purpose that was chosen."""
    fields, typed = [], {}
    for n in range(draw(st.integers(1, 7))):
        controllers = [made_field for made_field in fields if made_field.kind in ("choice", "boolean")]
        looks_at = draw(st.sampled_from([None, *controllers]))
        values = ["ya", "tidak"] if looks_at and looks_at.kind == "boolean" else ["a", "b"]
        kind = draw(st.sampled_from(sorted(TYPED)))
        fields.append(
            field(
                f"f{n}",
                kind,
                options="a\nb",
                required=draw(st.booleans()),
                applies_to=draw(st.sampled_from(["both", "both", "new", "renewal"])),
                show_if_field=looks_at.key if looks_at else "",
                show_if_value=draw(st.sampled_from(values)) if looks_at else "",
            )
        )
        typed[f"f{n}"] = draw(st.sampled_from(TYPED[kind]))
    return fields, typed, draw(st.booleans()), draw(st.sampled_from(["new", "renewal", ""]))


@settings(deadline=None, max_examples=150)
@given(forms_as_sent())
def test_what_applies_is_judged_and_nothing_else(case):
    fields, typed, renewable, purpose = case
    by_key = {made_field.key: made_field for made_field in fields}

    def applies(made_field):
        if made_field.applies_to not in ("both", purpose if renewable else "new"):
            return False
        above = by_key.get(made_field.show_if_field)
        # What is not among the choices was not chosen.
        return above is None or (applies(above) and typed[above.key] == made_field.show_if_value)

    def sound(made_field):
        value = typed[made_field.key]
        if made_field.kind == "date_range":
            return not made_field.required  # sent under the name of the whole, so both parts are missing
        return value in SOUND[made_field.kind] or (value == "" and not made_field.required)

    form = filled(fields, {**typed, PURPOSE: purpose}, renewable=renewable)
    applying = {made_field.key for made_field in fields if applies(made_field)}
    wrong = {key for key in applying if not sound(by_key[key])}
    assert set(form.errors) == wrong | ({PURPOSE} if renewable and not purpose else set())
    assert [made_field.key for made_field in form.applying] == [key for key in by_key if key in applying]
    assert set(form.cleaned_data) <= applying | {PURPOSE}
    if form.is_valid():
        assert set(form.answers()) == applying
        # Judged again by what was stored, the same fields apply.
        stored = fields_that_apply(form.permit_type, form.purpose(), form.answers())
        assert {made_field.key for made_field in stored} == applying


# --- Hostile -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "poison", ["\0", "x" * 1_000_000, "\n" * 50_000, "9" * 100_000, "\ufffd\u202e\u200b", "{" * 999]
)
def test_nothing_that_is_typed_breaks_the_form(poison):
    solok_regions()
    data = dict.fromkeys(fields_of(shown(stored_form(made(FIELDS, renewable=True)))), poison)
    form = filled(FIELDS, data, renewable=True)
    began = time.process_time()
    assert not form.is_valid()
    assert shown(form).status_code == 200
    assert time.process_time() - began < 10


@pytest.mark.django_db
def test_many_values_where_one_is_expected_are_read_as_the_last():
    solok_regions()
    data = {name: [f"{n}" for n in range(50)] for name in fields_of(shown(stored_form(made(FIELDS, renewable=True))))}
    form = filled(FIELDS, data, renewable=True)
    assert not form.is_valid()
    assert form.cleaned_data["teks"] == "49"
    assert "Paling banyak 20 lokasi." in form.errors["lokasi"]


@pytest.mark.django_db
def test_ten_thousand_fields_nobody_asked_for_are_not_kept():
    data = QueryDict(mutable=True)
    data.update({**{f"x{n}": "x" for n in range(10_000)}, "f": "isi", "f__start": "x", "__class__": "x"})
    form = AnswerForm(made([field()]), data)
    assert form.is_valid()
    assert form.answers() == {"f": "isi"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["keramaian", "ops-sd", "sip-perawat"])
def test_an_empty_form_of_a_shipped_type_asks_for_what_is_required(code):
    permit_type = shipped_type(code)
    form = AnswerForm(permit_type, query({PURPOSE: "new"}))
    expected = fields_that_apply(permit_type, "new", {})
    assert set(form.errors) == {made_field.key for made_field in expected if made_field.required}
