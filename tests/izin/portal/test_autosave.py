"""Drafts that keep themselves: incomplete, without JavaScript too, and never over a newer version (F8)."""

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from izin.applications.models import Application
from izin.applications.services.autosaving import answers_version, unfinished_typed
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data
from tests.factories.catalog import PermitTypeFactory, shipped_type
from tests.html import errors_of, fields_of, page_of, text_of
from tests.threads import run_together

JSON = {"HTTP_ACCEPT": "application/json"}
PLACES = ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
FORM = {**form_data(ANSWERS), "lokasi": PLACES}
HALF = {**FORM, "judul": "", "email_kampus": "dekan@kampus", "waktu__end": "", "tgl_rekom": "2026-11-02"}


@pytest.fixture
def applicant(client, db):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def edit_url(application):
    return reverse("portal:application_edit", args=[application.pk])


def fresh(application):
    return Application.objects.get(pk=application.pk)


def keep(client, application, data, version=None, **options):
    marked = {**data, "simpan_draf": "1", "versi": version or answers_version(fresh(application))}
    return client.post(edit_url(application), marked, **options)


def test_the_button_begins_a_draft_with_what_there_is_and_shows_all_of_it_again(client, applicant):
    permit_type = PermitTypeFactory()
    address = reverse("portal:application_create", args=[permit_type.slug])
    response = client.post(address, {**HALF, "simpan_draf": "1"}, follow=True)
    application = Application.objects.get()
    assert response.redirect_chain == [(edit_url(application), 302)]
    assert "Draf tersimpan." in text_of(response, ".messages")
    assert errors_of(response) == {}
    shown = fields_of(response)
    assert shown.pop("versi") == answers_version(application)
    assert shown == HALF
    assert (application.status, application.answers["rekom_dari"]) == ("draft", ANSWERS["rekom_dari"])
    assert "email_kampus" not in application.answers
    assert "waktu" not in application.answers


def test_an_empty_form_is_a_draft_too(client, applicant):
    address = reverse("portal:application_create", args=[PermitTypeFactory().slug])
    assert client.post(address, {"simpan_draf": "1"}, follow=True).status_code == 200
    application = Application.objects.get()
    assert (application.answers.get("judul"), unfinished_typed(application)) == (None, {})


