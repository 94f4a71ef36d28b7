"""The outbox page: what was sent to whom, and who may read its secrets (M3)."""

import pytest
from django.utils import timezone

from izin.accounts.enums import Role
from izin.accounts.services import password_reissue
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/petugas/kotak-keluar/"
HIDDEN = "Isi pesan rahasia tidak ditampilkan."
CASE_ROLES = [role for role in Role if role != Role.CONTENT_EDITOR]


def message(recipient, *, secret=False, body="Kata sandi: durian-7", **values):
    return OutboxMessage.objects.create(
        event_key=f"uji-{OutboxMessage.objects.count()}",
        recipient=recipient,
        address=recipient.email if recipient else "kampus@contoh.id",
        subject="Perihal",
        body=body,
        secret=secret,
        **values,
    )


@pytest.mark.parametrize("role", CASE_ROLES)
@pytest.mark.parametrize("host", ["", "smtp.contoh.id"])
def test_secrets_of_applicants_are_read_by_admin_and_front_desk_and_only_without_a_mail_server(
    client, settings, role, host
):
    settings.EMAIL_HOST = host
    message(ApplicantFactory(), secret=True)
    client.force_login(OfficerFactory(role=role))
    response = client.get(URL)
    readable = role in (Role.ADMIN, Role.FRONT_DESK) and not host
    assert (b"durian-7" in response.content) is readable
    assert (HIDDEN in text_of(response)) is not readable


def test_secrets_are_not_read_here_once_any_channel_has_a_server(client, settings):
    settings.EMAIL_HOST, settings.WHATSAPP_TOKEN = "", "token"
    message(ApplicantFactory(), secret=True)
    client.force_login(OfficerFactory(role=Role.ADMIN))
    assert HIDDEN in text_of(client.get(URL))


def test_a_message_tells_its_channel_and_which_has_no_server(client, settings):
    settings.EMAIL_HOST = "smtp.contoh.id"
    message(ApplicantFactory(), channel=Channel.WHATSAPP)
    client.force_login(OfficerFactory())
    response = client.get(URL)
    assert text_of(response, "article .status-badge").startswith("WhatsApp")
    assert "Gateway WhatsApp belum diatur" in text_of(response)
    assert "Server email belum diatur" not in text_of(response)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_secrets_of_officers_are_read_by_the_admin_alone(client, settings, role):
    settings.EMAIL_HOST = ""
    message(OfficerFactory(role=Role.AGENCY_HEAD), secret=True)
    message(None, secret=True)
    client.force_login(OfficerFactory(role=role))
    assert client.get(URL).content.count(b"durian-7") == (2 if role == Role.ADMIN else 0)


@pytest.mark.parametrize("role", CASE_ROLES)
@pytest.mark.parametrize("host", ["", "smtp.contoh.id"])
def test_other_messages_are_read_by_every_officer_of_cases(client, settings, role, host):
    settings.EMAIL_HOST = host
    message(ApplicantFactory(), body="Permohonan Anda diterima.")
    client.force_login(OfficerFactory(role=role))
    response = client.get(URL)
    assert "Permohonan Anda diterima." in text_of(response)
    assert ("Server email belum diatur" in text_of(response)) is (host == "")


def test_a_password_that_was_really_generated_is_not_on_the_page_of_others(client, settings):
    settings.EMAIL_HOST = ""
    person = ApplicantFactory()
    password_reissue(actor=OfficerFactory(role=Role.ADMIN), user=person, email=person.email, phone=person.phone)
    person.refresh_from_db()
    body = OutboxMessage.objects.get(recipient=person, channel="email").body
    (password,) = (word for word in body.split() if person.check_password(word))
    client.force_login(OfficerFactory(role=Role.SUPERVISOR))
    assert password not in client.get(URL).content.decode()
    client.force_login(OfficerFactory(role=Role.FRONT_DESK))
    assert password in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"state": MessageState.PENDING}, MessageState.PENDING.label),
        ({"state": MessageState.SENDING, "claimed_at": timezone.now()}, MessageState.SENDING.label),
        ({"state": MessageState.SENT, "sent_at": timezone.now()}, MessageState.SENT.label),
        ({"state": MessageState.CANCELLED}, MessageState.CANCELLED.label),
        ({"state": MessageState.FAILED, "last_error": "Kotak penuh", "attempts": 8}, MessageState.FAILED.label),
    ],
)
def test_a_message_tells_its_state(client, values, label):
    person = ApplicantFactory(full_name="Irman Syaputra")
    message(person, **values)
    client.force_login(OfficerFactory())
    response = client.get(URL)
    assert text_of(response, "article .status-badge") == f"E-mail {label}"
    assert f"Kepada Irman Syaputra, {person.email}" in text_of(response)
    assert ("Kotak penuh" in text_of(response)) is ("last_error" in values)


def test_a_copy_without_a_recipient_is_told_as_such_and_newest_come_first(client):
    for body in ("Pertama", "Kedua"):
        message(None, body=body)
    client.force_login(OfficerFactory())
    response = client.get(URL)
    assert "Kepada tembusan, kampus@contoh.id" in text_of(response)
    assert [body.get_text() for body in page_of(response).select(".message-body")] == ["Kedua", "Pertama"]


def test_the_outbox_takes_the_same_queries_with_one_and_with_twenty_five(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    message(ApplicantFactory(), secret=True)
    client.force_login(OfficerFactory())
    client.get(URL)
    with django_assert_max_num_queries(10) as counted:
        client.get(URL)
    for number in range(25):
        message(ApplicantFactory() if number % 2 else OfficerFactory(), secret=True)
    with django_assert_num_queries(len(counted)):
        response = client.get(URL)
    assert len(page_of(response).select("main article")) == 25
