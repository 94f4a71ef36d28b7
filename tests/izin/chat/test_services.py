"""Writing messages between applicants and the office (M1)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.content_store import content_read
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.models import Application
from izin.audit.models import AuditEntry
from izin.chat.models import Message, Thread
from izin.chat.selectors import (
    SHOWN,
    message_page,
    messages_after,
    thread_list,
    thread_of,
    unread_count,
    waiting_count,
)
from izin.chat.services import applicant_saw, message_answer, message_send, office_saw, thread_finish
from izin.messaging.enums import Channel
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes, upload
from tests.threads import run_together

NOW = "2026-11-24T03:00:00Z"


@pytest.fixture
def applicant(db):
    return ApplicantFactory()


@pytest.fixture
def officer(db):
    return OfficerFactory()


def ask(applicant, text="Kapan izin saya selesai?", **options):
    return message_send(actor=applicant, text=text, **{"token": uuid4(), **options})


def answer(officer, thread, text="Besok.", seen=2**62, **options):
    values = {"token": uuid4(), **options}
    return message_answer(actor=officer, thread_id=thread.pk, text=text, seen=seen, **values)


def mails(text):
    return [message for message in OutboxMessage.objects.order_by("pk") if text in message.subject]


# Asking


def test_a_question_opens_the_thread_and_waits_for_an_answer(applicant):
    message = ask(applicant, "  Kapan?\r\nTerima kasih. ")
    thread = Thread.objects.get()
    assert (thread.applicant, thread.waiting_since, thread.last_at) == (
        applicant,
        message.created_at,
        message.created_at,
    )
    assert (message.text, message.from_office, message.author) == ("Kapan?\nTerima kasih.", False, applicant)
    entry = AuditEntry.objects.get(action="chat.sent")
    assert (entry.actor, entry.subject_id) == (applicant, str(thread.pk))
    assert "Kapan" not in str(entry.data)


def test_the_database_sees_no_words(applicant):
    ask(applicant, "NIK saya 1302101512880010")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM izin_chat_message")
        assert "1302101512880010" not in cursor.fetchone()[0]


def test_a_second_question_keeps_the_place_in_the_row(applicant):
    first = ask(applicant)
    second = ask(applicant, "Halo?")
    thread = Thread.objects.get()
    assert (thread.waiting_since, thread.last_at) == (first.created_at, second.created_at)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Tulis pesan atau lampirkan"), (" \r\n\t ", "Tulis pesan"), ("x" * 2001, "2.000 huruf, sekarang 2001")],
)
def test_nothing_to_say_and_too_much_are_refused(applicant, text, words):
    with pytest.raises(DomainError, match=words) as refused:
        ask(applicant, text)
    assert refused.value.field == "text"
    assert not Message.objects.exists()


def test_line_ends_of_browsers_do_not_count_twice(applicant):
    assert len(ask(applicant, "\r\n".join(["x"] * 1000)).text) == 1999


@pytest.mark.parametrize(
    ("data", "kind"), [(pdf_bytes(), "application/pdf"), (jpeg_bytes(), "image/jpeg")], ids=["pdf", "jpeg"]
)
def test_a_file_alone_is_a_message(applicant, data, kind):
    message = ask(applicant, "", file=upload(data, "../../bukti bayar.pdf"))
    assert (message.text, message.content_type, message.original_name) == (None, kind, "bukti bayar.pdf")
    assert content_read("private", message.sha256)


BAD = [
    (image_bytes("PNG"), "Lampiran harus PDF atau JPG"),
    (b"", "Lampiran harus PDF atau JPG"),
    (b"<html>", "Lampiran harus PDF atau JPG"),
    (b"%PDF-1.7 rusak", "PDF rusak"),
    (jpeg_bytes()[:60], "Gambar rusak"),
    (pdf_bytes() + b" " * 1024 * 1024, "paling besar 1 MB"),
]


@pytest.mark.parametrize(("data", "words"), BAD, ids=range(len(BAD)))
def test_a_file_is_judged_by_its_content(applicant, data, words):
    with pytest.raises(DomainError, match=words) as refused:
        ask(applicant, "Ini buktinya.", file=upload(data, "bukti.pdf", "application/pdf"))
    assert refused.value.field == "file"
    assert not Message.objects.exists()


def test_it_may_name_an_application_of_ones_own_only(applicant):
    own = ApplicationFactory(applicant=applicant)
    assert ask(applicant, application_id=own.pk).application == own
    with pytest.raises(Application.DoesNotExist):
        ask(applicant, application_id=ApplicationFactory().pk)
    assert Message.objects.count() == 1


def test_the_same_form_sent_twice_writes_once(applicant):
    token = uuid4()
    assert ask(applicant, token=token) == ask(applicant, token=token)
    assert Message.objects.count() == AuditEntry.objects.filter(action="chat.sent").count() == 1
    with pytest.raises(DomainError, match="sudah terkirim"):
        ask(applicant, "Kata-kata lain", token=token)


def test_the_database_knows_a_form_that_is_sent_twice(applicant):
    first = ask(applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(thread=first.thread, token=first.token)


def test_a_message_without_words_and_file_can_not_be_stored(applicant):
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        MessageFactory(text=None)


def test_twenty_messages_in_ten_minutes_and_the_next_one_later(applicant):
    token = uuid4()
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(20):
            ask(applicant, f"Pesan {number}", **({"token": token} if number == 19 else {}))
        with pytest.raises(NotAllowed, match="banyak pesan"):
            ask(applicant)
        assert ask(applicant, "Pesan 19", token=token)  # the last one, sent twice, is no new one
        ask(ApplicantFactory())
        clock.shift(timedelta(minutes=10))
        ask(applicant)
    assert Message.objects.filter(author=applicant).count() == 21


# Answering


def test_an_answer_ends_the_waiting_and_tells_the_applicant_once(applicant, officer):
    thread = ask(applicant).thread
    message = answer(officer, thread)
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.officer, thread.last_at) == (None, officer, message.created_at)
    answer(officer, thread, "Bawa KTP.")
    told = mails("Ada jawaban petugas")
    assert {(sent.recipient, sent.address) for sent in told} == {
        (applicant, applicant.email),
        (applicant, applicant.phone),
    }
    for sent in told:
        assert "/portal/pesan/" in sent.body
        assert "Besok" not in sent.body
    applicant_saw(thread_of(applicant), Message.objects.latest("pk").pk)
    answer(officer, thread, "Sudah selesai.")
    assert len(mails("Ada jawaban petugas")) == 4


def test_an_answer_to_what_the_officer_had_not_seen_leaves_it_waiting(applicant, officer):
    first = ask(applicant)
    later = ask(applicant, "Dan satu lagi.")
    answer(officer, first.thread, seen=first.pk)
    assert Thread.objects.get().waiting_since == later.created_at


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CONTENT_EDITOR])
def test_who_only_looks_on_does_not_answer(applicant, role):
    thread = ask(applicant).thread
    onlooker = OfficerFactory(role=role)
    with pytest.raises(NotAllowed):
        answer(onlooker, thread)
    with pytest.raises(NotAllowed):
        thread_finish(actor=onlooker, thread_id=thread.pk, seen=2**62)
    with pytest.raises(NotAllowed):
        answer(applicant, thread)
    assert Message.objects.count() == 1


def test_an_answer_needs_a_thread(officer):
    with pytest.raises(Thread.DoesNotExist):
        answer(officer, Thread(pk=0))


def test_done_without_an_answer_until_he_writes_again(applicant, officer):
    message = ask(applicant)
    thread_finish(actor=officer, thread_id=message.thread_id, seen=message.pk)
    thread_finish(actor=officer, thread_id=message.thread_id, seen=message.pk)
    assert Thread.objects.get().waiting_since is None
    assert AuditEntry.objects.filter(action="chat.finished").count() == 1
    assert not mails("Ada jawaban")
    again = ask(applicant, "Satu lagi.")
    assert Thread.objects.get().waiting_since == again.created_at
    with pytest.raises(NotAllowed, match="pesan baru"):
        thread_finish(actor=officer, thread_id=message.thread_id, seen=message.pk)


def test_officers_are_told_once_while_somebody_waits(applicant, officer, settings):
    ask(applicant)
    assert not OutboxMessage.objects.exists()
    settings.OFFICE_CHAT_WHATSAPP = "628126700000"
    answer(officer, Thread.objects.get())
    ask(applicant, "Rahasia saya")
    ask(applicant, "Halo?")
    (mail,) = mails("Ada pesan baru")
    assert (mail.channel, mail.address) == (Channel.WHATSAPP, "628126700000")
    assert applicant.get_full_name() in mail.body
    assert "Rahasia" not in mail.body


# Markers and lists


def test_markers_never_go_back(applicant, officer):
    thread = ask(applicant).thread
    first, second = answer(officer, thread), answer(officer, thread, "Dua")
    assert unread_count(applicant) == 2
    applicant_saw(thread, first.pk)
    assert unread_count(applicant) == 1
    stale = thread_of(applicant)
    applicant_saw(thread, second.pk)
    applicant_saw(stale, first.pk)
    office_saw(thread, second.pk)
    office_saw(stale, first.pk)
    assert unread_count(applicant) == 0
    thread.refresh_from_db()
    assert (thread.applicant_seen, thread.office_seen) == (second.pk, second.pk)
    assert unread_count(ApplicantFactory()) == 0


@pytest.mark.parametrize("total", [0, 1, SHOWN, SHOWN + 1, 2 * SHOWN + 1])
def test_every_message_is_on_exactly_one_page(total, db):
    thread = ThreadFactory()
    wanted = [MessageFactory(thread=thread).pk for _number in range(total)]
    MessageFactory()
    found, before = [], None
    while True:
        page, older = message_page(thread, before=before)
        found = [message.pk for message in page] + found
        if not older:
            break
        before = page[0].pk
    assert found == wanted


def test_reading_costs_one_query(django_assert_num_queries, db):
    thread = ThreadFactory()
    application = ApplicationFactory(applicant=thread.applicant)
    for _number in range(3):
        MessageFactory(thread=thread, application=application)
        MessageFactory(thread=thread, answer=True)
    with django_assert_num_queries(1):
        page, _older = message_page(thread)
        assert all(m.author.get_full_name() and (m.application is None or m.application.permit_type) for m in page)
    with django_assert_num_queries(1):
        assert [m.author.officer.position for m in messages_after(thread, page[-2].pk)]
    with django_assert_num_queries(0):
        assert message_page(Thread(applicant=thread.applicant)) == ([], False)


def test_who_waits_longest_comes_first_and_the_answered_last(officer):
    now = timezone.now()
    old = ThreadFactory(waiting_since=now - timedelta(days=2), last_at=now)
    new = ThreadFactory(waiting_since=now - timedelta(days=1), last_at=now, applicant__full_name="Yuni Ananda")
    done = ThreadFactory(last_at=now - timedelta(days=3), officer=officer)
    fresh = ThreadFactory(last_at=now)
    assert list(thread_list()) == [old, new, fresh, done]
    assert list(thread_list(waiting=True)) == [old, new]
    assert list(thread_list(officer=officer)) == [done]
    assert list(thread_list(name="yuni")) == [new]
    assert waiting_count() == 2


# At the same time


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_time_writes_once():
    applicant, token = ApplicantFactory(), UUID(int=7)
    results = run_together([lambda: ask(applicant, token=token)] * 4)
    assert {message.pk for message in results} == {Message.objects.get().pk}
    assert Thread.objects.count() == AuditEntry.objects.filter(action="chat.sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_at_the_same_time():
    applicant = ApplicantFactory()
    thread = ThreadFactory(applicant=applicant)
    for _number in range(18):
        MessageFactory(thread=thread)
    results = run_together([lambda: ask(applicant)] * 5)
    assert sum(isinstance(result, Message) for result in results) == 2
    assert sum(isinstance(result, NotAllowed) for result in results) == 3
    assert Message.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_done_and_a_new_message_at_the_same_time_leave_nobody_unheard():
    applicant, officer = ApplicantFactory(), OfficerFactory()
    for _round in range(5):
        seen = ask(applicant)

        def finish(seen=seen):
            thread_finish(actor=officer, thread_id=seen.thread_id, seen=seen.pk)

        new, _finished = run_together([lambda: ask(applicant, "Satu lagi"), finish])
        assert isinstance(new, Message)
        assert Thread.objects.get().waiting_since is not None
        Message.objects.all().delete()
        Thread.objects.update(waiting_since=None)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_time_are_both_kept_and_told_once():
    applicant, officers = ApplicantFactory(), [OfficerFactory(), OfficerFactory()]
    thread = ask(applicant).thread
    results = run_together([lambda who=who: answer(who, thread) for who in officers])
    assert all(isinstance(result, Message) for result in results)
    assert len({sent.event_key for sent in mails("Ada jawaban petugas")}) == 1
    assert Thread.objects.get().waiting_since is None
