"""The form of a permit type, built from its fields (F2, F3)."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from izin.applications.forms import ApplicationForm, initial_answers
from tests.factories.applications import ANSWERS
from tests.factories.catalog import PermitTypeFactory

FILLED = {**ANSWERS, "lokasi": ["Kecamatan Kubung"]}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


def sent(**changes):
    data = QueryDict(mutable=True)
    for key, value in {**FILLED, **changes}.items():
        data.setlist(key, value if isinstance(value, list) else [value])
    return data


@pytest.mark.django_db
def test_the_form_asks_the_fields_of_the_type_in_order():
    permit_type = PermitTypeFactory()
    assert list(ApplicationForm(permit_type).fields) == [field.key for field in permit_type.fields.all()]


@pytest.mark.django_db
def test_a_complete_form_gives_json_answers_and_places():
    form = ApplicationForm(PermitTypeFactory(), sent(lokasi=["  RSUD   Arosuka ", "", "Kubung", "RSUD Arosuka"]))
    assert form.is_valid(), form.errors
    assert form.answers() == ANSWERS
    assert form.locations() == ["RSUD Arosuka", "Kubung"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2026-12-01", "01/12/2026", "1-12-2026"])
def test_dates_are_taken_as_people_type_them(typed):
    form = ApplicationForm(PermitTypeFactory(), sent(tgl_mulai=typed))
    assert form.is_valid(), form.errors
    assert form.answers()["tgl_mulai"] == "2026-12-01"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"judul": ""}, "judul", "harus diisi"),
        ({"judul": "x" * 1001}, "judul", "1000"),
        ({"rekom_dari": "x" * 201}, "rekom_dari", "200"),
        ({"jenis_izin": "Pesta"}, "jenis_izin", "Pesta"),
        ({"email_kampus": "bukan email"}, "email_kampus", "email"),
        ({"tgl_rekom": "2026-02-30"}, "tgl_rekom", "tanggal"),
        ({"judul": "a\0b"}, "judul", "null"),
        ({"tgl_selesai": "2026-11-30"}, "tgl_selesai", "tidak boleh sebelum tanggal mulai"),
        ({"tgl_mulai": "2026-01-01", "tgl_selesai": "2026-11-23"}, "tgl_selesai", "sudah lewat"),
        ({"tgl_mulai": "2026-12-01", "tgl_selesai": "2027-12-02"}, "tgl_selesai", "Paling lama 1 tahun"),
        ({"tgl_mulai": "2026-12-01", "tgl_selesai": "2028-01-01"}, "tgl_selesai", "Paling lama 1 tahun"),
        ({"lokasi": ["", " "]}, "lokasi", "sedikitnya satu"),
        ({"lokasi": [f"Tempat {n}" for n in range(21)]}, "lokasi", "Paling banyak 20"),
        ({"lokasi": ["x" * 201]}, "lokasi", "paling panjang 200"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, key, message):
    form = ApplicationForm(PermitTypeFactory(), sent(**changes))
    assert not form.is_valid()
    assert list(form.errors) == [key]
    assert message.lower() in " ".join(form.errors[key]).lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"), [("2026-12-01", "2027-12-01"), ("2026-11-24", "2026-11-24"), ("2026-01-01", "2026-11-24")]
)
def test_periods_at_the_edge_are_taken(start, end):
    assert ApplicationForm(PermitTypeFactory(), sent(tgl_mulai=start, tgl_selesai=end)).is_valid()


@pytest.mark.django_db
def test_optional_fields_may_stay_empty():
    fields = [
        {"key": key, "label": key, "kind": kind, "required": False}
        for key, kind in (("a", "text"), ("b", "date"), ("c", "email"), ("d", "locations"))
    ]
    form = ApplicationForm(PermitTypeFactory(fields=fields), QueryDict())
    assert form.is_valid(), form.errors
    assert (form.answers(), form.locations()) == ({"a": "", "b": "", "c": ""}, [])


@pytest.mark.django_db
def test_stored_answers_fill_the_form_again():
    permit_type = PermitTypeFactory()
    assert initial_answers(permit_type, ANSWERS, ["Kubung"]) == {**ANSWERS, "lokasi": ["Kubung"]}


@pytest.mark.django_db
def test_another_place_is_one_more_row_and_loses_nothing():
    form = ApplicationForm(PermitTypeFactory(), sent(tambah_lokasi="1"))
    widget = form.fields["lokasi"].widget
    assert widget.value_from_datadict(form.data, {}, "lokasi") == ["Kecamatan Kubung", ""]
    html = str(form["lokasi"])
    assert 'value="Kecamatan Kubung"' in html
