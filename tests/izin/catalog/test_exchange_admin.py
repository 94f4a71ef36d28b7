"""A permit type as a file: given, and taken from strangers."""

import json
from contextlib import suppress

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from jsonschema import Draft202012Validator
from wagtail.models import ModelLogEntry

from izin.accounts.enums import Role
from izin.catalog import enums
from izin.catalog.exchange import ROWS, column_names, permit_type_to_json
from izin.catalog.forms import IMPORT_MAX_BYTES
from izin.catalog.models import PermitType
from izin.catalog.services.importing import MAX_PROBLEMS, SCHEMA, permit_type_import
from tests.factories.accounts import UserFactory
from tests.factories.catalog import TYPE_CODES, PermitTypeFactory, SectorFactory, research_data, type_data
from tests.factories.files import upload
from tests.izin.catalog.type_form import address

schema = json.loads(SCHEMA.read_text(encoding="utf-8"))


def file_of(**changes):
    data = {**research_data(), **changes}
    return json.dumps({name: value for name, value in data.items() if value is not ...}).encode()


@pytest.fixture
def actor(db):
    SectorFactory()
    return UserFactory(superuser=True)


@pytest.fixture
def editor(client, actor):
    client.force_login(actor)
    return client


def refusal(data, actor):
    with pytest.raises(ValidationError) as caught:
        permit_type_import(data=data, actor=actor)
    assert not PermitType.objects.exists()
    return caught.value.messages


def test_the_schema_is_one_and_knows_every_column_and_word():
    Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {"format", *column_names(PermitType), *ROWS}
    for relation, model in ROWS.items():
        assert set(schema["properties"][relation]["items"]["properties"]) == set(column_names(model))
    field, requirement, stage = (schema["properties"][name]["items"]["properties"] for name in ROWS)
    assert field["kind"]["enum"] == enums.FieldKind.values
    assert set(field["meaning"]["enum"]) == {"", *enums.FieldMeaning.values}
    assert field["applies_to"]["enum"] == requirement["applies_to"]["enum"] == enums.AppliesTo.values
    assert field["date_limit"]["enum"] == ["", *enums.DateLimit.values]
    assert requirement["file_kind"]["enum"] == enums.FileKind.values
    assert requirement["content_check"]["enum"] == ["", *enums.ContentCheck.values]
    assert stage["role"]["enum"] == Role.values
    assert schema["properties"]["letter_layout"]["enum"] == enums.LetterLayout.values


def test_the_schema_knows_the_length_of_every_column():
    for properties, model in (
        (schema["properties"], PermitType),
        *((schema["properties"][name]["items"]["properties"], model) for name, model in ROWS.items()),
    ):
        for name in column_names(model):
            column = model._meta.get_field(name)
            if column.max_length and not column.choices and name != "sector":
                assert properties[name]["maxLength"] == column.max_length, name


@pytest.mark.parametrize("code", TYPE_CODES)
def test_every_shipped_type_fits_the_schema(code):
    assert list(Draft202012Validator(schema).iter_errors(type_data(code))) == []


def test_a_type_goes_out_and_comes_in_again_as_a_draft(editor):
    made = PermitTypeFactory(number_code="IP")
    response = editor.get(address("export", made.pk))
    assert response["Content-Disposition"] == f'attachment; filename="{made.code}.json"'
    response = editor.post(address("import"), {"file": upload(response.content, "jenis.json")})
    come = PermitType.objects.exclude(pk=made.pk).get()
    assert response.url == address("edit", come.pk)
    own = {"code": made.code + "-salinan", "slug": made.slug + "-salinan", "number_code": "IP-2"}
    assert permit_type_to_json(come) == {**permit_type_to_json(made), **own}
    assert (come.live, come.first_published_at, come.revisions.count()) == (False, None, 1)
    entry = ModelLogEntry.objects.get(action="izin_catalog.import")
    assert (entry.object_id, entry.content_type) == (str(come.pk), ContentType.objects.get_for_model(PermitType))
    assert "Diimpor dari berkas JSON" in editor.get(address("history", come.pk)).content.decode()
    come.latest_revision.publish()


def test_what_is_exported_is_the_newest_draft(editor):
    made = PermitTypeFactory()
    made.name = "Belum Terbit"
    made.save_revision()
    assert editor.get(address("export", made.pk)).json()["name"] == "Belum Terbit"


def test_free_names_are_kept_and_notes_are_not_read(actor):
    made = permit_type_import(data=b"\xef\xbb\xbf" + file_of(_source={"a": [{"_b": 1.5}]}), actor=actor)
    assert (made.code, made.slug, made.number_code) == ("penelitian", "izin-penelitian", "IP")


