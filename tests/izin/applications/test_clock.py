"""When a case is due, and who is told in time (W5)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from izin.accounts.enums import Role
from izin.applications.clock import case_clock, case_clocks, deemed_candidates, due_promised
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.selectors import case_get
from izin.applications.services.clock import clock_sweep, deadlines_renew
from izin.applications.services.deciding import application_approve, application_return, application_send_back
from izin.applications.services.ending import application_withdraw
from izin.applications.services.submitting import application_submit
from izin.messaging.models import OutboxMessage
from izin.workflow.models import Holiday, WorkSettings
from izin.workflow.services import superiors_load, working_hours_load
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.threads import run_together

ZONE = ZoneInfo("Asia/Jakarta")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def clock(db):
    working_hours_load()
    superiors_load()
    with time_machine.travel(at("2026-11-16 09:00"), tick=False) as traveller:
        yield traveller


def registered(**kwargs):
    """A case of five working days whose papers were just accepted, at the second stage."""
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED, **{"documents": False, **kwargs})
    application_approve(application_id=application.pk, actor=OfficerFactory(), turn="terima/1")
    return case_get(application.pk)


def give_back(application):
    officer = OfficerFactory(role=Role(application.waiting_role))
    application_return(application_id=application.pk, actor=officer, turn=application.turn, note="Perbaiki.")


def told(text):
    return [message for message in OutboxMessage.objects.order_by("pk") if text in message.subject]


def test_the_clock_starts_when_the_papers_are_accepted(clock):
    waiting = ApplicationFactory(at="terima", documents=False)
    assert (waiting.due_at, case_clock(waiting).level, due_promised(waiting)) == (None, "none", "")
    case = registered()
    assert case.due_at == at("2026-11-23 16:00")
    # 75 % of 43.5 hours: 6 were left that Monday, then three days of 7.5, then Friday until the time below.
    assert case.warn_at == at("2026-11-20 11:37:30")
    assert due_promised(case) == "23 November 2026"
    found = case_clock(case)
    assert (found.level, found.days, found.words, found.deemed_proposed) == ("ok", 5, "Sisa 5 hari kerja", False)


def test_levels_and_words_follow_the_time(clock):
    case = registered()
    for moment, level, words in [
        (case.warn_at - timedelta(seconds=1), "ok", None),
        (case.warn_at, "warn", None),
        (at("2026-11-23 08:00"), "warn", "Sisa hari ini"),
        (case.due_at, "late", "Lewat hari ini"),
        (at("2026-11-25 08:00"), "late", "Lewat 2 hari kerja"),
    ]:
        found = case_clock(case, now=moment)
        assert found.level == level
        assert found.words == (words or found.words)
        assert found.deemed_proposed == (level == "late")
    assert list(deemed_candidates(at("2026-11-23 15:59"))) == []
    assert list(deemed_candidates(case.due_at)) == [case]


def test_it_stands_still_while_the_applicant_has_it(clock):
    case = registered(documents=True)
    clock.move_to(at("2026-11-18 09:00"))
    give_back(case)
    paused = case_clock(case_get(case.pk))
    clock.move_to(at("2026-11-20 09:00"))
    later = case_clock(case_get(case.pk))
    assert (paused.level, later.level) == ("paused", "paused")
    assert paused.left == later.left
    assert paused.words == "Berhenti, sisa 3 hari kerja"
    assert list(deemed_candidates(at("2027-01-01"))) == []
    application_submit(application_id=case.pk, actor=case.applicant)
    again = case_get(case.pk)
    assert case_clock(again).left == paused.left
    assert again.due_at > case.due_at


def test_a_detour_inside_the_office_does_not_stop_it(clock):
    case = registered()
    clock.move_to(at("2026-11-18 09:00"))
    officer = OfficerFactory(role=Role.VERIFICATION_SECTION_HEAD)
    application_send_back(application_id=case.pk, actor=officer, turn=case.turn, to="terima", reason="Periksa ulang.")
    assert case_get(case.pk).due_at == case.due_at


def test_a_finished_case_has_no_clock_any_more(clock):
    case = registered()
    application_withdraw(application_id=case.pk, actor=case.applicant)
    done = case_get(case.pk)
    assert (case_clock(done).level, due_promised(done)) == ("done", "")
    assert list(deemed_candidates(at("2027-01-01"))) == []


def test_a_change_of_the_calendar_reaches_every_open_case_once(clock):
    case, back = registered(), registered()
    clock.move_to(at("2026-11-17 09:00"))
    give_back(back)
    finished = registered()
    application_withdraw(application_id=finished.pk, actor=finished.applicant)
    assert deadlines_renew() == 0
    Holiday.objects.create(date=date(2026, 11, 19), name="Pemilihan wali nagari", kind="local")
    assert deadlines_renew() == 2
    assert deadlines_renew() == 0
    assert case_get(case.pk).due_at == at("2026-11-24 16:00")
    assert case_get(back.pk).due_at == at("2026-11-24 16:00")
    WorkSettings.objects.create(warn_percent=50)
    assert deadlines_renew() == 2
    assert case_get(case.pk).warn_at < case.warn_at + timedelta(days=1)


def test_what_was_registered_before_there_was_a_clock_gets_one(clock):
    case = registered()
    Application.objects.update(due_at=None, warn_at=None, clock_stamp="")
    assert deadlines_renew() == 1
    assert case_get(case.pk).due_at == case.due_at


def test_officers_are_reminded_once_and_superiors_told_once(clock):
    case = registered()
    section = OfficerFactory.create_batch(2, role=Role.VERIFICATION_SECTION_HEAD)
    division = OfficerFactory(role=Role.DIVISION_HEAD)
    OfficerFactory(role=Role.SECRETARY)
    OutboxMessage.objects.all().delete()
    assert clock_sweep() == 0
    clock.move_to(case.warn_at)
    assert (clock_sweep(), clock_sweep()) == (1, 0)
    reminders = told("mendekati batas waktu")
    assert {message.recipient for message in reminders} == set(section)
    assert case.registration_number in reminders[0].body
    clock.move_to(case.due_at)
    assert (clock_sweep(), clock_sweep()) == (1, 0)
    assert {message.recipient for message in told("melewati batas waktu")} == {division}
    assert case.applicant.full_name not in told("melewati batas waktu")[0].body


def test_where_nobody_holds_the_next_post_the_one_above_is_told(clock):
    case = registered()
    head = OfficerFactory(role=Role.AGENCY_HEAD)
    clock.move_to(case.due_at + timedelta(days=1))
    clock_sweep()
    assert {message.recipient for message in told("melewati batas waktu")} == {head}
    # It came too late to remind anybody: nothing is said that is no longer true.
    assert not told("mendekati")


def test_nobody_is_told_of_what_lies_with_its_applicant(clock):
    case = registered()
    OfficerFactory(role=Role.DIVISION_HEAD)
    give_back(case)
    clock.move_to(at("2027-01-04 09:00"))
    assert clock_sweep() == 0
    assert not told("batas waktu")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_clocks_of_a_page_cost_the_same_however_many(clock, django_assert_num_queries, rows):
    ApplicationFactory.create_batch(rows, at="kabid", permit_type=PermitTypeFactory(), documents=False)
    deadlines_renew()
    cases = list(Application.objects.all())
    with django_assert_num_queries(2):  # hours, holidays
        assert len(case_clocks(cases)) == rows


def test_many_in_one_message(clock):
    permit_type = PermitTypeFactory()
    OfficerFactory(role=Role.SECRETARY)
    ApplicationFactory.create_batch(23, at="kabid", permit_type=permit_type, documents=False)
    deadlines_renew()
    clock.move_to(at("2026-12-14 09:00"))
    assert clock_sweep() == 23
    (message,) = [message for message in told("23 permohonan melewati") if message.channel == "email"]
    assert "dan 3 permohonan lain" in message.body


def test_the_database_keeps_no_deadline_without_a_registration(clock):
    waiting = ApplicationFactory(at="terima", documents=False)
    with pytest.raises(IntegrityError, match="application_due_once_registered"), transaction.atomic():
        Application.objects.filter(pk=waiting.pk).update(due_at=at("2026-12-01"), warn_at=at("2026-11-30"))


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_nobody_twice():
    application = ApplicationFactory(at="kabid", documents=False)
    superiors_load()
    OfficerFactory(role=Role.SECRETARY)
    past = application.registered_at - timedelta(days=60)
    Application.objects.update(registered_at=past)
    deadlines_renew()
    results = run_together([clock_sweep] * 3)
    assert sorted(results) == [0, 0, 1]
    assert len([m for m in told("melewati batas waktu") if m.channel == "email"]) == 1
