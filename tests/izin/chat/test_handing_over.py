"""Giving a conversation to a colleague, ready answers, and what the list finds (M1)."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.audit.models import AuditEntry
from izin.chat.handing_over import thread_hand_over
from izin.chat.loading import canned_answers_load
from izin.chat.models import CannedAnswer, Handover, Thread
from izin.chat.selectors import thread_list
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = OfficerFactory(full_name="Desi Petugas")
    client.force_login(user)
    return user


@pytest.fixture
def thread():
    now = timezone.now()
    return ThreadFactory(waiting_since=now, last_at=now, applicant__full_name="Yuni Ananda")


def give(actor, thread, **values):
    return thread_hand_over(
        actor=actor, thread_id=thread.pk, **{"to_officer": None, "to_role": "", "note": "Mohon dijawab.", **values}
    )


def test_a_colleague_is_given_a_thread_and_told(officer, thread):
    colleague = OfficerFactory(role=Role.SECRETARY)
    handover = give(officer, thread, to_officer=colleague)
    thread.refresh_from_db()
    assert (thread.assigned_to, thread.assigned_role) == (colleague, "")
    assert thread.waiting_since
    assert handover.note == "Mohon dijawab."
    entry = AuditEntry.objects.get()
    assert (entry.action, "Mohon" in str(entry.data)) == ("chat.handed_over", False)
    mails = OutboxMessage.objects.filter(recipient=colleague)
    assert mails
    assert all("Yuni" not in mail.body and "Mohon" not in mail.body for mail in mails)


def test_a_role_is_given_a_thread_and_finds_it(officer, thread):
    ThreadFactory(waiting_since=timezone.now(), last_at=timezone.now())
    give(officer, thread, to_role=Role.SECRETARY)
    assert list(thread_list(waiting=True, given_to=OfficerFactory(role=Role.SECRETARY))) == [thread]
    assert not thread_list(waiting=True, given_to=officer)
    give(officer, thread, to_officer=OfficerFactory())
    assert not thread_list(given_to=OfficerFactory(role=Role.SECRETARY))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "to"),
        ({"to_role": Role.SUPERVISOR}, "to"),
        ({"to_role": "raja"}, "to"),
        ({"to_role": Role.SECRETARY, "note": " "}, "note"),
        ({"to_role": Role.SECRETARY, "note": "x" * 501}, "note"),
    ],
)
def test_what_makes_no_sense_is_refused(officer, thread, values, field):
    with pytest.raises(DomainError) as refused:
        give(officer, thread, **values)
    assert refused.value.field == field
    assert not Handover.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nobody_hands_over_to_himself_or_to_whom_may_not_answer(officer, thread):
    for target in (officer, OfficerFactory(role=Role.SUPERVISOR)):
        with pytest.raises(DomainError):
            give(officer, thread, to_officer=target)
    with pytest.raises(NotAllowed):
        give(OfficerFactory(role=Role.SUPERVISOR), thread, to_role=Role.SECRETARY)
    assert not Handover.objects.exists()


def test_the_page_hands_over_with_a_note_that_officers_read(client, officer, thread):
    MessageFactory(thread=thread)
    colleague = OfficerFactory(full_name="Budi Rekan")
    address = reverse("backoffice:chat_thread", args=[thread.pk])
    typed = {**fields_of(client.get(address)), "serah-to": f"petugas-{colleague.pk}"}
    target = reverse("backoffice:chat_hand_over", args=[thread.pk])
    refused = client.post(target, {**typed, "serah-note": ""})
    assert refused.status_code == 422
    assert errors_of(refused) == {"serah-note": "Tulis apa yang perlu dilakukan rekan Anda."}
    client.post(target, {**typed, "serah-note": "Tanya Dinkes."})
    assert "Desi Petugas kepada Budi Rekan" in text_of(client.get(address))
    assert "Diserahkan kepada Budi Rekan" in text_of(client.get("/petugas/pesan/"))
    client.force_login(colleague)
    assert "Yuni Ananda" in text_of(client.get("/petugas/pesan/", {"tampil": "untuk-saya"}), "tbody")
    client.force_login(thread.applicant)
    assert "Tanya Dinkes" not in text_of(client.get(reverse("portal:chat")))


def test_an_answer_ends_the_assignment(client, officer, thread):
    MessageFactory(thread=thread)
    give(officer, thread, to_role=Role.SECRETARY)
    address = reverse("backoffice:chat_thread", args=[thread.pk])
    client.post(address, {**fields_of(client.get(address)), "text": "Besok."})
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.assigned_role) == (None, "")


def test_a_thread_is_found_by_name_or_registration_number(officer, thread):
    case = ApplicationFactory(applicant=thread.applicant, at="kabid")
    ThreadFactory()
    for text in ("yuni", case.registration_number.lower()):
        assert list(thread_list(name=text)) == [thread]
    assert not thread_list(name="tidak\0ada")


def test_the_database_knows_one_holder_of_a_thread(officer, thread):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(assigned_to=officer, assigned_role=Role.SECRETARY)


def test_ready_answers_are_loaded_once_and_the_offices_words_kept(tmp_path):
    assert canned_answers_load()["new"] == CannedAnswer.objects.count() > 5
    assert set(canned_answers_load()) == {"unchanged"}
    CannedAnswer.objects.filter(key="gratis").update(text="Gratis.")
    assert canned_answers_load()["kept"] == 1
    assert canned_answers_load(force=True)["overwritten"] == 1
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": [{"key": "a", "title": "A", "text": " "}]}))
    with pytest.raises(ValidationError):
        canned_answers_load(path=path)


def test_a_ready_answer_stands_in_the_field_without_a_script(client, officer, thread):
    MessageFactory(thread=thread)
    ready = CannedAnswer.objects.create(title="Biaya", text="Tidak dipungut biaya.")
    CannedAnswer.objects.create(title="Lama", text="Lama.", active=False)
    address = reverse("backoffice:chat_thread", args=[thread.pk])
    links = page_of(client.get(address)).select(".canned-list a")
    assert [(link.get_text(), link["data-canned"]) for link in links] == [("Biaya", "Tidak dipungut biaya.")]
    assert fields_of(client.get(address, {"jawaban": ready.pk}))["text"] == "Tidak dipungut biaya."
    for odd in ("x", "99999", "9" * 30):
        assert fields_of(client.get(address, {"jawaban": odd}))["text"] == ""
