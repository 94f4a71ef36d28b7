"""A copy of one's own data: whole, nobody else's, and in bounded memory."""

import io
import json
import tracemalloc
import zipfile

import pikepdf
import pytest
from django.utils import timezone

from common.content_store import content_save
from common.errors import DomainError
from izin.applications.models import Rejection
from izin.applications.services.autosaving import answers_version
from izin.applications.services.locating import locations_change
from izin.audit.models import AuditEntry
from izin.chat.models import Message
from izin.permits.models import Renewal, ResultReport
from izin.permits.services.reporting import report_viewed
from izin.privacy.own_data import json_chunks
from izin.privacy.services.exporting import data_archive, data_export_begin, summary_pdf
from izin.surveys.models import Survey
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, ktp_jpeg
from tests.factories.applications import ApplicationFactory, NoteFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import pdf_bytes
from tests.factories.permits import PermitFactory

pytestmark = pytest.mark.django_db


def archive_of(user):
    return zipfile.ZipFile(io.BytesIO(b"".join(data_archive(user))))


def data_of(user):
    return json.loads(b"".join(json_chunks(user)))


def permit_with_survey(owner, text):
    permit = PermitFactory(
        issuance__application__applicant=owner, document_sha256=content_save("permits", pdf_bytes(text=text))
    )
    now = timezone.now()
    Survey.objects.create(
        permit=permit, poll=4, poll_at=now, testimonial="Cepat.", testimonial_at=now, questionnaire={"U1": 4},
        questionnaire_at=now,
    )  # fmt: skip
    return permit


def test_the_data_hold_everything_of_the_owner_and_nothing_of_others():
    owner, other = ApplicantFactory(full_name="Pemilik Data"), ApplicantFactory(full_name="Orang Lain")
    sent = ApplicationFactory(applicant=owner, at="terima")
    ApplicationFactory(applicant=other, answers={"judul": "Rahasia orang lain"})
    NoteFactory(application=sent, text="Lengkapi proposal.")
    NoteFactory(application=sent, text="Hanya untuk rekan.", audience="office")
    MessageFactory(thread=ThreadFactory(applicant=owner), text="Kapan selesai?")
    MessageFactory(thread=ThreadFactory(applicant=other), text="Pesan orang lain")
    permit_with_survey(owner, "surat")
    data = data_of(owner)
    assert data["profil"]["nik"] == owner.nik
    assert data["profil"]["nama_lengkap"] == "Pemilik Data"
    assert data["permohonan"][0]["isian"]["Judul penelitian"] == sent.answers["judul"]
    assert [note["catatan"] for note in data["permohonan"][0]["catatan"]] == ["Lengkapi proposal."]
    assert {document["nama_berkas"] for document in data["permohonan"][0]["dokumen"]} == {
        document.original_name for document in sent.documents.all()
    }
    assert [message["pesan"] for message in data["pesan_dengan_petugas"]] == ["Kapan selesai?"]
    assert data["izin_terbit"][0]["survei"]["testimoni"] == "Cepat."
    assert len(data["permohonan"]) == 2  # the sent one, and the issued one behind the permit
    written = json.dumps(data, ensure_ascii=False)
    assert not any(secret in written for secret in ("orang lain", "Orang Lain", "Hanya untuk rekan", other.nik))


def test_reports_renewals_and_changed_places_are_in_the_copy():
    owner = ApplicantFactory()
    permit, of_others = PermitFactory(issuance__application__applicant=owner), PermitFactory()
    files = {}
    for number, (holder, state) in enumerate([(permit, "returned"), (permit, "accepted"), (of_others, "accepted")]):
        data = pdf_bytes(text=f"laporan {number}")
        report = ResultReport.objects.create(
            permit=holder, state=state, note="Lengkapi." if state == "returned" else "",
            sha256=content_save("private", data), size=len(data), original_name=f"laporan-{number}.pdf",
        )  # fmt: skip
        files[f"berkas/laporan-hasil/{report.pk}-laporan-{number}.pdf"] = data
    again = ApplicationFactory(applicant=owner, at="kabid")
    Renewal.objects.create(application=again, permit=permit, kind="renewal")
    version = answers_version(again)
    locations_change(application_id=again.pk, actor=owner, version=version, locations=["Nagari Talang"])
    archive = archive_of(owner)
    data = json.loads(archive.read("data.json"))
    assert [(told["nama_berkas"], told["catatan_petugas"]) for told in data["laporan_hasil"]] == [
        ("laporan-0.pdf", "Lengkapi."),
        ("laporan-1.pdf", ""),
    ]
    *mine, _others = files
    assert [name for name in archive.namelist() if "laporan-hasil" in name] == mine
    assert [archive.read(name) for name in mine] == [files[name] for name in mine]
    told = next(made for made in data["permohonan"] if made["melanjutkan_izin"])
    assert told["melanjutkan_izin"] == {"nomor_izin": permit.number, "jenis": "Perpanjangan"}
    assert told["lokasi"] == ["Nagari Talang"]
    (before,) = told["isian_sebelum_diubah"]
    assert before["lokasi"] == ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
    assert before["isian"]["Judul penelitian"] == again.answers["judul"]
    (note,) = told["catatan"]
    assert note["dari"] == "Anda"


