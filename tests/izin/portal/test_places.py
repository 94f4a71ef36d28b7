"""The tab of places (F3, F6)."""

import pytest
from django.urls import reverse

from izin.applications.services.autosaving import answers_version
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, plain_rows
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

OLD = ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def url(application, name="application_places"):
    return reverse(f"portal:{name}", args=[application.pk])


def tabs(response):
    return [link.get_text() for link in page_of(response).select("nav.tabs a")]


def places(application):
    return list(application.locations.values_list("name", flat=True))


def test_an_application_that_was_sent_has_the_tabs_of_the_guide(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="terima")
    page = client.get(url(application, "application_detail"))
    assert tabs(page) == ["Detail Permohonan", "Dokumen Persyaratan", "Catatan", "Proses", "Lokasi"]
    assert page_of(page).select_one(f'main a[href="{url(application)}"].btn').get_text(strip=True) == (
        "Ubah atau tambah lokasi"
    )
    fields = [row for row in plain_rows("fields") if row["kind"] != "locations"]
    other = ApplicationFactory(
        applicant=applicant, at="terima", permit_type=PermitTypeFactory(fields=fields), locations=()
    )
    assert "Lokasi" not in tabs(client.get(url(other, "application_detail")))
    assert client.get(url(other)).status_code == 404


def test_places_are_changed_while_officers_examine_it(client, applicant):
    listed = ResearchLocationFactory()
    application = ApplicationFactory(applicant=applicant, at="kabid")
    data = fields_of(client.get(url(application)))
    assert data["locations"] == OLD
    response = client.post(url(application), {**data, "locations": [*OLD, str(listed)]}, follow=True)
    assert response.redirect_chain == [(url(application), 302)]
    assert "Lokasi tersimpan dan diberitahukan kepada petugas." in text_of(response, "body")
    assert places(application) == [*OLD, str(listed)]
    assert application.locations.get(name=str(listed)).location == listed
    notes = text_of(client.get(url(application, "application_notes")))
    assert f"Lokasi yang ditambahkan: {listed}." in notes
    assert "Anda, " in notes


def test_another_row_is_asked_for_without_scripts(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="terima")
    data = {**fields_of(client.get(url(application))), "tambah_lokasi": "1"}
    page = client.post(url(application), data)
    assert [field["value"] for field in page_of(page).select('[name="locations"]')] == [*OLD, ""]
    assert places(application) == OLD


def test_nothing_and_an_old_page_are_told_and_lose_nothing(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="terima")
    version = answers_version(application)
    refused = client.post(url(application), {"versi": version, "locations": [" "]})
    assert refused.status_code == 422
    assert errors_of(refused)["locations"] == "Isi sedikitnya satu lokasi."
    stale = client.post(url(application), {"versi": "old", "locations": ["Nagari Lain"]})
    assert stale.status_code == 409
    assert fields_of(stale)["locations"] == "Nagari Lain"
    assert fields_of(stale)["versi"] == version
    assert places(application) == OLD


@pytest.mark.parametrize("at", ["kadis", "issued"])
def test_what_can_not_be_changed_is_shown(client, applicant, at):
    application = ApplicationFactory(applicant=applicant, at=at)
    page = client.get(url(application))
    assert page_of(page).select("main form") == []
    assert OLD[0] in text_of(page)
    refused = client.post(url(application), {"versi": answers_version(application), "locations": ["A"]}, follow=True)
    assert "tidak dapat diubah lagi" in text_of(refused, "body")
    assert places(application) == OLD


def test_while_the_applicant_has_it_the_form_is_the_place(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="returned:terima")
    page = client.get(url(application))
    assert (
        page_of(page)
        .select_one('main a[href$="#div_id_lokasi"]')["href"]
        .startswith(url(application, "application_edit"))
    )
