"""Closing one's account: what the page says before it happens."""

import pytest

from izin.accounts.models import User
from izin.workflow.enums import Status
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/portal/profil/tutup-akun/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def told_of(response):
    return page_of(response).find("input", {"name": "berjalan"})["value"]


def test_what_will_be_withdrawn_is_named_first_and_then_withdrawn(client, applicant):
    running = ApplicationFactory(applicant=applicant, at="kabid")
    page = client.get(URL)
    assert "Permohonan ini ikut dibatalkan" in text_of(page)
    assert str(running) in text_of(page)
    sent = {"berjalan": told_of(page), "understood": "on", "password": PASSWORD}
    assert client.post(URL, sent)["Location"] == "/akun/ditutup/"
    running.refresh_from_db()
    assert running.status == Status.WITHDRAWN
    assert not User.objects.get(pk=applicant.pk).is_active


def test_without_anything_running_nothing_is_said_of_it(client, applicant):
    page = client.get(URL)
    assert "ikut dibatalkan" not in text_of(page)
    assert told_of(page) == ""


@pytest.mark.parametrize("sent", ["", "x,-1,\u0663", "9" * 40])
def test_what_the_page_did_not_name_is_shown_before_anything_happens(client, applicant, sent):
    running = ApplicationFactory(applicant=applicant, at="kabid")
    response = client.post(URL, {"berjalan": sent, "understood": "on", "password": PASSWORD, "reason": "Pindah."})
    assert response.status_code == 422
    assert "baru saja berubah" in text_of(response)
    assert told_of(response) == str(running.pk)
    assert page_of(response).find("textarea", {"name": "reason"}).get_text().strip() == "Pindah."
    running.refresh_from_db()
    assert running.status == Status.SUBMITTED
    assert User.objects.get(pk=applicant.pk).is_active
