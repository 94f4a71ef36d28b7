"""A permit type as JSON: what is read is what was written."""

import json
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izin.catalog.exchange import FORMAT, LEFT_OUT, ROWS, permit_type_fill, permit_type_to_json, without_notes
from izin.catalog.models import FormField, PermitType, Requirement, Sector
from tests.factories.catalog import TYPE_CODES, SectorFactory, shipped_type, type_data

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=60)


def sectors():
    for code in {type_data(code)["sector"] for code in TYPE_CODES}:
        SectorFactory(code=code, name=code)


def filled(data):
    return permit_type_fill(PermitType(live=False), data)


def notes_in(data):
    if isinstance(data, dict):
        return [key for key in data if key.startswith("_")] + [
            note for value in data.values() for note in notes_in(value)
        ]
    return [note for item in data for note in notes_in(item)] if isinstance(data, list) else []


@pytest.mark.django_db
@pytest.mark.parametrize("code", TYPE_CODES)
def test_a_shipped_type_loses_nothing_but_its_notes(code):
    sectors()
    data = without_notes(type_data(code))
    exported = permit_type_to_json(filled(data))
    assert exported["format"] == FORMAT == data["format"]
    for key, value in data.items():
        if key not in ROWS:
            assert exported[key] == value, key
    for name in ROWS:
        assert len(exported[name]) == len(data[name])
        for row, source in zip(exported[name], data[name], strict=True):
            assert {key: row[key] for key in source} == source


@st.composite
def changed_types(draw):
    """Return a shipped type as an editor elsewhere may have changed it."""
    data = deepcopy(without_notes(type_data(draw(st.sampled_from(TYPE_CODES)))))
    for key in ("name", "letter_title", "fee_label"):
        data[key] = draw(WORDS)
    for key in ("description", "source_note", "letter_opening", "menu_name"):
        data[key] = draw(st.just("") | WORDS)
    data["renewable"] = draw(st.booleans())
    data["service_days"] = draw(st.integers(0, 300))
    for name in ROWS:
        rows = draw(st.permutations(data[name]))
        data[name] = rows[: draw(st.integers(0, len(rows)))]
    for row in data["fields"]:
        row["label"] = draw(WORDS)
        row["min_value"] = draw(st.none() | st.integers(-(2**31), 2**31 - 1))
        row["is_public"] = draw(st.booleans())
        row["pattern"] = draw(st.sampled_from(["", r"\d{8}", "[\"'\\\\]"]))
    return data


@pytest.mark.django_db
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(changed_types())
def test_what_is_written_is_read_again_unchanged(data):
    sectors()
    exported = permit_type_to_json(filled(data))
    assert {key: exported[key] for key in data if key not in ROWS} == {k: v for k, v in data.items() if k not in ROWS}
    carried = json.loads(json.dumps(exported))
    assert permit_type_to_json(filled(carried)) == exported == carried


@pytest.mark.django_db
def test_a_stored_type_says_the_same_as_before_it_was_stored():
    data = type_data("sip-perawat")
    stored = PermitType.objects.get(pk=shipped_type("sip-perawat").pk)
    assert permit_type_to_json(stored) == permit_type_to_json(stored.live_revision.as_object())
    stored.number_code = data["number_code"]
    assert [row["key"] for row in permit_type_to_json(stored)["fields"]] == [row["key"] for row in data["fields"]]


@pytest.mark.django_db
def test_nothing_of_one_office_s_database_is_exported():
    exported = permit_type_to_json(shipped_type("penelitian"))
    assert not LEFT_OUT & {key for key in exported if key != "id"}
    assert not LEFT_OUT & {key for name in ROWS for row in exported[name] for key in row}
    assert exported["sector"] == "penelitian"
    assert json.loads(json.dumps(exported)) == exported


@pytest.mark.django_db
def test_reading_over_a_stored_type_replaces_its_rows_and_keeps_the_rest():
    stored = shipped_type("penelitian")
    data = {
        "sector": "penelitian",
        "name": "Nama Baru",
        "fields": [{"key": "satu", "label": "Satu", "kind": "text"}],
        "requirements": [],
        "stages": type_data("penelitian")["stages"],
    }
    permit_type_fill(stored, data)
    assert [(row.key, row.sort_order) for row in stored.fields.all()] == [("satu", 0)]
    assert list(stored.requirements.all()) == []
    assert (stored.name, stored.code) == ("Nama Baru", "penelitian")
    # Nothing is saved: what is read becomes a draft.
    kept = PermitType.objects.get(pk=stored.pk)
    assert kept.name != "Nama Baru"
    assert kept.fields.count() > 1


