"""The officers' pages of what applicants ask (M1)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.content_store import content_save
from izin.accounts.enums import Role
from izin.audit.models import AuditEntry
from izin.chat.models import Message, Thread
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import jpeg_bytes
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/petugas/pesan/"


@pytest.fixture
def officer(client):
    user = OfficerFactory()
    client.force_login(user)
    return user


@pytest.fixture
def thread(officer):
    now = timezone.now()
    return ThreadFactory(waiting_since=now, last_at=now, applicant__full_name="Yuni Ananda")


def url(thread):
    return reverse("backoffice:chat_thread", args=[thread.pk])


def names(response):
    return [link.get_text() for link in page_of(response).select("tbody tr td:first-child a")]


def test_the_list_shows_who_waits_then_ones_own_and_all(client, officer, thread):
    now = timezone.now()
    ThreadFactory(waiting_since=now - timedelta(days=1), last_at=now, applicant__full_name="Lama Menunggu")
    ThreadFactory(last_at=now, officer=officer, applicant__full_name="Sudah Dijawab")
    assert names(client.get(LIST)) == ["Lama Menunggu", "Yuni Ananda"]
    assert names(client.get(LIST, {"tampil": "saya"})) == ["Sudah Dijawab"]
    assert names(client.get(LIST, {"tampil": "semua"})) == ["Lama Menunggu", "Yuni Ananda", "Sudah Dijawab"]
    assert names(client.get(LIST, {"tampil": "semua", "cari": "yuni"})) == ["Yuni Ananda"]
    assert "Pesan pemohon (2)" in text_of(client.get(LIST), ".sidebar")


@pytest.mark.parametrize("query", [{"tampil": "lain"}, {"page": "x"}, {"cari": "%"}, {"cari": "x" * 3000}])
def test_the_list_takes_any_question(client, officer, thread, query):
    assert client.get(LIST, query).status_code == 200


def test_an_answer_ends_the_waiting(client, officer, thread):
    MessageFactory(thread=thread, text="Kapan?")
    page = client.get(url(thread))
    assert "Kapan?" in text_of(page, "[data-message]")
    response = client.post(url(thread), {**fields_of(page), "text": "Besok."}, follow=True)
    assert "Jawaban terkirim." in text_of(response, ".messages")
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.officer) == (None, officer)
    assert "Tandai selesai" not in text_of(response)


def test_what_came_after_the_page_was_opened_still_waits(client, officer, thread):
    MessageFactory(thread=thread)
    typed = fields_of(client.get(url(thread)))
    new = MessageFactory(thread=thread)
    done = client.post(reverse("backoffice:chat_finish", args=[thread.pk]), typed, follow=True)
    assert "Ada pesan baru dari pemohon" in text_of(done, ".messages")
    client.post(url(thread), {**typed, "text": "Besok."})
    thread.refresh_from_db()
    assert thread.waiting_since == new.created_at


def test_done_without_an_answer(client, officer, thread):
    MessageFactory(thread=thread)
    response = client.post(
        reverse("backoffice:chat_finish", args=[thread.pk]), fields_of(client.get(url(thread))), follow=True
    )
    assert response.redirect_chain == [(LIST, 302)]
    assert Thread.objects.get().waiting_since is None


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_mark_without_its_marker_changes_nothing(client, officer, thread, seen):
    client.post(reverse("backoffice:chat_finish", args=[thread.pk]), {"selesai-seen": seen})
    refused = client.post(url(thread), {"text": "Besok.", "token": uuid4(), "seen": seen})
    assert refused.status_code == 422
    assert not Message.objects.exists()
    assert Thread.objects.get().waiting_since
    assert client.post(url(thread), fields_of(refused)).status_code == 302


def test_a_refused_answer_is_told_at_its_field(client, officer, thread):
    MessageFactory(thread=thread)
    refused = client.post(url(thread), fields_of(client.get(url(thread))))
    assert refused.status_code == 422
    assert errors_of(refused) == {"text": "Tulis pesan atau lampirkan berkas."}


def test_supervisors_read_and_do_not_write(client, thread):
    client.force_login(OfficerFactory(role=Role.SUPERVISOR))
    MessageFactory(thread=thread)
    assert not page_of(client.get(url(thread))).select("main form")


def test_drafts_have_no_case_to_lead_to(client, officer, thread):
    draft = ApplicationFactory(applicant=thread.applicant)
    sent = ApplicationFactory(applicant=thread.applicant, at="terima")
    for application in (draft, sent):
        MessageFactory(thread=thread, application=application)
    links = page_of(client.get(url(thread))).select("[data-message] a")
    assert [link["href"] for link in links] == [reverse("backoffice:case_detail", args=[sent.pk])]


def test_newer_messages_come_as_a_fragment(client, officer, thread):
    first = MessageFactory(thread=thread)
    assert client.get(url(thread), {"sesudah": first.pk}).status_code == 204
    new = MessageFactory(thread=thread)
    response = client.get(url(thread), {"sesudah": first.pk})
    assert [item["data-message"] for item in page_of(response).select("[data-message]")] == [str(new.pk)]
    thread.refresh_from_db()
    assert thread.office_seen == new.pk


def test_a_picture_is_shown_and_the_opening_is_logged(client, officer, thread):
    sha256 = content_save("private", jpeg_bytes())
    message = MessageFactory(thread=thread, sha256=sha256, content_type="image/jpeg", original_name="foto.jpg")
    plain = MessageFactory(thread=thread)
    response = client.get(reverse("backoffice:chat_file", args=[message.pk]))
    assert b"".join(response.streaming_content) == jpeg_bytes()
    assert AuditEntry.objects.get().actor == officer
    assert client.get(reverse("backoffice:chat_file", args=[plain.pk])).status_code == 404


def test_pages_cost_the_same_however_much_there_is(client, officer, thread):
    counts = []
    for number in (1, 9):
        for _number in range(number):
            MessageFactory(thread=thread, application=ApplicationFactory(applicant=thread.applicant, at="terima"))
            MessageFactory(thread=thread, answer=True)
            ThreadFactory(waiting_since=timezone.now(), last_at=timezone.now(), officer=officer)
        found = []
        for address in (LIST, f"{LIST}?tampil=saya", url(thread)):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15
