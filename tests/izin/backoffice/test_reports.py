"""Who owes a report of results, and judging what was handed in (F10)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from izin.accounts.enums import Role
from izin.permits.enums import ReportState
from izin.permits.services.reporting import report_submit
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import pdf_bytes, upload
from tests.factories.permits import held
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/petugas/laporan-hasil/"


@pytest.fixture
def kind():
    return PermitTypeFactory(needs_result_report=True)


@pytest.fixture
def desk(client):
    officer = OfficerFactory(role=Role.FRONT_DESK)
    client.force_login(officer)
    return officer


def ended(kind, days=5):
    until = timezone.localdate() - timedelta(days=days)
    return held(kind, ApplicantFactory(), valid_from=until - timedelta(days=60), valid_until=until)


def submitted(kind):
    permit = ended(kind)
    file = upload(pdf_bytes(text="laporan"), "laporan.pdf", "application/pdf")
    return report_submit(permit_id=permit.pk, actor=permit.application.applicant, file=file)


def url(report, name="report_detail"):
    return reverse(f"backoffice:{name}", args=[report.pk])


def numbers(response):
    return [row.a.get_text() for row in page_of(response).select("tbody tr")]


def test_the_list_is_filtered_and_searched(client, desk, kind):
    owing, report = ended(kind, 12), submitted(kind)
    assert numbers(client.get(LIST)) == [report.permit.number]
    page = client.get(f"{LIST}?keadaan=owing")
    assert numbers(page) == [owing.number]
    assert "12 hari lalu" in text_of(page)
    assert numbers(client.get(f"{LIST}?keadaan=owing&cari=tidak+ada")) == []
    assert numbers(client.get(f"{LIST}?keadaan=entah")) == [report.permit.number]


def test_a_report_is_read_and_accepted(client, desk, kind):
    report = submitted(kind)
    page = client.get(url(report))
    assert report.permit.holder_name in text_of(page)
    answer = client.get(url(report, "report_file"))
    assert b"".join(answer.streaming_content) == pdf_bytes(text="laporan")
    assert client.post(url(report), {"terima": "1"}).url == LIST
    report.refresh_from_db()
    assert (report.state, report.judged_by) == (ReportState.ACCEPTED, desk)
    again = client.post(url(report), {"note": "Kurang."}, follow=True)
    assert "sudah diperiksa petugas lain" in text_of(again, "body")
    assert page_of(again).select("main form") == []


def test_asking_again_needs_a_reason(client, desk, kind):
    report = submitted(kind)
    refused = client.post(url(report), {"note": ""})
    assert refused.status_code == 422
    assert errors_of(refused)["note"] == "Tulis apa yang harus diperbaiki pada laporan ini."
    client.post(url(report), {"note": "Bab hasil belum ada."})
    report.refresh_from_db()
    assert (report.state, report.note) == (ReportState.RETURNED, "Bab hasil belum ada.")


def test_the_list_takes_the_same_queries_with_two_and_with_twenty(
    client, desk, kind, django_assert_num_queries, django_assert_max_num_queries
):
    for days in (5, 9):
        ended(kind, days)
    address = f"{LIST}?keadaan=owing"
    client.get(address)
    with django_assert_max_num_queries(12) as counted:
        client.get(address)
    for days in range(18):
        ended(kind, days + 2)
    with django_assert_num_queries(len(counted)):
        assert len(numbers(client.get(address))) == 20