def test_what_is_half_typed_can_not_be_sent_and_is_named(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    keep(client, application, HALF)
    response = client.post(reverse("portal:application_send", args=[application.pk]), {"benar": "on"})
    assert response.status_code == 422
    assert [link.get_text() for link in page_of(response).select(".error-summary a")] == [
        "Judul penelitian",
        "Waktu penelitian (belum benar)",
        "Email kampus atau instansi (belum benar)",
    ]
    assert fresh(application).status == "draft"


def test_an_optional_field_that_is_wrong_keeps_the_draft_from_being_sent(client, applicant):
    fields = [{"key": "hp", "label": "Nomor WA", "kind": "phone", "required": False}]
    permit_type = PermitTypeFactory(
        fields=fields, requirements=[], letter_opening="", letter_conditions="", letter_copies=""
    )
    application = ApplicationFactory(applicant=applicant, permit_type=permit_type, answers={}, locations=[])
    keep(client, application, {"hp": "abc"})
    assert fields_of(client.get(edit_url(application)))["hp"] == "abc"
    response = client.post(reverse("portal:application_send", args=[application.pk]), {"benar": "on"})
    assert text_of(response, ".error-summary li") == "Nomor WA (belum benar)"
    version = answers_version(fresh(application))
    client.post(edit_url(application), {"hp": "0812 3456 7890", "versi": version})
    assert unfinished_typed(application) == {}


def test_until_the_purpose_is_chosen_nothing_typed_is_lost(client, applicant):
    permit_type = shipped_type("sip-perawat")
    address = reverse("portal:application_create", args=[permit_type.slug])
    typed = {"no_izin_lama": "449.1/1/2020", "no_str": "84579", "tempat__street": "Jalan Lama 1"}
    known = set(fields_of(client.get(address)))
    typed = {name: text for name, text in typed.items() if name in known}
    assert len(typed) >= 2
    response = client.post(address, {**typed, "simpan_draf": "1"}, follow=True)
    shown = fields_of(response)
    assert {name: shown[name] for name in typed} == typed


def test_the_script_is_answered_in_its_own_language(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    before = AuditEntry.objects.count()
    with time_machine.travel("2026-11-24T03:32:00Z"):
        response = keep(client, application, HALF, **JSON)
    assert response.status_code == 200
    assert response.json() == {
        "message": "Tersimpan 10.32",
        "version": answers_version(fresh(application)),
        "address": edit_url(application),
    }
    assert AuditEntry.objects.count() == before


def test_the_first_save_of_the_script_begins_the_draft_and_the_second_goes_on_with_it(client, applicant):
    address = reverse("portal:application_create", args=[PermitTypeFactory().slug])
    first = client.post(address, {"judul": "Satu", "simpan_draf": "1"}, **JSON).json()
    second = client.post(
        first["address"], {"judul": "Dua", "simpan_draf": "1", "versi": first["version"]}, **JSON
    ).json()
    application = Application.objects.get()
    assert application.answers["judul"] == "Dua"
    assert second["version"] == answers_version(application) != first["version"]


@pytest.mark.parametrize("button", ["simpan_draf", "simpan"])
def test_an_older_page_overwrites_nothing_and_loses_nothing(client, applicant, button):
    application = ApplicationFactory(applicant=applicant)
    old = answers_version(application)
    keep(client, application, {**FORM, "judul": "Dari tab lain"})
    response = client.post(edit_url(application), {**FORM, "judul": "Dari tab ini", button: "1", "versi": old})
    assert response.status_code == 409
    assert "baru saja diubah dari tab atau perangkat lain" in text_of(response, ".messages")
    assert fresh(application).answers["judul"] == "Dari tab lain"
    shown = fields_of(response)
    assert shown["judul"] == "Dari tab ini"
    # Saved once more, it knows what it replaces.
    client.post(edit_url(application), {**shown, button: "1"})
    assert fresh(application).answers["judul"] == "Dari tab ini"


def test_the_script_of_an_older_page_is_refused_and_told(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    old = answers_version(application)
    keep(client, application, {**FORM, "judul": "Dari tab lain"}, **JSON)
    response = keep(client, application, {**FORM, "judul": "Dari tab ini"}, version=old, **JSON)
    assert response.status_code == 409
    assert "tab atau perangkat lain" in response.json()["message"]
    assert fresh(application).answers["judul"] == "Dari tab lain"


def test_a_page_shown_again_with_errors_keeps_its_own_version(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    old = answers_version(application)
    keep(client, application, {**FORM, "judul": "Dari tab lain"})
    for extra in ({"judul": ""}, {"tambah_lokasi": "1"}):
        response = client.post(edit_url(application), {**FORM, **extra, "versi": old})
        assert fields_of(response)["versi"] == old


@pytest.mark.parametrize("at", ["returned:terima", "terima", "issued"])
def test_only_a_draft_keeps_itself(client, applicant, at):
    application = ApplicationFactory(applicant=applicant, at=at)
    assert "data-autosave" not in client.get(edit_url(application), follow=True).content.decode()
    keep(client, application, HALF, follow=True)
    assert fresh(application).answers == ANSWERS


def test_somebody_else_s_draft_does_not_exist(client, applicant):
    application = ApplicationFactory()
    assert keep(client, application, HALF, **JSON).status_code == 404
    assert fresh(application).answers == ANSWERS


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_is_kept_and_the_other_is_told(client):
    applicant = ApplicantFactory()
    application = ApplicationFactory(applicant=applicant)
    version = answers_version(application)

    def save(title):
        def call():
            tab = type(client)()
            tab.force_login(applicant)
            data = {**FORM, "judul": title, "simpan_draf": "1", "versi": version}
            return title, tab.post(edit_url(application), data, **JSON).status_code

        return call

    results = dict(run_together([save(f"Tab {number}") for number in range(4)]))
    assert sorted(results.values()) == [200, 409, 409, 409]
    (winner,) = [title for title, status in results.items() if status == 200]
    assert fresh(application).answers["judul"] == winner


class AnythingTypedTest(TestCase):
    """Whatever a browser sends is kept or refused, and never breaks the page it came from."""

    @classmethod
    def setUpTestData(cls):
        cls.application = ApplicationFactory()

    @settings(max_examples=40, deadline=None)
    @given(st.dictionaries(st.sampled_from([*FORM, "jenis_izin"]), st.text(max_size=300)))
    def test_any_words(self, typed):
        self.client.force_login(self.application.applicant)
        response = keep(self.client, self.application, typed)
        assert response.status_code == 302
        assert self.client.get(edit_url(self.application)).status_code == 200
        review = reverse("portal:application_review", args=[self.application.pk])
        assert self.client.get(review).status_code == 200


def test_a_flood_of_words_is_cut(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    keep(client, application, {"judul": "x" * 200_000, "lokasi": ["y" * 300] * 500})
    kept = unfinished_typed(application)
    assert (len(kept["judul"]), len(kept["lokasi"])) == (5000, 50)
