"""The catalogue in the Wagtail admin."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from izin.catalog.models import PermitType, ResearchLocation, Sector
from tests.factories.accounts import UserFactory

COLUMNS = {
    "fields": ["id", "key", "label", "kind", "required", "help_text", "options", "meaning", "is_public"],
    "requirements": ["id", "key", "name", "help_text", "file_kind", "max_kb", "required", "from_account"],
    "stages": ["id", "key", "label", "role", "signs"],
}


@pytest.fixture
def permit_type(db):
    call_command("load_catalogue", verbosity=0)
    return PermitType.objects.get()


@pytest.fixture
def editor(client, db):
    client.force_login(UserFactory(superuser=True))
    return client


def rows(permit_type, name):
    return [
        {column: value for column in COLUMNS[name] if (value := getattr(row, column)) not in (False, None)}
        for row in getattr(permit_type, name).all()
    ]


def form_of(permit_type, **changes):
    plain = [f.name for f in PermitType._meta.fields if f.editable and f.name not in {"id", "latest_revision"}]
    values = {name: permit_type.serializable_data()[name] for name in plain}
    children = {name: rows(permit_type, name) for name in COLUMNS}
    data = {**{k: v for k, v in values.items() if v is not None}, **children, **changes}
    return nested_form_data({k: inline_formset(v, initial=len(v)) if k in COLUMNS else v for k, v in data.items()})


def edit(editor, permit_type, **changes):
    address = reverse("wagtailsnippets_izin_catalog_permittype:edit", args=[permit_type.pk])
    return editor.post(address, {**form_of(permit_type, **changes), "action-publish": "1"})


def test_a_permit_type_is_edited_and_published(editor, permit_type):
    response = edit(editor, permit_type, service_days=4)
    assert response.status_code == 302
    permit_type.refresh_from_db()
    assert permit_type.service_days == 4
    assert permit_type.live_revision == permit_type.latest_revision
    assert [stage.key for stage in permit_type.stages.all()][-1] == "kadis"


def test_a_workflow_that_could_never_issue_is_refused(editor, permit_type):
    stages = [{**row, "signs": ""} for row in rows(permit_type, "stages")]
    response = edit(editor, permit_type, service_days=4, stages=stages)
    assert response.status_code == 200
    assert "Tahap terakhir harus tahap tanda tangan." in response.content.decode()
    permit_type.refresh_from_db()
    assert permit_type.service_days == 5


@pytest.mark.parametrize("table", ["sector", "researchlocation"])
def test_plain_tables_are_listed(editor, permit_type, table):
    response = editor.get(f"/cms/izin_catalog/{table}/")
    assert response.status_code == 200


def test_a_location_is_added(editor, db):
    response = editor.post(
        "/cms/izin_catalog/researchlocation/create/",
        {"kind": "opd", "name": "Perpustakaan Daerah", "district": "", "active": "on", "source": "kantor"},
    )
    assert response.status_code == 302
    assert ResearchLocation.objects.get().name == "Perpustakaan Daerah"
    assert not Sector.objects.exists()


def test_wagtails_own_user_pages_are_not_in_the_menu(editor, db):
    page = editor.get("/cms/").content.decode()
    assert "/cms/users/" not in page
