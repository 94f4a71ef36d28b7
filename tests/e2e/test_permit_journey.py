"""A permit from the first registration to the check of a forged copy, by everybody who has a part in it."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from playwright.sync_api import FilePayload, expect

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.selectors import case_get, requirement_lines
from izin.applications.services.deciding import application_approve
from izin.applications.services.documents import documents_review
from izin.messaging.models import OutboxMessage
from izin.permits.models import Permit
from izin.signing.devca import DEV_PASSPHRASE, dev_ca_ensure
from izin.workflow.enums import Status
from tests.e2e import applicant, files
from tests.e2e.applicant import PROPOSAL, RECOMMENDATION, log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD
from tests.factories.permits import issue
from tests.threads import run_together

REASON = "Halaman pengesahan belum ditandatangani pembimbing."
NOTE = "Ganti proposal dengan yang sudah disahkan."
APPROVERS = (
    Role.VERIFICATION_SECTION_HEAD,
    Role.LICENSING_SECTION_HEAD,
    Role.DIVISION_HEAD,
    Role.SECRETARY,
)


def test_permit_from_registration_to_verification(
    visit: Callable[..., Visitor], officers: dict[Role, User], tmp_path: Path
) -> None:
    siti, desk = visit(), visit(DESK)
    applicant.register(siti)
    log_in(desk, officers[Role.FRONT_DESK].nik, PASSWORD)
    desk.is_at("backoffice:inbox")
    applicant.log_in_first(siti, first_password_in_outbox(desk))
    applicant.apply(siti)
    upload_refused_file(siti)
    applicant.upload_documents(siti)
    applicant.send(siti)

    return_for_correction(desk)
    correct_and_send_again(siti)
    accept_correction(desk)
    for role in APPROVERS:
        approve(visit(DESK), officers[role])
    number = sign(visit(DESK), officers[Role.AGENCY_HEAD])
    assert number.startswith("070/001/IP/")  # the mistyped passphrase took none

    applicant.answer_survey(siti)
    document = siti.download("Unduh")
    assert number in text_of(document)
    assert_sound(document, tmp_path)

    verify_as_anybody(visit(), document, number)
    log_out(siti)


def test_applicant_needs_no_javascript(visit: Callable[..., Visitor], officers: dict[Role, User]) -> None:
    siti = visit(scripts=False)
    applicant.register(siti)
    applicant.log_in_first(siti, password_in(OutboxMessage.objects.get(channel="email").body))
    applicant.apply(siti)
    upload_refused_file(siti)
    applicant.upload_documents(siti)
    applicant.send(siti)

    # In a thread of its own: this one has Playwright's event loop, and signing starts one.
    (permit,) = run_together([lambda: let_office_issue(Application.objects.get(), officers)])
    assert isinstance(permit, Permit)

    applicant.answer_survey(siti)
    assert permit.number in text_of(siti.download("Unduh"))


def first_password_in_outbox(desk: Visitor) -> str:
    """Without a mail server the front desk reads the message to the applicant."""
    desk.follow("Kotak keluar pesan")
    desk.is_at("backoffice:outbox")
    message = desk.page.get_by_role("article").filter(has_text=applicant.EMAIL)
    message.get_by_text("Isi pesan").click()
    return password_in(message.inner_text())


def password_in(text: str) -> str:
    found = re.search(r"Kata sandi pertama Anda: (\S+)", text)
    assert found, text
    return found[1]


def upload_refused_file(siti: Visitor) -> None:
    with siti.refused(422):
        applicant.upload(siti, PROPOSAL, files.disguised(files.ktp()))
        siti.reads("Berkas ini gambar JPG, bukan PDF. Simpan atau pindai kembali sebagai PDF.")
    siti.is_at("portal:document_list" if siti.scripts else "portal:document_upload")
    field = siti.region(PROPOSAL).locator("input[type=file]")
    expect(field).to_have_accessible_description(re.compile("Berkas ini gambar JPG, bukan PDF"))
    expect(siti.region(PROPOSAL).get_by_text("Belum diunggah")).to_be_visible()


def open_case(officer: Visitor) -> None:
    """Open the one case that waits for this officer, from the inbox."""
    officer.open("/petugas/")
    officer.is_at("backoffice:inbox")
    with officer.page.expect_navigation():
        officer.page.get_by_role("row").filter(has_text=applicant.NAME).get_by_role("link").click()
    officer.is_at("backoffice:case_detail")
    officer.reads(applicant.NAME, applicant.SUBJECT, applicant.LISTED_PLACE, applicant.TYPED_PLACE, "1302********0001")


def return_for_correction(desk: Visitor) -> None:
    open_case(desk)
    kind, content = desk.fetch(desk.region(PROPOSAL).get_by_role("link", name="LIHAT"))
    assert (kind, content) == ("application/pdf", files.proposal()["buffer"])
    kind, content = desk.fetch(desk.region("1. KTP").get_by_role("link", name="LIHAT"))
    assert (kind, content[:3]) == ("image/jpeg", b"\xff\xd8\xff")

    for requirement in ("1. KTP", RECOMMENDATION):
        desk.region(requirement).get_by_label("Sesuai", exact=True).check()
    desk.region(PROPOSAL).get_by_label("Perlu diperbaiki", exact=True).check()
    with desk.refused(422):
        desk.press("Simpan hasil pemeriksaan")
        desk.reads("Tulis apa yang harus diperbaiki pada dokumen ini.")
    desk.is_at("backoffice:case_review")
    desk.region(PROPOSAL).get_by_label("Yang harus diperbaiki").fill(REASON)
    desk.press("Simpan hasil pemeriksaan")
    desk.is_at("backoffice:case_detail")
    desk.fill("Catatan untuk pemohon", NOTE)
    desk.press("Kembalikan ke pemohon")
    desk.is_at("backoffice:inbox")
    desk.reads("Permohonan dikembalikan.", "Tidak ada permohonan yang menunggu Anda")


def correct_and_send_again(siti: Visitor) -> None:
    siti.open("/portal/")
    siti.is_at("portal:dashboard")
    siti.follow("Perbaiki")
    siti.is_at("portal:application_correct")
    siti.reads(REASON, NOTE)
    siti.follow("Catatan")
    siti.is_at("portal:application_notes")
    siti.reads(NOTE)
    siti.follow("Perbaikan")
    expect(siti.page.locator("input[type=file]")).to_have_count(1)
    applicant.upload(siti, PROPOSAL, files.proposal(approved=True))
    siti.is_at("portal:application_correct")
    siti.reads("Sudah diganti")
    siti.press("Sudah lengkap, kirim kembali")
    siti.is_at("portal:application_process")


def accept_correction(desk: Visitor) -> None:
    open_case(desk)
    desk.reads("Dikirim ulang setelah perbaikan")
    _kind, content = desk.fetch(desk.region(PROPOSAL).get_by_role("link", name="LIHAT"))
    assert content == files.proposal(approved=True)["buffer"]
    desk.region(PROPOSAL).get_by_label("Sesuai", exact=True).check()
    desk.press("Simpan hasil pemeriksaan")
    desk.is_at("backoffice:case_detail")
    desk.press("Setujui dan teruskan")
    desk.is_at("backoffice:inbox")


def approve(officer: Visitor, user: User) -> None:
    log_in(officer, user.nik, PASSWORD)
    open_case(officer)
    officer.press("Setujui dan teruskan")
    officer.is_at("backoffice:inbox")
    officer.reads("Permohonan disetujui dan diteruskan ke tahap berikutnya.")


def sign(head: Visitor, user: User) -> str:
    """Look at the letter, mistype the passphrase, sign; return the number of the permit."""
    log_in(head, user.nik, PASSWORD)
    open_case(head)
    kind, letter = head.fetch(head.page.get_by_role("link", name="Pratinjau surat"))
    assert kind == "application/pdf"
    assert applicant.SUBJECT in " ".join(text_of(letter).split())
    head.follow("Tanda tangani dan terbitkan")
    head.is_at("backoffice:case_sign")
    head.fill("Kata sandi sertifikat (passphrase)", "salah-ketik")
    with head.refused(422):
        head.press("Tanda tangani dan terbitkan")
        head.reads("tidak cocok")
    head.is_at("backoffice:case_sign")
    assert "salah-ketik" not in head.page.content()
    head.fill("Kata sandi sertifikat (passphrase)", DEV_PASSPHRASE)
    head.press("Tanda tangani dan terbitkan")
    head.is_at("backoffice:case_detail")
    told = re.search(r"Izin (\S+) ditandatangani dan terbit", head.page.locator("main").inner_text())
    assert told
    return told[1]


def verify_as_anybody(anybody: Visitor, document: bytes, number: str) -> None:
    """Find the permit by a misspelt name, open the address of its QR code, and upload the file and a forgery."""
    anybody.open("/izin-terbit/")
    anybody.is_at("register_list")
    for typed in ("Siti Maripah", "kepatuhan minum obat"):
        anybody.fill("Nama, nomor, atau tempat", typed)
        anybody.press("Cari")
        anybody.is_at("register_list")
        anybody.reads(number, "UJI - TIDAK SAH")
    anybody.follow(applicant.NAME)
    anybody.is_at("register_detail")
    assert applicant.NIK not in anybody.page.content()

    printed = re.search(r"http\S+/v/\w+/", text_of(document))
    assert printed
    anybody.open(printed[0])
    anybody.is_at("permit_verify")
    anybody.reads(number, applicant.NAME, "UJI - TIDAK SAH")

    upload_to_check(anybody, document)
    anybody.reads("UJI - TIDAK SAH. Isi dokumen utuh", "Berkas ini sama dengan yang kami terbitkan.", number)
    upload_to_check(anybody, forged(document))
    anybody.reads(
        "Dokumen ini tidak dapat dipercaya.", "tidak sama dengan satu pun izin yang kami terbitkan", "Isi tidak cocok"
    )


def upload_to_check(anybody: Visitor, document: bytes) -> None:
    anybody.open("/verifikasi/")
    anybody.is_at("document_verify")
    file: FilePayload = {"name": "izin.pdf", "mimeType": "application/pdf", "buffer": document}
    anybody.attach("Berkas PDF izin", file)
    anybody.press("Periksa berkas")
    anybody.is_at("document_verify")


def forged(document: bytes) -> bytes:
    """Flip one bit of the first page's content, which the signature covers."""
    content = bytearray(document)
    content[document.index(b"stream\n") + 40] ^= 1
    return bytes(content)