def test_a_refusal_is_in_the_copy_with_its_reason():
    application = ApplicationFactory(at="rejected")
    told = {"reason": "Lokasi di luar kabupaten.", "legal_ground": "Perda 1/2020", "objection": "Surat."}
    Rejection.objects.create(
        application=application, stage_key="terima", actor=OfficerFactory(), at=timezone.now(), **told
    )
    (made,) = data_of(application.applicant)["permohonan"]
    assert made["penolakan"]["alasan"] == "Lokasi di luar kabupaten."


def test_whoever_opened_a_report_is_told():
    permit = PermitFactory()
    report = ResultReport.objects.create(permit=permit, sha256="0" * 64, size=1, original_name="laporan.pdf")
    report_viewed(report=report, actor=OfficerFactory(position="Petugas Verifikasi"))
    (opened,) = data_of(permit.application.applicant)["yang_membuka_data"]
    assert (opened["oleh"], opened["yang_dibuka"]) == ("Petugas Verifikasi", "Laporan hasil penelitian")


def test_data_of_an_empty_account_are_a_sound_document():
    data = data_of(ApplicantFactory())
    assert data["permohonan"] == data["izin_terbit"] == data["yang_membuka_data"] == []


def test_the_archive_holds_summary_data_and_each_file_as_it_was_given():
    owner = ApplicantFactory(full_name="Pemilik Data")
    sent = ApplicationFactory(applicant=owner, at="terima")
    attached = pdf_bytes(text="bukti")
    thread = ThreadFactory(applicant=owner)
    MessageFactory(
        thread=thread,
        sha256=content_save("private", attached),
        content_type="application/pdf",
        original_name="bukti.pdf",
    )
    permit = permit_with_survey(owner, "surat")
    archive = archive_of(owner)
    assert archive.testzip() is None
    assert archive.namelist()[:3] == ["BACA-SAYA.txt", "ringkasan.pdf", "data.json"]
    assert json.loads(archive.read("data.json"))["profil"]["nama_lengkap"] == "Pemilik Data"
    assert archive.read("berkas/ktp.jpg") == ktp_jpeg()
    assert archive.read(f"berkas/pesan/{Message.objects.get().pk}-bukti.pdf") == attached
    assert archive.read(f"berkas/izin/{permit.slug}.pdf") == pdf_bytes(text="surat")
    for document in sent.documents.all():
        name = f"berkas/permohonan-{sent.pk}/{document.pk}-{document.original_name}"
        assert len(archive.read(name)) == document.size


def test_a_letter_whose_survey_is_open_is_not_in_the_archive():
    permit = PermitFactory(document_sha256=content_save("permits", pdf_bytes(text="belum")))
    names = archive_of(permit.application.applicant).namelist()
    assert not [name for name in names if name.startswith("berkas/izin/")]
    Survey.objects.create(permit=permit, poll=4, poll_at=timezone.now())
    names = archive_of(permit.application.applicant).namelist()
    assert not [name for name in names if name.startswith("berkas/izin/")]


def test_a_file_that_can_not_be_read_is_named_and_the_rest_is_there():
    owner = ApplicantFactory()
    draft = ApplicationFactory(applicant=owner)
    lost = draft.documents.get(requirement_key="proposal")
    lost.sha256 = "0" * 64
    lost.save()
    archive = archive_of(owner)
    told = archive.read("BERKAS-TIDAK-TERBACA.txt").decode()
    assert lost.original_name in told
    assert len([name for name in archive.namelist() if name.startswith(f"berkas/permohonan-{draft.pk}/")]) == 2


def test_the_summary_can_be_read_aloud_and_names_the_applications():
    owner = ApplicantFactory(full_name="Pemilik Data")
    ApplicationFactory(applicant=owner, at="terima")
    with pikepdf.Pdf.open(io.BytesIO(summary_pdf(owner))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) == 1


def test_memory_does_not_grow_with_the_files():
    """Twenty files of a megabyte: the archive passes through in pieces."""
    owner = ApplicantFactory()
    draft = ApplicationFactory(applicant=owner, documents=False)
    for number in range(20):
        data = bytes([number]) * (1024 * 1024)
        draft.documents.create(
            requirement_key=f"syarat-{number}", sha256=content_save("private", data), size=len(data),
            content_type="application/pdf", original_name=f"{number}.pdf",
        )  # fmt: skip
    b"".join(data_archive(owner))  # what is loaded once is not what is measured
    chunks = data_archive(owner)
    tracemalloc.start()
    sent = sum(len(chunk) for chunk in chunks)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 20 * 1024 * 1024
    assert peak < 4 * 1024 * 1024


def test_queries_do_not_grow_with_the_applications(django_assert_max_num_queries):
    owner = ApplicantFactory()
    kind = ApplicationFactory(applicant=owner).permit_type
    for _number in range(12):
        ApplicationFactory(applicant=owner, permit_type=kind, documents=False)
    with django_assert_max_num_queries(40):
        assert len(data_of(owner)["permohonan"]) == 13


def test_the_password_is_asked_and_the_copy_is_written_down():
    owner = ApplicantFactory()
    with pytest.raises(DomainError) as refused:
        data_export_begin(user=owner, password="bukan ini", form="json")
    assert refused.value.field == "password"
    assert not AuditEntry.objects.exists()
    data_export_begin(user=owner, password=PASSWORD, form="json")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.data) == (owner, "account.data_exported", {"form": "json"})
