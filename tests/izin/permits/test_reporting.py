"""Reports of results: handed in, judged, asked for again (F10)."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction

from common.content_store import content_read
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from izin.permits.enums import PermitState, ReportState
from izin.permits.models import FollowUpSettings, Permit, ResultReport
from izin.permits.reports import (
    ACCEPTED,
    OWING,
    RUNNING,
    WAITING,
    ReportQuery,
    permits_with_reports,
    report_permit_for,
    report_search,
)
from izin.permits.services.reporting import report_accept, report_return, report_submit, report_viewed
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import jpeg_bytes, pdf_bytes, upload
from tests.factories.permits import PermitFactory, held
from tests.threads import run_together

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T03:00:00Z"):
        yield


@pytest.fixture
def kind(db):
    return PermitTypeFactory(needs_result_report=True)


def ended(kind, days=10, applicant=None, **values):
    until = TODAY - timedelta(days=days)
    begun = until - timedelta(days=60)
    return held(kind, applicant or ApplicantFactory(), valid_from=begun, valid_until=until, **values)


def pdf(text="laporan"):
    return upload(pdf_bytes(text=text), "laporan akhir.pdf", "application/pdf")


def submit(permit, text="laporan", actor=None):
    return report_submit(permit_id=permit.pk, actor=actor or permit.application.applicant, file=pdf(text))


def desk():
    return OfficerFactory(role=Role.FRONT_DESK)


def test_a_report_is_kept_and_the_one_before_it_stays_as_history(kind):
    permit = ended(kind)
    first, second = submit(permit, "satu"), submit(permit, "dua")
    first.refresh_from_db()
    assert (first.state, second.state) == (ReportState.REPLACED, ReportState.SUBMITTED)
    assert content_read("private", second.sha256) == pdf_bytes(text="dua")
    assert (second.pages, second.original_name) == (1, "laporan akhir.pdf")
    assert "Halaman 1" in second.warning or second.warning
    assert AuditEntry.objects.order_by("sequence").last().data == {"report": second.pk, "sha256": second.sha256}


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (lambda: upload(jpeg_bytes(), "laporan.pdf", "application/pdf"), "Berkas ini gambar JPG, bukan PDF."),
        (lambda: upload(b"", "laporan.pdf", "application/pdf"), "Berkas kosong."),
        (lambda: upload(b"%PDF-1.7\n" + b"0" * 1024 * 1024, "laporan.pdf", "application/pdf"), "Ukuran berkas"),
    ],
)
def test_a_bad_file_is_refused_at_its_field(kind, file, told):
    rules = FollowUpSettings.load()
    rules.report_max_mb = 1
    rules.save()
    permit = ended(kind)
    with pytest.raises(DomainError) as refused:
        report_submit(permit_id=permit.pk, actor=permit.application.applicant, file=file())
    assert refused.value.field == "file"
    assert str(refused.value).startswith(told)
    assert not ResultReport.objects.exists()


def test_only_the_holder_of_a_permit_that_owes_one_hands_it_in(kind):
    permit = ended(kind)
    with pytest.raises(Permit.DoesNotExist):
        submit(permit, actor=ApplicantFactory())
    with pytest.raises(Permit.DoesNotExist):
        submit(ended(PermitTypeFactory()))
    Permit.objects.filter(pk=permit.pk).update(state=PermitState.REVOKED)
    with pytest.raises(NotAllowed, match="dicabut"):
        submit(permit)
    assert not ResultReport.objects.exists()


def test_an_accepted_report_is_the_last_one(kind):
    permit = ended(kind)
    officer = desk()
    report = report_accept(report_id=submit(permit).pk, actor=officer)
    assert (report.state, report.judged_by) == (ReportState.ACCEPTED, officer)
    message = OutboxMessage.objects.get(channel="email")
    assert message.recipient == permit.application.applicant
    assert permit.subject in message.body
    with pytest.raises(NotAllowed, match="sudah diterima"):
        submit(permit)
    with pytest.raises(NotAllowed, match="sudah diperiksa"):
        report_return(report_id=report.pk, actor=officer, note="Lagi.")
    assert ResultReport.objects.get() == report


def test_a_report_is_asked_for_again_with_a_reason(kind):
    permit = ended(kind)
    report, officer = submit(permit), desk()
    for note, told in (("  ", "Tulis apa"), ("x" * 1001, "Paling panjang 1000 huruf.")):
        with pytest.raises(DomainError, match=told) as refused:
            report_return(report_id=report.pk, actor=officer, note=note)
        assert refused.value.field == "note"
    report_return(report_id=report.pk, actor=officer, note=" Bab hasil belum ada. ")
    report.refresh_from_db()
    assert (report.state, report.note) == (ReportState.RETURNED, "Bab hasil belum ada.")
    assert "Bab hasil belum ada." in OutboxMessage.objects.get(channel="whatsapp").body
    assert submit(permit, "baru").state == ReportState.SUBMITTED


@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.SUPERVISOR])
def test_who_does_not_judge_reports_changes_nothing(kind, role):
    report = submit(ended(kind))
    officer = OfficerFactory(role=role)
    for act in (report_accept, partial(report_return, note="x")):
        with pytest.raises(NotAllowed):
            act(report_id=report.pk, actor=officer)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_moment_judge_once(kind):
    report = submit(ended(kind))
    acts = [partial(report_accept, report_id=report.pk, actor=desk())]
    acts.append(partial(report_return, report_id=report.pk, actor=desk(), note="Kurang."))
    results = run_together(acts)
    assert [isinstance(result, NotAllowed) for result in results].count(True) == 1
    assert OutboxMessage.objects.filter(channel="email").count() == 1


def test_the_database_keeps_one_report_current(kind):
    report = submit(ended(kind))
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultReport.objects.create(permit=report.permit, sha256="0" * 64, size=1, original_name="b.pdf")


def test_opening_a_report_is_written_down(kind):
    report, officer = submit(ended(kind)), desk()
    report_viewed(report=report, actor=officer)
    entry = AuditEntry.objects.order_by("sequence").last()
    assert (entry.action, entry.actor_id, entry.data) == ("report.viewed", officer.pk, {"report": report.pk})


def test_officers_find_who_owes_what(kind, django_assert_num_queries):
    owing, waiting, done, running, again = (ended(kind, days) for days in (40, 30, 20, -5, 10))
    for permit in (waiting, done, again):
        submit(permit)
    report_accept(report_id=done.reports.get().pk, actor=desk())
    report_return(report_id=again.reports.get().pk, actor=desk(), note="Kurang.")
    Permit.objects.filter(pk=ended(kind).pk).update(state=PermitState.REPLACED)
    PermitFactory()

    def found(state="", text=""):
        return [(p.pk, p.report_state) for p in report_search(ReportQuery(state, text), TODAY)]

    assert found(OWING) == [(owing.pk, None), (again.pk, "returned")]
    assert found(WAITING) == [(waiting.pk, "submitted")]
    assert found(ACCEPTED) == [(done.pk, "accepted")]
    assert found(RUNNING) == [(running.pk, None)]
    assert len(found()) == 5
    assert found(text=owing.number) == [(owing.pk, None)]
    assert found(text="\0 tidak ada") == []
    with django_assert_num_queries(1):
        [p.application.applicant.full_name for p in report_search(ReportQuery(), TODAY)]


def test_a_holder_sees_his_own_only(kind, django_assert_num_queries):
    person = ApplicantFactory()
    mine = [ended(kind, days, person) for days in (5, 10)]
    submit(mine[0])
    other = ended(kind)
    PermitFactory(issuance__application__applicant=person)
    with django_assert_num_queries(2):
        found = list(permits_with_reports(person))
        assert {permit.pk: len(permit.report_list) for permit in found} == {mine[0].pk: 1, mine[1].pk: 0}
    with pytest.raises(Permit.DoesNotExist):
        report_permit_for(person, other.pk)