def log_out(person: Visitor) -> None:
    person.open("/portal/")
    person.page.get_by_text("Menu", exact=True).click()
    person.press("Keluar")
    person.open("/portal/")
    person.is_at("login")


def let_office_issue(application: Application, officers: dict[Role, User]) -> Permit:
    """Do the officers' part without a browser."""
    while (case := case_get(application.pk)).status != Status.AWAITING_SIGNATURE:
        decision: dict[str, Any] = {
            "application_id": case.pk,
            "actor": officers[Role(case.waiting_role)],
            "turn": case.turn,
        }
        given = [line.document for line in requirement_lines(case) if line.document]
        documents_review(**decision, reviews={document.pk: (Verdict.ACCEPTED, "") for document in given})
        application_approve(**decision)
    return issue(case, officers[Role.AGENCY_HEAD])


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def assert_sound(document: bytes, folder: Path) -> None:
    """Let others than us judge the file: poppler, pyHanko's tool; and look at what archives ask for."""
    path = folder / "izin.pdf"
    path.write_bytes(document)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told

    (anchor,) = dev_ca_ensure(settings.SIGNING_DEV_CA_DIR).anchors
    command = [sys.executable, "-W", "ignore", "-m", "pyhanko", "sign", "validate", "--no-revocation-check"]
    told = subprocess.run(
        [*command, "--trust", str(anchor), "--trust-replace", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "INTACT:TRUSTED,UNTOUCHED" in told

    with pikepdf.open(io.BytesIO(document)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        described = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        assert described
        assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in described)
        # The others only point at one of these.
        assert all(font.Subtype == "/Type0" for font in fonts if "/FontDescriptor" not in font)
