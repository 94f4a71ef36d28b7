"""Messages about the safety of an account: passwords and codes, by every way that leads to its owner."""

import pytest
from django.db import transaction

from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_changed, password_issued, reset_code_issued
from izin.accounts.models import User
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from izin.messaging.services import channels_choose
from tests.factories.accounts import ApplicantFactory, OfficerFactory

pytestmark = pytest.mark.django_db


def issue(user: User, *, reason=PasswordReason.REGISTERED, password="abc234defghj", key="k:1") -> None:
    with transaction.atomic():
        password_issued.send(sender=User, user=user, password=password, reason=reason, event_key=key)


@pytest.mark.parametrize("reason", list(PasswordReason))
def test_password_travels_by_both_channels_with_the_login_address_and_no_nik(reason, settings):
    settings.BASE_URL = "https://sisfoizin.contoh.id"
    user = ApplicantFactory(full_name="Siti Ma'rifah", title_front="Ns.")
    issue(user, reason=reason)
    mail, whatsapp = OutboxMessage.objects.order_by("pk")
    assert [(mail.channel, mail.address), (whatsapp.channel, whatsapp.address)] == [
        (Channel.EMAIL, user.email),
        (Channel.WHATSAPP, user.phone),
    ]
    assert (mail.subject, mail.body) == (whatsapp.subject, whatsapp.body)
    assert mail.secret
    assert whatsapp.secret
    assert (mail.recipient, whatsapp.recipient) == (user, user)
    assert mail.body.startswith("Yth. Bapak/Ibu Ns. Siti Ma'rifah,\n")
    for part in ("abc234defghj", "https://sisfoizin.contoh.id/akun/masuk/", user.masked_nik, "Kabupaten Solok"):
        assert part in mail.body
    assert user.nik not in mail.body
    assert "abc234defghj" not in mail.subject
    assert mail.subject.strip()


def test_password_goes_by_both_channels_whatever_was_chosen():
    user = ApplicantFactory()
    channels_choose(person=user, channels=[Channel.EMAIL])
    issue(user)
    assert {message.channel for message in OutboxMessage.objects.all()} == {Channel.EMAIL, Channel.WHATSAPP}


def test_officer_without_a_telephone_gets_an_email_alone():
    issue(OfficerFactory(phone=""), reason=PasswordReason.OFFICER_CREATED)
    assert OutboxMessage.objects.get().channel == Channel.EMAIL


def test_a_new_password_cancels_the_waiting_message_with_the_old_one_and_of_nobody_else():
    user, other = ApplicantFactory(), ApplicantFactory()
    issue(user, password="lama23456789")
    issue(other, password="punyaorang23", key="k:2")
    issue(user, password="baru23456789", key="k:3")
    old, others, new = (OutboxMessage.objects.filter(event_key=f"k:{n}") for n in (1, 2, 3))
    assert {message.state for message in old} == {MessageState.CANCELLED}
    assert {message.body for message in old} == {"[isi rahasia dihapus, tidak dikirim]"}
    assert {message.state for message in [*others, *new]} == {MessageState.PENDING}
    assert all("punyaorang23" in message.body for message in others)


def test_what_is_being_sent_or_was_sent_is_left_alone():
    user = ApplicantFactory()
    issue(user)
    mail, whatsapp = OutboxMessage.objects.order_by("pk")
    OutboxMessage.objects.filter(pk=mail.pk).update(state=MessageState.SENDING, claimed_at=user.created_at)
    OutboxMessage.objects.filter(pk=whatsapp.pk).update(state=MessageState.SENT, sent_at=user.created_at)
    issue(user, key="k:2")
    mail.refresh_from_db()
    whatsapp.refresh_from_db()
    assert (mail.state, whatsapp.state) == (MessageState.SENDING, MessageState.SENT)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_code_goes_by_the_channel_that_was_asked_for_alone(channel):
    user = ApplicantFactory()
    with transaction.atomic():
        reset_code_issued.send(sender=User, user=user, code="042137", channel=channel, event_key="k")
    message = OutboxMessage.objects.get()
    assert (message.channel, message.secret) == (channel, True)
    assert "Kode Anda: 042137" in message.body
    assert "042137" not in message.subject


def test_a_changed_password_is_told_by_both_channels_but_not_the_first_one():
    user = ApplicantFactory()
    issue(user)
    with transaction.atomic():
        password_changed.send(sender=User, user=user, first=True, event_key="k:2")
    assert {message.state for message in OutboxMessage.objects.all()} == {MessageState.CANCELLED}
    with transaction.atomic():
        password_changed.send(sender=User, user=user, first=False, event_key="k:3")
    told = OutboxMessage.objects.filter(event_key="k:3")
    assert {message.channel for message in told} == {Channel.EMAIL, Channel.WHATSAPP}
    assert all("/akun/lupa-sandi/" in message.body and not message.secret for message in told)
    assert all(user.nik not in message.body for message in told)
