"""What was sent to the applicant, and the choice of channels."""

import pytest
from django.utils import timezone

from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from izin.messaging.selectors import channels_chosen
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db

PATH = "/portal/pemberitahuan/"


@pytest.fixture
def applicant(client):
    person = ApplicantFactory()
    client.force_login(person)
    return person


def message(person, **values):
    return OutboxMessage.objects.create(
        **{
            "event_key": f"uji-{OutboxMessage.objects.count()}",
            "recipient": person,
            "address": person.email,
            "subject": "Izin Anda terbit",
            "body": "Nomor <b>449.1</b> di http://contoh.id/",
            **values,
        }
    )


def test_one_sees_what_was_sent_to_oneself_newest_first(client, applicant):
    message(applicant, subject="Lama")
    message(applicant, subject="Baru", channel=Channel.WHATSAPP, state=MessageState.SENT, sent_at=timezone.now())
    message(ApplicantFactory(), subject="Milik orang")
    response = client.get(PATH)
    assert [head.get_text() for head in page_of(response).select("article h2")] == ["Baru", "Lama"]
    assert text_of(response, "article .status-badge") == "Terkirim Menunggu"
    assert "&lt;b&gt;449.1&lt;/b&gt;" in response.content.decode()
    assert "Milik orang" not in text_of(response)


def test_one_event_is_told_once_however_many_channels_it_took(client, applicant):
    for channel in Channel:
        message(applicant, event_key="izin-1", channel=channel)
    message(ApplicantFactory(), event_key="izin-1")
    articles = page_of(client.get(PATH)).select("article")
    assert len(articles) == 1
    assert [item.get_text(" ", strip=True) for item in articles[0].select("li")] == [
        "E-mail Menunggu",
        "WhatsApp Menunggu",
    ]
    assert len(articles[0].select("details")) == 1


def test_the_body_of_a_secret_message_is_never_shown(client, applicant):
    for state in MessageState:
        times = {"claimed_at": timezone.now(), "sent_at": timezone.now() if state == MessageState.SENT else None}
        message(applicant, secret=True, body="Kode: durian-7", state=state, **times)
    response = client.get(PATH)
    assert len(page_of(response).select("article")) == len(MessageState)
    assert "durian-7" not in response.content.decode()


def test_an_empty_list_says_so(client, applicant):
    assert "Belum ada pemberitahuan" in text_of(client.get(PATH))


def test_channels_are_chosen_and_shown_again(client, applicant):
    def shown():
        return [box["value"] for box in page_of(client.get(PATH)).select("input[name=channels][checked]")]

    assert shown() == ["email", "whatsapp"]
    response = client.post(PATH, {"channels": ["whatsapp"]}, follow=True)
    assert response.redirect_chain == [(PATH, 302)]
    assert "Pilihan Anda sudah disimpan." in text_of(response, ".messages")
    assert channels_chosen(applicant) == [Channel.WHATSAPP]
    assert shown() == ["whatsapp"]


@pytest.mark.parametrize("data", [{}, {"channels": ["pos"]}, {"channels": ["email", "pos"]}])
def test_a_choice_of_nothing_or_of_what_is_not_there_is_refused_at_its_field(client, applicant, data):
    response = client.post(PATH, data)
    assert response.status_code == 422
    assert list(errors_of(response)) == ["channels"]
    assert channels_chosen(applicant) == list(Channel)
    assert client.get(PATH).status_code == 200


def test_the_list_has_pages_and_takes_the_same_queries(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    message(applicant)
    client.get(PATH)
    with django_assert_max_num_queries(12) as counted:
        client.get(PATH)
    usual = len(counted)
    for _number in range(19):
        message(applicant)
    with django_assert_num_queries(usual):
        assert len(page_of(client.get(PATH)).select("article")) == 20
    message(applicant)
    assert len(page_of(client.get(f"{PATH}?page=2")).select("article")) == 1
    assert client.get(f"{PATH}?page=abc").status_code == 200


def test_officers_have_their_own_page(client):
    client.force_login(OfficerFactory())
    assert client.get(PATH).status_code == 403