@pytest.mark.django_db
def test_state_and_ids_of_the_json_are_not_read():
    sectors()
    data = {**type_data("keramaian"), "id": 7, "live": True, "latest_revision": 1, "sort_order": 3}
    data["fields"] = [{**data["fields"][0], "id": 9, "permit_type": 3, "sort_order": 8}]
    read = filled(data)
    assert (read.pk, read.live, read.latest_revision_id) == (None, False, None)
    assert [(row.pk, row.permit_type_id, row.sort_order) for row in read.fields.all()] == [(None, None, 0)]


def test_notes_are_dropped_at_every_depth():
    data = {"_a": 1, "b": [{"_c": {}, "d": "_d", "e": [{"_f": 1}]}, "_g"], "h_": {"_i": 1, "j": None}}
    assert without_notes(data) == {"b": [{"d": "_d", "e": [{}]}, "_g"], "h_": {"j": None}}
    assert data["_a"] == 1
    shipped = [type_data(code) for code in TYPE_CODES]
    assert notes_in(shipped)  # or this tests nothing
    assert notes_in(without_notes(shipped)) == []


@pytest.mark.django_db
def test_an_unknown_sector_is_named():
    with pytest.raises(ValidationError) as refused:
        filled({**type_data("keramaian"), "sector": "<tidak ada>"})
    assert refused.value.message_dict == {"sector": ["Sektor “<tidak ada>” tidak dikenal."]}
    assert not Sector.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"code": "a b"}, "code"),
        ({"name": ""}, "name"),
        ({"service_days": "banyak"}, "service_days"),
        ({"service_days": -1}, "service_days"),
        ({"letter_layout": "../rahasia"}, "letter_layout"),
        ({"number_pattern": "{urut}/{tahun}/{kode}/{lain}"}, "number_pattern"),
        ({"fields": [{"key": "a__b", "label": "A", "kind": "text"}]}, "key"),
        ({"fields": [{"key": "a", "label": "A", "kind": "berkas"}]}, "kind"),
        ({"fields": [{"key": "a", "label": "x" * 121, "kind": "text"}]}, "label"),
        ({"fields": [{"key": "a", "label": "A", "kind": "number", "min_value": "x"}]}, "min_value"),
        ({"requirements": [{"key": "a", "name": "A", "file_kind": "exe", "max_kb": 1}]}, "file_kind"),
        ({"requirements": [{"key": "a", "name": "A", "file_kind": "pdf", "max_kb": 0}]}, "max_kb"),
        ({"stages": [{"key": "a", "label": "A", "role": "raja"}]}, "role"),
    ],
)
def test_what_a_column_does_not_take_is_refused(changes, named):
    sectors()
    with pytest.raises(ValidationError) as refused:
        filled({**type_data("keramaian"), **changes})
    assert named in refused.value.message_dict


@pytest.mark.django_db
def test_a_type_whose_code_is_taken_is_refused():
    shipped_type("keramaian")
    with pytest.raises(ValidationError) as refused:
        filled(type_data("keramaian"))
    assert {"code", "slug", "number_code"} <= set(refused.value.message_dict)


@pytest.mark.django_db
def test_numbers_as_text_become_numbers():
    sectors()
    data = type_data("keramaian")
    data["requirements"] = [{"key": "a", "name": "A", "file_kind": "pdf", "max_kb": "500"}]
    data["fields"] = [{"key": "a", "label": "A", "kind": "number", "min_value": "5"}]
    exported = permit_type_to_json(filled({**data, "service_days": "7"}))
    assert (exported["service_days"], exported["requirements"][0]["max_kb"]) == (7, 500)
    assert exported["fields"][0]["min_value"] == 5


def test_every_column_of_a_row_is_exchanged():
    assert ROWS["fields"] is FormField
    assert ROWS["requirements"] is Requirement
    for model in ROWS.values():
        assert {column.name for column in model._meta.concrete_fields} - LEFT_OUT >= {"key"}
