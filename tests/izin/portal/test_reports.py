"""Hasil Penelitian: the pages of the holder (F10)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from izin.accounts.enums import Role
from izin.permits.models import ResultReport
from izin.permits.services.reporting import report_accept, report_return, report_submit
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import jpeg_bytes, pdf_bytes, upload
from tests.factories.permits import held
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/portal/hasil-penelitian/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


@pytest.fixture
def kind():
    return PermitTypeFactory(needs_result_report=True)


def ended(kind, applicant, days=5):
    until = timezone.localdate() - timedelta(days=days)
    return held(kind, applicant, valid_from=until - timedelta(days=60), valid_until=until)


def submit(permit):
    file = upload(pdf_bytes(text="laporan"), "laporan.pdf", "application/pdf")
    return report_submit(permit_id=permit.pk, actor=permit.application.applicant, file=file)


def detail(permit):
    return reverse("portal:report_detail", args=[permit.pk])


def test_the_list_says_what_is_due(client, applicant, kind):
    assert "Belum ada yang perlu diserahkan" in text_of(client.get(LIST))
    over, running = ended(kind, applicant), ended(kind, applicant, -5)
    badges = {
        article.select_one("a.btn")["href"]: article.select_one(".status-badge, .badge").get_text(strip=True)
        for article in page_of(client.get(LIST)).select("article")
    }
    assert badges == {detail(over): "Belum diserahkan", detail(running): "Belum waktunya"}
    assert client.get(detail(ended(kind, ApplicantFactory()))).status_code == 404


def test_a_report_is_uploaded_seen_and_replaced(client, applicant, kind):
    permit = ended(kind, applicant)
    file = upload(pdf_bytes(text="laporan"), "laporan.pdf", "application/pdf")
    response = client.post(detail(permit), {"file": file}, follow=True)
    assert "Laporan tersimpan." in text_of(response, "body")
    assert "Laporan Anda menunggu diperiksa." in text_of(response)
    report = ResultReport.objects.get()
    answer = client.get(reverse("portal:report_file", args=[permit.pk, report.pk]))
    assert b"".join(answer.streaming_content) == pdf_bytes(text="laporan")
    other = submit(ended(kind, ApplicantFactory()))
    assert client.get(reverse("portal:report_file", args=[permit.pk, other.pk])).status_code == 404


def test_a_bad_file_is_told_at_its_field(client, applicant, kind):
    permit = ended(kind, applicant)
    refused = client.post(detail(permit), {"file": upload(jpeg_bytes(), "laporan.pdf", "application/pdf")})
    assert refused.status_code == 422
    assert errors_of(refused)["file"].startswith("Berkas ini gambar JPG, bukan PDF.")
    assert errors_of(client.post(detail(permit)))["file"] == "Pilih berkas terlebih dahulu."
    assert not ResultReport.objects.exists()


def test_the_holder_reads_what_the_officer_asks_for_and_when_all_is_done(client, applicant, kind):
    permit, desk = ended(kind, applicant), OfficerFactory(role=Role.FRONT_DESK)
    report_return(report_id=submit(permit).pk, actor=desk, note="Bab hasil belum ada.")
    for address in (LIST, detail(permit)):
        assert "Bab hasil belum ada." in text_of(client.get(address))
    report_accept(report_id=submit(permit).pk, actor=desk)
    page = client.get(detail(permit))
    assert page_of(page).select("main form") == []
    assert "Diterima" in text_of(page)
    refused = client.post(detail(permit), {"file": upload(pdf_bytes(), "lagi.pdf", "application/pdf")}, follow=True)
    assert "sudah diterima" in text_of(refused, "body")
