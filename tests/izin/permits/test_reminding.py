"""Reminders: the nearest threshold alone, once, and never for what needs none (F10, F11)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izin.messaging.models import OutboxMessage
from izin.permits.enums import PermitState, ReminderTopic, ReportState
from izin.permits.models import FollowUpSettings, Permit, PermitReminder, Renewal, ResultReport
from izin.permits.services import reminding
from izin.permits.services.reminding import reminders_send
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, renewable_rows
from tests.factories.permits import held

pytestmark = pytest.mark.django_db

END = date(2027, 6, 1)
ISSUED = date(2026, 6, 1)


@pytest.fixture
def kind():
    return PermitTypeFactory(**renewable_rows())


@pytest.fixture
def research():
    return PermitTypeFactory(needs_result_report=True)


def permit_of(kind, **values):
    values = {"valid_from": ISSUED, "valid_until": END, "issuance__issued_on": ISSUED, **values}
    return held(kind, ApplicantFactory(), **values)


def run(day, hour=3):
    """Run the task on a day, at 10 o'clock in the office unless another hour (UTC) is named."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        return reminders_send()


def told(permit):
    return list(permit.reminders.order_by("-days").values_list("topic", "days"))


def test_each_threshold_is_told_on_its_day_by_every_channel_and_once(kind):
    permit = permit_of(kind)
    for days in range(120, -10, -1):
        expected = 1 if days in (90, 60, 30, 7) else 0
        assert run(END - timedelta(days=days)) == expected, days
        assert run(END - timedelta(days=days)) == 0
    assert told(permit) == [(ReminderTopic.EXPIRY, days) for days in (90, 60, 30, 7)]
    keys = OutboxMessage.objects.filter(recipient=permit.application.applicant).values_list("event_key", "channel")
    assert sorted(keys) == sorted(
        (f"permit-{permit.pk}-expiry-{days}", channel) for days in (90, 60, 30, 7) for channel in ("email", "whatsapp")
    )


def test_a_reminder_says_when_and_how(kind):
    permit = permit_of(kind)
    run(END - timedelta(days=20))
    message = OutboxMessage.objects.get(channel="email")
    assert message.subject == f"Izin {permit.number} berlaku sampai 1 Juni 2027"
    assert "20 hari lagi" in message.body
    assert "Perpanjangan sudah dapat diajukan sekarang, paling lambat 31 Juli 2027." in message.body
    assert f"/portal/izin/{permit.pk}/perpanjang/" in message.body
    early = permit_of(kind, valid_until=END + timedelta(days=300))
    run(END + timedelta(days=300 - 80))
    assert (
        "Perpanjangan dapat diajukan mulai 26 Februari 2028."
        in OutboxMessage.objects.get(channel="email", recipient=early.application.applicant).body
    )


def test_after_weeks_without_the_queue_only_the_nearest_is_told(kind):
    permit = permit_of(kind)
    assert run(END - timedelta(days=25)) == 1
    assert told(permit) == [(ReminderTopic.EXPIRY, 30)]
    assert run(END - timedelta(days=24)) == 0
    assert run(END - timedelta(days=2)) == 1
    assert told(permit) == [(ReminderTopic.EXPIRY, 30), (ReminderTopic.EXPIRY, 7)]
    assert run(END + timedelta(days=1)) == 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.integers(-5, 120), min_size=1, max_size=8))
def test_whenever_it_runs_no_threshold_is_told_twice_and_none_late(kind, runs):
    permit = permit_of(kind)
    for left in sorted(runs, reverse=True):
        before = set(told(permit))
        run(END - timedelta(days=left))
        new = set(told(permit)) - before
        due = min((days for days in (90, 60, 30, 7) if 0 <= left <= days), default=None)
        assert new <= {(ReminderTopic.EXPIRY, due)}
        assert due is None or (ReminderTopic.EXPIRY, due) in told(permit)


def test_a_new_address_brings_no_second_reminder(kind):
    permit = permit_of(kind)
    run(END - timedelta(days=30))
    person = permit.application.applicant
    person.email = "baru@contoh.id"
    person.save()
    assert run(END - timedelta(days=29)) == 0
    assert not OutboxMessage.objects.filter(
        address_index=OutboxMessage(address="baru@contoh.id").address_index
    ).exists()


