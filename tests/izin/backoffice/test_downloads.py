"""Registers and the satisfaction report as files (W10, S2)."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest
import time_machine
from openpyxl import load_workbook

from izin.accounts.enums import Role
from izin.applications.models import Rejection
from izin.audit.models import AuditEntry
from izin.backoffice.views import downloads
from izin.reports.periods import PeriodKind, period_at
from izin.reports.registers import RegisterKind, register_of
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import PermitFactory
from tests.html import page_of, text_of
from tests.izin.reports.moves import case_of, moment
from tests.izin.surveys.test_report import answered

pytestmark = pytest.mark.django_db

NOVEMBER = period_at(PeriodKind.MONTH, date(2026, 11, 1))


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment("2026-11-24")):
        yield


@pytest.fixture
def officer(client):
    user = OfficerFactory(role=Role.SECRETARY)
    client.force_login(user)
    return user


@pytest.fixture
def kind():
    return PermitTypeFactory(name="Izin Penelitian", slug="penelitian-a")


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheet_of(response):
    return load_workbook(io.BytesIO(body_of(response))).active


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        # Narrow columns break words; whether the blanks are right is not asked here.
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def url(which="permohonan", form="xlsx"):
    return f"/petugas/laporan/register/{which}/{form}/"


def test_the_register_of_applications_has_real_dates_and_masked_niks(client, officer, kind):
    person = ApplicantFactory(full_name="=cmd|'/c calc'!A1")
    case = case_of(kind, ["2026-11-03 submit", "2026-11-04 approve terima"], {}, at="kabid", applicant=person)
    case_of(kind, ["2026-10-30 submit", "2026-11-04 approve terima"], {}, at="kabid")
    sheet = sheet_of(client.get(url()))
    headings, row = (list(line) for line in sheet.iter_rows(min_row=5))
    told = dict(zip((cell.value for cell in headings), row, strict=True))
    assert sheet.max_row == 6
    assert told["Nomor registrasi"].value == case.registration_number
    assert told["Tanggal dikirim"].is_date
    assert told["Tanggal dikirim"].value.date() == date(2026, 11, 3)
    assert told["NIK (disamarkan)"].value == person.masked_nik
    assert (told["Nama pemohon"].data_type, told["Nama pemohon"].value) == ("s", "'=cmd|'/c calc'!A1")
    assert person.nik not in str([[cell.value for cell in line] for line in sheet.iter_rows()])


def test_the_register_of_permits_and_a_type_alone(client, officer, kind):
    permit = PermitFactory(issuance__application__permit_type=kind)
    PermitFactory()
    assert sheet_of(client.get(url("izin"))).max_row == 7
    sheet = sheet_of(client.get(url("izin"), {"jenis": "penelitian-a"}))
    assert [sheet.cell(6, column).value for column in (1, 2)] == [1, permit.number]
    assert sheet.cell(2, 1).value == "November 2026"


def test_a_register_as_pdf_is_under_the_letterhead(client, officer, kind):
    person = ApplicantFactory(full_name="Yuni <b>Ananda</b>")
    case_of(kind, ["2026-11-03 submit", "2026-11-04 approve terima"], {}, at="kabid", applicant=person)
    response = client.get(url(form="pdf"))
    assert response["Content-Disposition"] == 'attachment; filename="register-permohonan-2026-11-01-2026-11-30.pdf"'
    words = words_of(response.content)
    for part in ("PEMERINTAH KABUPATEN SOLOK", "November 2026", "Yuni <b>Ananda</b>", "3 November 2026"):
        assert "".join(part.split()) in words
    assert person.nik not in words
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert width > height


def test_every_download_is_logged(client, officer, kind):
    body_of(client.get(url(), {"periode": "tahun", "jenis": "penelitian-a"}))
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (officer, "register.downloaded")
    assert entry.data == {
        "report": "permohonan",
        "format": "xlsx",
        "period": "Tahun 2026",
        "type": "penelitian-a",
        "rows": 0,
    }


@pytest.mark.parametrize(("form", "advice"), [("pdf", "Unduh sebagai XLSX."), ("xlsx", "Persempit periodenya.")])
def test_what_is_too_long_for_a_file_is_told_and_not_handed_out(client, officer, kind, monkeypatch, form, advice):
    monkeypatch.setattr(downloads, "PDF_ROWS", 1)
    monkeypatch.setattr(downloads, "XLSX_ROWS", 1)
    for _case in range(2):
        case_of(kind, ["2026-11-03 submit", "2026-11-04 approve terima"], {}, at="kabid")
    response = client.get(url(form=form), {"periode": "bulan", "dari": "2026-11-24"}, follow=True)
    assert advice in text_of(response, ".messages")
    assert "November 2026" in text_of(response)
    assert not AuditEntry.objects.exists()


def test_a_wrong_period_hands_out_nothing(client, officer):
    for address in (url(), "/petugas/laporan/skm/unduh/pdf/"):
        response = client.get(address, {"periode": "rentang"})
        assert response.status_code == 302
    assert not AuditEntry.objects.exists()


def test_a_register_is_read_in_a_fixed_number_of_queries(kind, django_assert_num_queries):
    for _case in range(3):
        case_of(kind, ["2026-11-03 submit", "2026-11-04 approve terima"], {}, at="kabid")
        PermitFactory()
    for register in (register_of(RegisterKind.APPLICATIONS, NOVEMBER), register_of(RegisterKind.PERMITS, NOVEMBER)):
        with django_assert_num_queries(1):
            assert len(list(register.rows(10))) == 3


def test_registers_of_what_ended_otherwise_have_the_day_of_the_decision():
    for which in (RegisterKind.REJECTED, RegisterKind.WITHDRAWN):
        register = register_of(which, NOVEMBER)
        assert (register.count(), list(register.rows(5))) == (0, [])
        assert "Tanggal keputusan" in register.headings


def rejected_case(kind, officer, reason):
    case = case_of(kind, ["2026-11-03 submit", "2026-11-05 reject terima"], {"terima": officer}, at="rejected")
    told = {"legal_ground": "Perda 1/2020", "objection": "Surat kepada kepala dinas.", "stage_key": "terima"}
    Rejection.objects.create(application=case, reason=reason, actor=officer, at=moment("2026-11-05"), **told)
    return case


def test_the_register_of_rejections_says_why(kind, officer, django_assert_num_queries):
    rejected_case(kind, officer, "Lokasi di luar Kabupaten Solok.")
    rejected_case(kind, officer, "Judul tidak sesuai.")
    # Older cases were refused before reasons were kept apart.
    case_of(kind, ["2026-11-03 submit", "2026-11-06 reject terima"], {"terima": officer}, at="rejected")
    register = register_of(RegisterKind.REJECTED, NOVEMBER)
    with django_assert_num_queries(1):
        rows = list(register.rows(10))
    assert register.headings[-2:] == ["Tanggal keputusan", "Alasan penolakan"]
    assert [row[-2:] for row in rows] == [
        [date(2026, 11, 5), "Lokasi di luar Kabupaten Solok."],
        [date(2026, 11, 5), "Judul tidak sesuai."],
        [date(2026, 11, 6), ""],
    ]
    assert {len(row) for row in rows} == {len(register.headings)}


def test_the_satisfaction_page_warns_of_few_answers(client, officer, kind):
    answered(kind, "2026-11-03", "432144444")
    PermitFactory(issued_at=moment("2026-11-04"))
    page = client.get("/petugas/laporan/skm/")
    words = text_of(page)
    assert "belum mencapai sampel" in words
    assert "83,33" in words
    assert [item.get_text()[:2] for item in page_of(page).select("#terendah ~ ol li")] == ["U4", "U3", "U2"]


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_satisfaction_report_as_a_file(client, officer, kind, form):
    answered(kind, "2026-11-03", "432144444")
    response = client.get(f"/petugas/laporan/skm/unduh/{form}/")
    if form == "pdf":
        words = words_of(response.content)
    else:
        words = str([[cell.value for cell in line] for line in sheet_of(response).iter_rows()])
    for part in (
        "Laporan Survei Kepuasan Masyarakat",
        "83,33",
        "Izin Penelitian (1 responden)",
        "Tiga unsur terendah: U4",
    ):
        assert part in words or "".join(part.split()) in words
    assert AuditEntry.objects.get().data["report"] == "skm"