def test_rich_text_is_cleaned(actor):
    html = '<p onclick="x()">Izin <script>x()</script><b>{pemegang}</b><img src="http://luar/x"></p>'
    made = permit_type_import(data=file_of(letter_opening=html), actor=actor)
    assert "onclick" not in made.letter_opening
    assert "<script" not in made.letter_opening
    assert "<img" not in made.letter_opening
    assert "<b>{pemegang}</b>" in made.letter_opening


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"format": "lain/1"}, "format: harus salah satu dari “sisfo-izin/permit-type/1”."),
        ({"name": ...}, "Berkas: “name” tidak ada."),
        ({"name": 5}, "name: jenis nilainya salah, seharusnya teks."),
        ({"name": ""}, "name: tidak boleh kosong."),
        ({"name": "x" * 201}, "name: paling panjang 200 huruf."),
        ({"code": "dua kata"}, "code: “dua kata” tidak sesuai bentuk yang diminta."),
        ({"service_days": -1}, "service_days: paling kecil 0."),
        ({"validity_years_max": 51}, "validity_years_max: paling besar 50."),
        ({"renewable": "ya"}, "renewable: jenis nilainya salah, seharusnya true atau false."),
        ({"live": True}, "Berkas: tidak mengenal “live”."),
        ({"id": 1}, "Berkas: tidak mengenal “id”."),
        ({"fields": {}}, "fields: jenis nilainya salah, seharusnya daftar."),
        ({"fields": [5]}, "fields, nomor 1: jenis nilainya salah, seharusnya kumpulan nama dan nilai."),
        ({"stages": [{"key": "a", "label": "A"}]}, "stages, nomor 1: “role” tidak ada."),
        (
            {"fields": [{"key": "a", "label": "A", "kind": "text", "min_value": "5"}]},
            "fields, nomor 1, min_value: jenis nilainya salah, seharusnya angka bulat atau null.",
        ),
        (
            {"requirements": [{"key": "a", "name": "A", "file_kind": "exe", "max_kb": 1}]},
            "requirements, nomor 1, file_kind: harus salah satu dari “jpeg”, “pdf”.",
        ),
        ({"stages": [{}] * 21}, "stages: paling banyak 20 baris."),
        ({"sector": "entah"}, "Sektor “entah” tidak dikenal."),
        (
            {"fields": [{"key": "a", "label": "A", "kind": "text"}] * 2},
            "Kunci isian “a” dipakai lebih dari satu kali.",
        ),
        (
            {"fields": [{"key": k, "label": "A", "kind": "text", "meaning": "subject"} for k in "ab"]},
            "Makna “Judul atau perihal izin” diberikan kepada lebih dari satu isian.",
        ),
        ({"number_pattern": "{urut}{kode}"}, "Pola nomor memerlukan penanda {urut} dan {tahun}."),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(actor, changes, problem):
    assert refusal(file_of(**changes), actor) == [problem]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "Berkas ini bukan JSON yang benar."),
        (b"{", "Berkas ini bukan JSON yang benar."),
        (b"\xff\xfe{}", "Berkas ini bukan teks UTF-8."),
        (b'{"name": "\\ud800"}', "Berkas ini bukan teks UTF-8."),
        (b'{"name": "\\u0000"}', "Berkas ini memuat karakter yang tidak dapat disimpan."),
        (b'{"name": NaN}', "Berkas ini bukan JSON yang benar."),
        (b'{"name": ' + b"9" * 5000 + b"}", "Berkas ini bukan JSON yang benar."),
        (b"[" * 200_000, "Berkas ini tersusun terlalu dalam."),
        (b'{"a":' * 100_000, "Berkas ini tersusun terlalu dalam."),
        (b"[" * 900 + b"]" * 900, None),
        (b'{"name": "a", "name": "b"}', "Ada nama yang tertulis dua kali dalam satu bagian berkas ini."),
        (b"[]", "Berkas: jenis nilainya salah, seharusnya kumpulan nama dan nilai."),
        (b"null", "Berkas: jenis nilainya salah, seharusnya kumpulan nama dan nilai."),
    ],
    ids=[
        "empty",
        "cut",
        "utf-16",
        "half-a-character",
        "nul",
        "nan",
        "long-number",
        "deep-lists",
        "deep-objects",
        "less-deep",
        "twice",
        "list",
        "null",
    ],
)
def test_a_file_that_is_no_type_at_all_is_refused(actor, data, problem):
    messages = refusal(data, actor)
    assert len(messages) == 1
    assert problem is None or messages == [problem]


@pytest.mark.parametrize(
    "rows",
    [[1] * 300_000, [{"key": "a", "label": "A", "kind": "text"}] * 20_000, [{str(n): n for n in range(50_000)}]],
    ids=["wrong", "right", "wide"],
)
def test_a_very_large_file_is_refused_after_little_work(actor, rows):
    messages = refusal(file_of(fields=rows), actor)
    assert 1 <= len(messages) <= MAX_PROBLEMS
    assert all(len(message) < 1000 for message in messages)


def test_the_page_says_what_is_wrong_and_nothing_is_saved(editor):
    page = editor.get(address("import")).content.decode()
    assert "Impor sebagai draf" in page
    response = editor.post(address("import"), {"file": upload(b'{"format": "<b>x"}', "jenis.json")})
    assert response.status_code == 422
    assert "“sector” tidak ada." in response.content.decode()
    assert "<b>x" not in response.content.decode()
    response = editor.post(address("import"), {"file": upload(b" " * (IMPORT_MAX_BYTES + 1), "jenis.json")})
    assert "Berkas lebih besar dari 1 MB." in response.content.decode()
    assert editor.post(address("import")).status_code == 422
    assert not PermitType.objects.exists()


@pytest.mark.django_db
def test_the_file_of_a_type_is_only_for_editors(client):
    made = PermitTypeFactory()
    client.force_login(UserFactory())
    assert client.get(address("export", made.pk)).status_code in {302, 403}
    assert client.post(address("import"), {"file": upload(file_of())}).status_code in {302, 403}
    assert PermitType.objects.count() == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


class AnyFile(TestCase):
    """Whatever stands in a file, it is taken or refused in words."""

    @given(st.dictionaries(st.sampled_from(sorted(schema["properties"])), JSON, max_size=4))
    @settings(max_examples=60, deadline=None)
    def test_a_spoilt_file(self, changes):
        SectorFactory()
        with suppress(ValidationError):
            permit_type_import(data=json.dumps({**research_data(), **changes}).encode(), actor=UserFactory())
