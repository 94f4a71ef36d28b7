"""Deleting a draft, taking an application back, and reading why one was refused (F12)."""

import pytest
from django.urls import reverse

from izin.accounts.enums import Role
from izin.applications.models import Application, Document
from izin.applications.services.ending import application_reject
from izin.workflow.enums import Status
from izin.workflow.models import DecisionReason
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def url(name, application):
    return reverse(f"portal:{name}", args=[application.pk])


def links(response):
    return [link["href"] for link in page_of(response).select("main .end-link a")]


def test_a_draft_is_deleted_with_what_is_in_it_after_a_question(client, applicant):
    draft, other = (ApplicationFactory(applicant=applicant) for _n in range(2))
    assert links(client.get(url("application_detail", draft))) == [url("draft_delete", draft)]
    page = client.get(url("draft_delete", draft))
    assert "Isian dan 3 dokumen di dalamnya ikut dihapus" in text_of(page)
    assert Application.objects.count() == 2
    response = client.post(url("draft_delete", draft), follow=True)
    assert response.redirect_chain == [(reverse("portal:application_list"), 302)]
    assert "Draf dihapus." in text_of(response, "body")
    assert Application.objects.get() == other
    assert set(Document.objects.values_list("application", flat=True)) == {other.pk}


def test_what_was_sent_is_not_deleted(client, applicant):
    sent = ApplicationFactory(applicant=applicant, at="terima")
    response = client.post(url("draft_delete", sent), follow=True)
    assert "tidak dapat dihapus" in text_of(response, "body")
    assert Application.objects.get() == sent


@pytest.mark.parametrize("at", ["terima", "returned:kabid", "kadis"])
def test_an_application_is_taken_back_with_or_without_a_reason(client, applicant, at):
    sent = ApplicationFactory(applicant=applicant, at=at)
    assert links(client.get(url("application_process", sent))) == [url("application_withdraw", sent)]
    page = client.get(url("application_withdraw", sent))
    assert "Pembatalan tidak dapat ditarik kembali." in text_of(page)
    reason = "Saya pindah tugas." if at == "terima" else ""
    response = client.post(url("application_withdraw", sent), {"reason": reason}, follow=True)
    assert response.redirect_chain == [(url("application_process", sent), 302)]
    sent.refresh_from_db()
    assert sent.status == Status.WITHDRAWN
    told = text_of(response)
    assert "Dibatalkan pemohon" in told
    assert "Izin Diterbitkan" not in told
    assert links(response) == []
    assert (reason in text_of(client.get(url("application_notes", sent)))) or not reason


@pytest.mark.parametrize(("at", "leads_to"), [("draft", "draft_delete"), ("issued", "application_detail")])
def test_a_draft_and_a_permit_are_not_taken_back(client, applicant, at, leads_to):
    application = ApplicationFactory(applicant=applicant, at=at)
    for response in (
        client.get(url("application_withdraw", application)),
        client.post(url("application_withdraw", application)),
    ):
        assert response.url == url(leads_to, application)
    assert Application.objects.get().status == application.status


def test_a_reason_that_is_too_long_is_told_at_its_field(client, applicant):
    sent = ApplicationFactory(applicant=applicant, at="terima")
    refused = client.post(url("application_withdraw", sent), {"reason": "x" * 2001})
    assert refused.status_code == 422
    assert "2000" in errors_of(refused)["reason"]
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_refusal_is_told_with_its_ground_and_how_to_object(client, applicant):
    sent = ApplicationFactory(applicant=applicant, at="terima")
    reason = DecisionReason.objects.create(kind=DecisionReason.Kind.REJECT, text="Lokasi di luar Kabupaten Solok.")
    application_reject(
        application_id=sent.pk,
        actor=OfficerFactory(role=Role.FRONT_DESK),
        turn=sent.turn,
        reason=reason.text,
        legal_ground="Peraturan Bupati Solok tentang perizinan, pasal 5.",
        explanation="Ajukan ke kabupaten tempat penelitian.",
        objection="Ajukan keberatan tertulis dalam 21 hari kerja.",
    )
    page = client.get(url("application_process", sent))
    told = text_of(page)
    for words in (
        "Ditolak",
        reason.text,
        "Ajukan ke kabupaten tempat penelitian.",
        "pasal 5",
        "Ajukan keberatan tertulis dalam 21 hari kerja.",
    ):
        assert words in told
    assert "Izin Diterbitkan" not in told
    again = reverse("portal:application_create", args=[sent.permit_type.slug])
    assert page_of(page).select_one(f'main a[href="{again}"]')
    assert links(page) == []
