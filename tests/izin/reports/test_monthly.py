"""The monthly report to the head of office (W10)."""

from datetime import date

import pytest
import time_machine

from izin.accounts.enums import Role
from izin.messaging.models import OutboxMessage
from izin.reports.models import MonthlyReport
from izin.reports.monthly import first_working_day, monthly_reports_send
from izin.workflow.models import Holiday
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.threads import run_together

from .moves import case_of, moment


@pytest.fixture
def readers(db):
    OfficerFactory()
    OfficerFactory(role=Role.SUPERVISOR, is_active=False)
    return {OfficerFactory(role=Role.AGENCY_HEAD), OfficerFactory(role=Role.SUPERVISOR)}


def months():
    return [report.month.isoformat()[:7] for report in MonthlyReport.objects.order_by("month")]


def run_on(day):
    with time_machine.travel(moment(day)):
        return monthly_reports_send()


@pytest.mark.django_db
def test_the_first_working_day_by_the_calendar():
    assert first_working_day(date(2026, 11, 24)) == date(2026, 11, 2)
    Holiday.objects.create(date=date(2026, 11, 2), name="Libur", kind="local")
    assert first_working_day(date(2026, 11, 24)) == date(2026, 11, 3)


@pytest.mark.django_db
def test_on_the_first_working_day_once_to_head_and_supervisor(readers):
    person = ApplicantFactory(full_name="Yuni Ananda")
    case_of(PermitTypeFactory(name="Rahasia"), ["2026-10-05 submit"], {}, at="terima", applicant=person)
    # November 2026 begins on a Sunday.
    assert [run_on(day) for day in ("2026-11-01", "2026-11-02", "2026-11-02", "2026-11-20")] == [1, 1, 0, 0]
    assert months() == ["2026-09", "2026-10"]
    october = OutboxMessage.objects.filter(event_key__startswith="monthly-report-2026-10")
    assert {message.recipient for message in october} == readers
    for message in october:
        assert message.subject == "Laporan layanan Oktober 2026"
        assert "- permohonan masuk: 1\n" in message.body
        assert "/petugas/laporan/?periode=bulan&dari=2026-10-01" in message.body
        assert "Yuni" not in message.body
    assert MonthlyReport.objects.first().recipients == 2


@pytest.mark.django_db
def test_what_was_missed_is_made_up_for(readers):
    assert run_on("2026-07-15") == 1
    assert run_on("2026-11-24") == 4
    assert months() == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]


@pytest.mark.django_db
def test_a_month_without_readers_is_not_reported_later(db):
    assert run_on("2026-11-24") == 1
    OfficerFactory(role=Role.AGENCY_HEAD)
    assert run_on("2026-11-25") == 0
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_report_once(readers):
    with time_machine.travel(moment("2026-11-24")):
        assert sorted(run_together([monthly_reports_send, monthly_reports_send])) == [0, 1]
    assert months() == ["2026-10"]
