"""What people write to the office's WhatsApp number, in the gateway's own words (M2; facts, section 6)."""

import json
import logging

import pytest
from django.urls import reverse

from izin.applications.models import Application
from izin.chat.incoming import whatsapp_take
from izin.chat.models import IncomingWhatsApp, Message, Via
from izin.chat.services import MESSAGES_AT_MOST, message_answer
from izin.messaging.enums import Channel
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory

pytestmark = pytest.mark.django_db

TOKEN = "rahasia-gateway"
PHONE = "6281234567890"


def payload(message, **changes):
    """A message as Fonnte hands it over."""
    return {
        "device": "628111111111",
        "sender": PHONE,
        "message": message,
        "text": "non-button message",
        "member": "",
        "name": "Yuni",
        "location": "",
        "pollname": "",
        "choices": [],
        "timestamp": 1780000000,
        "inboxid": "80367170",
        **changes,
    }


@pytest.fixture
def person():
    return ApplicantFactory(phone=PHONE)


@pytest.fixture
def post(client, settings):
    settings.WHATSAPP_WEBHOOK_TOKEN = TOKEN

    def post(body, token=TOKEN):
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return client.post(reverse("whatsapp_incoming", args=[token]), data, content_type="application/json")

    return post


def replies():
    return list(OutboxMessage.objects.filter(channel=Channel.WHATSAPP, address_index__gt="").order_by("pk"))


def test_a_message_of_a_known_number_joins_the_thread_once(post, person):
    for _time in range(2):
        assert post(payload("Kapan izin saya selesai?")).json() == {"status": True}
    message = Message.objects.get()
    assert (message.author, message.text, message.via) == (person, "Kapan izin saya selesai?", Via.WHATSAPP)
    assert message.thread.waiting_since
    assert IncomingWhatsApp.objects.get().outcome == "chat"


def test_the_answer_goes_to_whatsapp_and_stays_in_the_portal(person):
    whatsapp_take(payload("Kapan?"))
    thread = Message.objects.get().thread
    token = "6f1c0f0e-3c1b-4d43-9f0b-3c2d1e0f9a8b"
    message_answer(actor=OfficerFactory(), thread_id=thread.pk, text="Besok pagi.", token=token, seen=2**62)
    (reply,) = replies()
    assert (reply.address, "Besok pagi." in reply.body) == (PHONE, True)
    assert Message.objects.filter(from_office=True).count() == 1


@pytest.mark.parametrize("text", ["KONTAK", "kontak", " Kontak petugas", "kontak?"])
def test_the_keyword_is_answered_with_the_contacts(person, settings, text):
    assert whatsapp_take(payload(text)) == "contacts"
    (reply,) = replies()
    assert (reply.address, settings.OFFICE_CONTACT_PHONE in reply.body) == (PHONE, True)
    assert not Message.objects.exists()


def test_contacts_are_for_anybody(settings):
    assert whatsapp_take(payload("KONTAK", sender="0812 3456 7890")) == "contacts"
    assert replies()[0].address == PHONE


def test_the_stage_is_told_to_whom_it_belongs(person):
    case = ApplicationFactory(applicant=person, at="kabid")
    assert whatsapp_take(payload(f"STATUS {case.registration_number.lower()}")) == "status"
    (reply,) = replies()
    assert case.stage_label in reply.body
    assert case.registration_number in reply.body


def test_the_stage_of_somebody_else_is_not_told(person):
    case = ApplicationFactory(at="kabid")
    whatsapp_take(payload(f"STATUS {case.registration_number}"))
    whatsapp_take(payload("STATUS 99/TIDAK/ADA", inboxid="2"))
    assert {reply.subject for reply in replies()} == {"Tahap permohonan"}
    assert all("/tracking/" in reply.body and case.stage_label not in reply.body for reply in replies())
    assert Application.objects.count() == 1


@pytest.mark.parametrize("several", [False, True])
def test_who_can_not_be_told_apart_is_shown_the_way_once_a_day(several):
    if several:
        ApplicantFactory(phone=PHONE)
        ApplicantFactory(phone=PHONE)
    assert [whatsapp_take(payload("Halo", inboxid=str(number))) for number in range(3)] == ["unknown"] * 3
    assert len(replies()) == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"member": "628123"}, {"sender": "120363-group"}, {"sender": ""}, {"message": ""}, {"message": None}]
)
def test_groups_and_what_says_nothing_are_ignored(person, changes):
    assert whatsapp_take({**payload("Halo"), **changes}) == "ignored"
    assert not Message.objects.exists()
    assert not replies()


def test_a_file_is_not_taken_but_told(person):
    whatsapp_take(payload("Ini KTP saya", url="https://gateway.contoh.id/ktp.jpg", filename="ktp.jpg"))
    message = Message.objects.get()
    assert message.text.startswith("Ini KTP saya\n\n(Lampiran lewat WhatsApp tidak diterima.")
    assert not message.sha256


def test_a_flood_is_held_back_as_on_the_page(person):
    outcomes = [whatsapp_take(payload(f"Halo {n}", inboxid=f"a{n}")) for n in range(MESSAGES_AT_MOST + 2)]
    assert outcomes == ["chat"] * MESSAGES_AT_MOST + ["ignored"] * 2
    assert Message.objects.count() == MESSAGES_AT_MOST


def test_without_an_id_the_message_itself_is_known_again(person):
    for _time in range(2):
        whatsapp_take(payload("Halo", inboxid=""))
    whatsapp_take(payload("Halo lagi", inboxid=""))
    assert Message.objects.count() == 2


@pytest.mark.parametrize("body", ["", "x", "[]", "[" * 5000, b"\xff\xfe", '"teks"'])
def test_what_is_no_message_is_refused(post, body):
    assert post(body).status_code == 400
    assert not IncomingWhatsApp.objects.exists()


def test_a_body_beyond_all_bounds_is_refused(post):
    assert post("x" * 70_000).status_code == 413


def test_the_address_is_the_secret(post, settings, person):
    assert post(payload("Halo"), token="lain").status_code == 404
    settings.WHATSAPP_WEBHOOK_TOKEN = ""
    assert post(payload("Halo")).status_code == 404
    assert not Message.objects.exists()


def test_nothing_personal_is_logged(post, person, caplog):
    with caplog.at_level(logging.DEBUG):
        post(payload("Rahasia keluarga saya"))
        post(payload("STATUS 1/X", inboxid="9"))
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert PHONE not in ours
    assert "Rahasia" not in ours
