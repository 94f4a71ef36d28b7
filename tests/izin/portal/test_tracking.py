"""How far an application has come, for people without a login (P9)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from izin.accounts.services.throttling import Limit
from izin.applications import tracking
from izin.applications.models import Application
from izin.applications.tracking import application_track, code_normalise
from tests.factories.applications import ApplicationFactory, NoteFactory
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/tracking/"
NOTHING = "Tidak ada permohonan dengan kode dan angka NIK itu."


@pytest.fixture
def application():
    return ApplicationFactory(at="kabid", applicant__full_name="Yuni Ananda")


def look(client, code, nik_end, **extra):
    return client.post(URL, {"code": code, "nik_end": nik_end}, **extra)


def end_of(application):
    return application.applicant.nik[-4:]


def wrong_end(application):
    return f"{(int(end_of(application)) + 1) % 10000:04}"


@pytest.mark.parametrize("field", ["receipt_code", "registration_number"])
def test_either_code_shows_the_stages(client, application, field):
    response = look(client, getattr(application, field), end_of(application))
    assert response.status_code == 200
    steps = page_of(response).select(".timeline-step")
    assert len(steps) == application.rules.stages.count()
    assert len(page_of(response).select(".timeline-step.is-current")) == 1
    assert application.rules.name in text_of(response)


def test_it_tells_by_when_the_office_decides(client, application):
    Application.objects.update(due_at=None, warn_at=None)
    assert "Paling lambat selesai" not in text_of(look(client, application.receipt_code, end_of(application)))
    due = datetime(2026, 12, 9, 9, tzinfo=UTC)
    Application.objects.update(due_at=due, warn_at=due)
    shown = text_of(look(client, application.receipt_code, end_of(application)))
    assert "Paling lambat selesai" in shown
    assert "9 Desember 2026" in shown


@pytest.mark.parametrize("change", [str.lower, lambda code: f"  {code[:3]} {code[3:]} ", lambda code: code])
def test_codes_are_read_as_people_type_them(client, application, change):
    for code in (application.receipt_code, application.registration_number):
        assert look(client, change(code), end_of(application)).status_code == 200


def test_a_number_with_small_letters_is_found_as_it_is(application):
    Application.objects.update(registration_number="7/Pen/2026")
    assert application_track(code="7/Pen/2026", nik_end=end_of(application)) == application


def test_it_tells_nothing_personal(client, application):
    note = NoteFactory(application=application, text="Berkas dari dosen diragukan.")
    person = application.applicant
    page = look(client, application.receipt_code, end_of(application)).content.decode()
    secrets = [person.full_name, person.email, person.phone, person.nik, note.text, note.author.full_name]
    secrets += [application.answers["judul"], person.masked_nik, "oleh"]
    assert not [secret for secret in secrets if secret in page]


def test_a_wrong_pair_has_one_answer_and_one_price(client, application):
    answers, prices = set(), set()
    for code, nik_end in [
        (application.receipt_code, wrong_end(application)),
        (application.registration_number, wrong_end(application)),
        ("TIDAKADA", end_of(application)),
        ("TIDAKADA", "0000"),
    ]:
        look(client, code, nik_end)  # the first try of any code begins to count it
        with CaptureQueriesContext(connection) as queries:
            response = look(client, code, nik_end)
        answers.add((response.status_code, text_of(response)))
        prices.add(len(queries))
    assert len(answers) == len(prices) == 1
    ((status, text),) = answers
    assert status == 422
    assert NOTHING in text


def test_what_was_typed_stays(client, application):
    refused = look(client, "SALAH", "1234")
    assert fields_of(refused) == {"code": "SALAH", "nik_end": "1234"}


@pytest.mark.parametrize("nik_end", ["", "123", "12345", "abcd", "12 4", "١٢٣٤", "1234\n5", "²222"])
def test_what_is_no_end_of_a_nik_is_told_at_its_field(client, application, nik_end):
    assert list(errors_of(look(client, application.receipt_code, nik_end))) == ["nik_end"]


@pytest.mark.parametrize("code", ["", " ", "x" * 101, "a\x00b"])
def test_what_is_no_code_is_told_at_its_field(client, code):
    assert list(errors_of(look(client, code, "1234"))) == ["code"]


@pytest.mark.parametrize("code", ["' OR 1=1 --", "%", "None", "draf 1", "<script>", "9" * 100])
def test_hostile_codes_find_nothing(client, application, code):
    response = look(client, code, end_of(application))
    assert response.status_code == 422
    assert NOTHING in text_of(response)


def test_drafts_are_not_there(client):
    draft = ApplicationFactory()
    for code in ("None", "", str(draft), str(draft.pk)):
        assert look(client, code, end_of(draft)).status_code == 422


def test_nothing_is_taken_from_the_address_and_nothing_is_kept(client, application):
    query = {"code": application.receipt_code, "nik_end": end_of(application)}
    assert page_of(client.get(URL, query)).select("main form")
    for response in (client.get(URL), client.post(URL, query)):
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("at", ["terima", "returned:terima", "kadis", "issued"])
def test_every_state_has_its_page(client, at):
    application = ApplicationFactory(at=at)
    response = look(client, application.receipt_code, end_of(application))
    assert response.status_code == 200
    assert len(page_of(response).select("h1")) == 1
    assert application.get_status_display() in text_of(response)


def test_one_address_asks_only_so_often(client, application, monkeypatch):
    monkeypatch.setattr(tracking, "TRIES_OF_ADDRESS", Limit("address", 3, timedelta(hours=1)))
    for number in range(3):
        assert look(client, f"KODE{number}", "1234").status_code == 422
    refused = look(client, application.receipt_code, end_of(application))
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    other = look(client, application.receipt_code, end_of(application), REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_one_code_is_tried_only_so_often_from_wherever(application, monkeypatch):
    monkeypatch.setattr(tracking, "TRIES_OF_CODE", Limit("code", 3, timedelta(hours=1)))
    for code in (application.receipt_code, "TIDAKADA"):
        for number in range(3):
            tried = look(Client(REMOTE_ADDR=f"10.0.0.{number}"), f" {code.lower()}", wrong_end(application))
            assert tried.status_code == 422
        assert look(Client(REMOTE_ADDR="10.0.0.9"), code, end_of(application)).status_code == 429


@given(st.text(max_size=40))
def test_a_code_is_normal_once_and_for_all(text):
    assert code_normalise(code_normalise(text)) == code_normalise(text)
    assert not any(character.isspace() for character in code_normalise(text))
