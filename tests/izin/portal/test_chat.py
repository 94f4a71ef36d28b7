"""The page of an applicant's messages to the office (M1)."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.content_store import content_save
from izin.audit.models import AuditEntry
from izin.chat.models import Message, Thread
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import image_bytes, pdf_bytes, upload
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/portal/pesan/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def shown(response):
    return [int(str(item["data-message"])) for item in page_of(response).select("[data-message]")]


def post(client, **data):
    return client.post(URL, {"text": "", "token": str(uuid4()), **data})


def with_file(thread, **options):
    data = pdf_bytes(text="bukti")
    sha256 = content_save("private", data)
    return MessageFactory(
        thread=thread, sha256=sha256, content_type="application/pdf", original_name="bukti.pdf", **options
    )


def test_an_empty_page_says_so_and_makes_nothing(client, applicant):
    response = client.get(URL)
    assert "Belum ada pesan" in text_of(response)
    assert len(page_of(response).select("h1")) == 1
    assert not Thread.objects.exists()


def test_what_is_sent_is_shown_with_the_application_it_is_about(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="terima")
    response = client.post(
        URL,
        {**fields_of(client.get(URL)), "text": "<b>Kapan?</b>\nTerima kasih", "application": application.pk},
        follow=True,
    )
    assert response.redirect_chain == [(URL, 302)]
    item = page_of(response).select_one("[data-message]")
    assert item is not None
    assert "<b>Kapan?</b>" in item.get_text()
    assert not item.select("b")
    assert application.receipt_code in item.get_text()
    assert "Anda" in item.get_text()


def test_a_refused_message_is_told_at_its_field_and_loses_nothing(client, applicant):
    refused = post(client)
    assert refused.status_code == 422
    assert errors_of(refused) == {"text": "Tulis pesan atau lampirkan berkas."}
    refused = post(client, text="Ini buktinya.", file=upload(image_bytes("PNG"), "bukti.png"))
    assert refused.status_code == 422
    assert list(errors_of(refused)) == ["file"]
    assert fields_of(refused)["text"] == "Ini buktinya."
    assert not Message.objects.exists()


def test_a_form_that_comes_back_with_other_words_is_asked_for_again(client, applicant):
    token = str(uuid4())
    post(client, text="Satu", token=token)
    assert post(client, text="Satu", token=token).status_code == 302
    again = post(client, text="Dua", token=token)
    assert again.status_code == 422
    assert fields_of(again)["token"] != token
    client.post(URL, fields_of(again))
    assert [message.text for message in Message.objects.all()] == ["Satu", "Dua"]


@pytest.mark.parametrize("token", ["", "x", "1" * 5000])
def test_a_form_without_its_token_is_asked_for_again(client, applicant, token):
    refused = post(client, text="Halo", token=token)
    assert refused.status_code == 422
    assert client.post(URL, fields_of(refused)).status_code == 302


def test_somebody_else_s_application_is_no_choice(client, applicant):
    other = ApplicationFactory()
    assert list(errors_of(post(client, text="Halo", application=other.pk))) == ["application"]


def test_after_twenty_messages_the_text_waits_in_the_form(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    for _number in range(20):
        MessageFactory(thread=thread)
    refused = post(client, text="Masih ada")
    assert refused.status_code == 422
    assert "Tunggu beberapa menit" in text_of(refused, ".error-summary")
    assert fields_of(refused)["text"] == "Masih ada"


def test_the_last_twenty_then_the_older_ones(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    wanted = [MessageFactory(thread=thread).pk for _number in range(21)]
    first = client.get(URL)
    assert shown(first) == wanted[1:]
    link = page_of(first).select_one("a[href^='?sebelum=']")
    assert link is not None
    older = client.get(URL + str(link["href"]))
    assert shown(older) == wanted[:1]
    assert not page_of(older).select("main form, [data-chat]")


def test_newer_messages_come_as_a_fragment_and_count_as_read(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    first = MessageFactory(thread=thread)
    url = f"{URL}?sesudah={first.pk}"
    assert (client.get(url).status_code, client.get(url).content) == (204, b"")
    new = MessageFactory(thread=thread, answer=True)
    MessageFactory()
    response = client.get(url)
    assert shown(response) == [new.pk]
    assert not page_of(response).select("html, main")
    assert response["Cache-Control"].startswith("max-age=0")
    thread.refresh_from_db()
    assert thread.applicant_seen == new.pk


@pytest.mark.parametrize("value", ["", "-1", "x", "9" * 19, "9" * 5000, "٣", "1.5", "0x1", "²"])
@pytest.mark.parametrize("name", ["sebelum", "sesudah"])
def test_what_is_no_marker_is_no_page(client, applicant, name, value):
    assert client.get(URL, {name: value}).status_code == 404


def test_an_officer_is_shown_by_his_post(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    officer = OfficerFactory(full_name="Rahmat Hidayat", position="Petugas Verifikasi")
    MessageFactory(thread=thread, from_office=True, author=officer)
    text = text_of(client.get(URL), "[data-message]")
    assert "Petugas Verifikasi" in text
    assert "Rahmat" not in text


def test_the_menu_counts_what_is_unread_until_it_is_read(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    for _number in range(2):
        MessageFactory(thread=thread, answer=True)
    assert "Pesan ke petugas (2)" in text_of(client.get("/portal/"), ".sidebar")
    client.get(f"{URL}?sebelum={2**62}")  # looking back is not reading what is new
    assert "Pesan ke petugas (2)" in text_of(client.get("/portal/"), ".sidebar")
    assert "(2)" not in text_of(client.get(URL), ".sidebar")


def test_only_one_s_own_files_and_the_opening_is_logged(client, applicant):
    own = with_file(ThreadFactory(applicant=applicant))
    other = with_file(ThreadFactory())
    plain = MessageFactory(thread=own.thread)
    response = client.get(reverse("portal:chat_file", args=[own.pk]))
    assert b"".join(response.streaming_content) == pdf_bytes(text="bukti")
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.get(action="chat.attachment_viewed").subject_id == str(own.pk)
    for pk in (other.pk, plain.pk, 2**62):
        assert client.get(reverse("portal:chat_file", args=[pk])).status_code == 404
    assert AuditEntry.objects.count() == 1


def test_a_page_costs_the_same_however_long_the_thread(client, applicant):
    thread = ThreadFactory(applicant=applicant)
    application = ApplicationFactory(applicant=applicant, at="terima")
    counts = []
    for number in (1, 18):
        for _number in range(number):
            MessageFactory(thread=thread, application=application)
            MessageFactory(thread=thread, answer=True)
        with CaptureQueriesContext(
            connection,
        ) as page:
            client.get(URL)
        with CaptureQueriesContext(connection) as poll:
            client.get(f"{URL}?sesudah={2**62}")
        counts.append((len(page), len(poll)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 10
    assert counts[0][1] <= 5