def test_a_short_permit_is_not_reminded_of_what_lies_before_it(kind):
    permit = permit_of(kind, issuance__issued_on=END - timedelta(days=40), valid_from=END - timedelta(days=40))
    assert run(END - timedelta(days=40)) == 0
    assert run(END - timedelta(days=30)) == 1
    assert told(permit) == [(ReminderTopic.EXPIRY, 30)]


def test_what_is_replaced_revoked_renewed_or_never_renewed_needs_none(kind):
    replaced, revoked, renewed = (permit_of(kind) for _n in range(3))
    Permit.objects.filter(pk=replaced.pk).update(state=PermitState.REPLACED)
    Permit.objects.filter(pk=revoked.pk).update(state=PermitState.REVOKED)
    draft = ApplicationFactory(applicant=renewed.application.applicant, permit_type=kind)
    Renewal.objects.create(application=draft, permit=renewed, kind="renewal")
    permit_of(PermitTypeFactory())
    assert run(END - timedelta(days=30)) == 0
    draft.delete()
    assert run(END - timedelta(days=29)) == 1
    assert PermitReminder.objects.get().permit == renewed


def test_nobody_is_woken(kind):
    permit_of(kind)
    assert run(END - timedelta(days=30), hour=17) == 0  # midnight
    assert run(END - timedelta(days=30), hour=1) == 1


def test_one_that_fails_keeps_no_other_from_it(kind, monkeypatch, caplog):
    first, second = permit_of(kind), permit_of(kind)
    real = reminding._expiry_tell

    def fail(permit, days, today):
        if permit == first:
            raise RuntimeError("no address")
        real(permit, days, today)

    monkeypatch.setattr(reminding, "_expiry_tell", fail)
    assert run(END - timedelta(days=30)) == 1
    assert (told(first), told(second)) == ([], [(ReminderTopic.EXPIRY, 30)])
    assert f"Permit {first.pk} could not be reminded" in caplog.text
    monkeypatch.undo()
    assert run(END - timedelta(days=29)) == 1


def test_the_office_sets_the_days(kind):
    rules = FollowUpSettings.load()
    rules.expiry_days = "45,10"
    rules.full_clean()
    rules.save()
    permit = permit_of(kind)
    assert [run(END - timedelta(days=days)) for days in (90, 45, 30, 10)] == [0, 1, 0, 1]
    assert told(permit) == [(ReminderTopic.EXPIRY, 45), (ReminderTopic.EXPIRY, 10)]
    for wrong in ("", "sembilan puluh", "90;60", "-7", "1000"):
        rules.expiry_days = wrong
        with pytest.raises(ValidationError):
            rules.full_clean()


def test_a_report_is_asked_for_after_the_end_until_it_is_handed_in(research):
    permit = permit_of(research)
    days = [0, 6, 7, 8, 29, 30, 60, 200]
    assert [run(END + timedelta(days=n)) for n in days] == [0, 0, 1, 0, 0, 1, 1, 0]
    assert [d for _topic, d in told(permit)] == [60, 30, 7]
    text = OutboxMessage.objects.filter(channel="email").first().body
    assert permit.subject in text
    assert f"/portal/hasil-penelitian/{permit.pk}/" in text


@pytest.mark.parametrize(
    ("state", "sent"),
    [(ReportState.SUBMITTED, 0), (ReportState.ACCEPTED, 0), (ReportState.RETURNED, 1), (ReportState.REPLACED, 1)],
)
def test_who_has_handed_one_in_is_left_alone(research, state, sent):
    permit = permit_of(research)
    ResultReport.objects.create(permit=permit, state=state, sha256="0" * 64, size=1, original_name="a.pdf", note="x")
    assert run(END + timedelta(days=45)) == sent
    assert told(permit) == [(ReminderTopic.REPORT, 30)] * sent


@pytest.mark.parametrize("state", [PermitState.REVOKED, PermitState.REPLACED])
def test_a_permit_that_is_not_in_force_owes_none(research, state):
    permit = permit_of(research)
    Permit.objects.filter(pk=permit.pk).update(state=state)
    assert run(END + timedelta(days=45)) == 0


def test_a_run_takes_few_queries_when_nothing_is_due(kind, research, django_assert_max_num_queries):
    for _n in range(3):
        permit_of(kind)
        permit_of(research)
    day = END - timedelta(days=200)
    with django_assert_max_num_queries(9):
        assert run(day) == 0
