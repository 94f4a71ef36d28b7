"""The applicant's permits: the survey gate, and the download byte for byte (S1, T6)."""

import hashlib

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.content_store import content_read
from izin.audit.models import AuditEntry
from izin.permits.enums import PermitState
from izin.permits.models import Permit
from izin.surveys.models import Survey
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import HeadFactory, PermitFactory, issue
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/portal/izin/"
# Without those to renew or change the permit, which have tests of their own.
SURVEY_LINKS = "a:not(.permit-next a)"
PARTS = {
    "poll": {"poll": 3, "poll_at": "now"},
    "testimonial": {"testimonial": "Cepat.", "testimonial_at": "now"},
    "questionnaire": {"questionnaire": {}, "questionnaire_at": "now"},
}
BUTTONS = {"poll": "Isi Poling", "testimonial": "Isi Testimoni", "questionnaire": "Isi Kuesioner"}
DONE = {"poll": "Poling sudah diisi", "testimonial": "Testimoni sudah diisi", "questionnaire": "Kuesioner sudah diisi"}


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def permit_of(applicant, answered=(), **values):
    permit = PermitFactory(issuance__application__applicant=applicant, **values)
    if answered:
        parts = {key: value for part in answered for key, value in PARTS[part].items()}
        now = timezone.now()
        Survey.objects.create(permit=permit, **{k: now if value == "now" else value for k, value in parts.items()})
    return permit


def url(name, permit):
    return reverse(f"portal:permit_{name}", args=[permit.pk])


def article(response):
    (found,) = page_of(response).select("main article")
    return found


@pytest.mark.parametrize(
    "answered",
    [
        (),
        ("poll",),
        ("testimonial",),
        ("questionnaire",),
        ("poll", "testimonial"),
        ("poll", "questionnaire"),
        ("testimonial", "questionnaire"),
    ],
)
def test_until_all_three_are_answered_each_missing_one_has_its_button_and_there_is_no_download(
    client, applicant, answered
):
    permit = permit_of(applicant, answered)
    found = article(client.get(LIST))
    assert {link["href"]: link.find(string=True) for link in found.select(SURVEY_LINKS)} == {
        url(part, permit): label for part, label in BUTTONS.items() if part not in answered
    }
    badges = [badge.get_text() for badge in found.select(".status-badge")]
    assert [badge for badge in badges if badge in DONE.values()] == [DONE[part] for part in DONE if part in answered]
    response = client.get(url("download", permit), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    text = "Isi poling, testimoni, dan kuesioner dahulu. Setelah itu izin dapat diunduh."
    assert text in text_of(response, ".messages")
    assert not AuditEntry.objects.exists()


def test_when_all_three_are_answered_the_buttons_turn_into_the_download(client, applicant):
    permit = permit_of(applicant, PARTS)
    links = [link["href"] for link in article(client.get(LIST)).select(SURVEY_LINKS)]
    assert links == [url("download", permit), reverse("permit_verify", args=[permit.code])]


def test_the_download_is_the_published_file_byte_for_byte(client):
    application = ready_to_sign()
    permit = issue(application, HeadFactory())
    client.force_login(application.applicant)
    now = timezone.now()
    Survey.objects.create(
        permit=permit, poll=4, poll_at=now, testimonial="x", testimonial_at=now, questionnaire={}, questionnaire_at=now
    )
    for _time in range(2):
        response = client.get(url("download", permit))
        data = b"".join(response.streaming_content)
        assert data == content_read("permits", permit.document_sha256)
        assert hashlib.sha256(data).hexdigest() == Permit.objects.get().document_sha256
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{permit.slug}.pdf"'
        assert response["Content-Length"] == str(len(data))
        assert "no-store" in response["Cache-Control"]
    downloads = AuditEntry.objects.filter(action="permit.downloaded")
    assert [(entry.actor, entry.subject_id) for entry in downloads] == [(application.applicant, str(permit.pk))] * 2


@pytest.mark.parametrize(
    ("day", "state", "label"),
    [
        ("2026-11-30", PermitState.ACTIVE, "Belum berlaku"),
        ("2027-01-15", PermitState.ACTIVE, "Berlaku"),
        ("2027-05-31", PermitState.ACTIVE, "Segera berakhir"),
        ("2027-06-01", PermitState.ACTIVE, "Habis masa berlaku"),
        ("2027-01-15", PermitState.REVOKED, "Dicabut"),
        ("2027-01-15", PermitState.REPLACED, "Diganti"),
    ],
)
def test_the_list_tells_the_status_and_that_it_is_a_test(client, applicant, day, state, label):
    permit = permit_of(applicant, state=state)
    with time_machine.travel(f"{day}T03:00:00Z"):
        client.force_login(applicant)
        found = article(client.get(LIST))
    badges = [badge.get_text() for badge in found.select(".status-badge")]
    assert badges == [label, "UJI - TIDAK SAH"]
    rows = {row.dt.get_text(): row.dd.get_text() for row in found.select(".summary-row")}
    assert rows["Nomor izin"] == permit.number
    assert rows["Nomor registrasi"] == permit.application.registration_number
    assert rows["Berlaku"] == "1 Desember 2026 - 31 Mei 2027"


def test_without_a_permit_the_list_says_so(client, applicant):
    permit_of(ApplicantFactory())
    response = client.get(LIST)
    assert "Belum ada izin terbit" in text_of(response)
    assert not page_of(response).select("main article")


def test_the_list_takes_the_same_queries_with_one_and_with_twenty_five(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    of_applicant = {"issuance__application__permit_type": PermitTypeFactory()}
    permit_of(applicant, **of_applicant)
    client.get(LIST)
    with django_assert_max_num_queries(10) as counted:
        client.get(LIST)
    for number in range(24):
        permit_of(applicant, PARTS if number % 2 else (), **of_applicant)
    with django_assert_num_queries(len(counted)):
        response = client.get(LIST)
    assert len(page_of(response).select("main article")) == 10
