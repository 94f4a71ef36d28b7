"""One event, every channel its recipient has chosen."""

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError
from izin.audit.models import AuditEntry
from izin.messaging.enums import Channel
from izin.messaging.models import ChannelChoice, OutboxMessage
from izin.messaging.selectors import channels_chosen, messages_of
from izin.messaging.services import channels_choose, person_notify
from tests.factories.accounts import ApplicantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def notify(message_key):
    def make(person, **changes) -> list[tuple[str, str]]:
        with transaction.atomic():
            told = person_notify(
                **{
                    "event_key": "uji:1",
                    "recipient": person,
                    "text": message_key,
                    "tokens": {"nama": "Siti", "teks": "isi"},
                    **changes,
                }
            )
        return [(message.channel, message.address) for message in told]

    return make


def test_until_somebody_chooses_he_is_told_by_every_channel_once(notify):
    person = ApplicantFactory()
    expected = [(Channel.EMAIL, person.email), (Channel.WHATSAPP, person.phone)]
    assert notify(person) == expected
    assert notify(person) == expected
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("channel", list(Channel))
def test_who_has_chosen_is_told_by_that_channel(notify, channel):
    person = ApplicantFactory()
    channels_choose(person=person, channels=[channel])
    assert [chosen for chosen, _address in notify(person)] == [channel]
    assert channels_chosen(person) == [channel]
    assert channels_chosen(ApplicantFactory()) == list(Channel)


def test_given_channels_take_the_place_of_the_choice(notify):
    person = ApplicantFactory()
    channels_choose(person=person, channels=[Channel.EMAIL])
    assert len(notify(person, channels=list(Channel))) == 2


def test_who_chose_whatsapp_and_lost_the_number_gets_an_email(notify):
    person = ApplicantFactory()
    channels_choose(person=person, channels=[Channel.WHATSAPP])
    person.phone = ""
    person.save()
    assert notify(person) == [(Channel.EMAIL, person.email)]


def test_a_choice_is_kept_once_and_audited():
    person = ApplicantFactory()
    channels_choose(person=person, channels=[Channel.EMAIL])
    channels_choose(person=person, channels=[Channel.EMAIL, Channel.WHATSAPP])
    assert str(ChannelChoice.objects.get()) == "E-mail, WhatsApp"
    assert [(entry.action, entry.data) for entry in AuditEntry.objects.order_by("sequence")] == [
        ("account.channels_chosen", {"email": True, "whatsapp": False}),
        ("account.channels_chosen", {"email": True, "whatsapp": True}),
    ]


def test_no_channel_at_all_is_refused_and_so_is_whatsapp_without_a_number():
    for person, channels in ((ApplicantFactory(), []), (ApplicantFactory(phone=""), [Channel.WHATSAPP])):
        with pytest.raises(DomainError) as caught:
            channels_choose(person=person, channels=channels)
        assert caught.value.field == "channels"
    assert not ChannelChoice.objects.exists()
    with pytest.raises(IntegrityError, match="izin_channel_choice_at_least_one"):
        ChannelChoice.objects.create(person=person, email=False, whatsapp=False)


def test_one_sees_only_what_was_sent_to_oneself(notify):
    person, other = ApplicantFactory(), ApplicantFactory()
    notify(person)
    notify(other, event_key="uji:2")
    assert {message.event_key for message in messages_of(person)} == {"uji:1"}
