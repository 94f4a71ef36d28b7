"""A day at the office: every role does its part, the clerk with the keyboard alone; the head signs twelve at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.services import delegation_grant
from izin.applications.models import Application
from izin.catalog.selectors import permit_type_get
from izin.permits.models import Permit
from izin.permits.services import issuing
from izin.signing.devca import DEV_PASSPHRASE
from izin.signing.errors import SigningError
from izin.workflow.enums import Action, Status
from tests.e2e.applicant import log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory

NURSE = {
    "no_str": "13 01 5 2 3 22-1234567",
    "str_seumur_hidup": True,
    "no_rekom_dinkes": "008/503/DINKES/XI/2026",
    "tgl_rekom_dinkes": "2026-11-02",
    "tempat_praktik": {
        "name": "Puskesmas Talang",
        "street": "Jalan Raya Solok - Padang",
        "village": "13.02.07.2002",
        "area": "Nagari Talang, Kecamatan Gunung Talang",
    },
    "urutan_sip": "Kesatu",
}
TWELVE = 12


def research(at: str, number: int) -> Application:
    today = timezone.localdate()
    period = {"start": today.isoformat(), "end": (today + timedelta(days=90)).isoformat()}
    return ApplicationFactory.create(
        at=at,
        number=number,
        permit_type=permit_type_get("izin-penelitian"),
        answers={**ANSWERS, "waktu": period},
        applicant=ApplicantFactory(full_name=f"Pemohon Nomor {number}"),
    )


@pytest.fixture
def morning(officers: dict[Role, User]) -> dict[Role, User]:
    """Three new applications, one that waits for BPJS, and eight that the front desk has passed on."""
    for number in range(3):
        research("terima", 101 + number)
    ApplicationFactory.create(
        at="bpjs", number=104, permit_type=permit_type_get("izin-praktik-perawat"), answers=NURSE, locations=[]
    )
    for number in range(8):
        research("kasi_pv", 105 + number)
    return officers


def test_a_day_at_the_office(
    visit: Callable[..., Visitor], morning: dict[Role, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    verify_by_keyboard(visit(DESK), morning[Role.FRONT_DESK])
    record_bpjs(visit(DESK), morning[Role.BPJS_VERIFIER])
    for role in (
        Role.VERIFICATION_SECTION_HEAD,
        Role.LICENSING_SECTION_HEAD,
        Role.DIVISION_HEAD,
        Role.SECRETARY,
    ):
        approve_all(visit(DESK), morning[role])
    assert set(Application.objects.values_list("status", flat=True)) == {Status.AWAITING_SIGNATURE}
    sign_all(visit(DESK), morning[Role.AGENCY_HEAD], monkeypatch)


def verify_by_keyboard(clerk: Visitor, user: User) -> None:
    """Check three cases without touching the mouse: `s` for each document, Enter for the case."""
    log_in(clerk, user.nik, PASSWORD)
    clerk.is_at("backoffice:inbox")
    keys, page = clerk.page.keyboard, clerk.page
    tab_to(clerk, "a.case-number")
    with page.expect_navigation():
        keys.press("Enter")
    clerk.is_at("backoffice:case_detail")
    keys.press("?")
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()
    keys.press("Escape")

    shown = page.locator(".viewer-sheet img")
    keys.press("j")
    expect(shown).to_have_attribute("alt", "Proposal penelitian, halaman 1")
    keys.press("r")
    expect(shown).to_have_attribute("src", re.compile(r"\?putar=90$"))
    keys.press("+")
    expect(page.locator(".viewer-pane")).to_have_attribute("data-zoom", "2")
    keys.press("k")
    expect(shown).to_have_attribute("alt", "KTP, halaman 1")
    expect(page.locator(".viewer-pane.is-busy")).to_have_count(0)

    # A cross and its reason can be taken back as fast as they were given.
    keys.press("1")
    expect(page.get_by_role("radio", name="Perlu diperbaiki").first).to_be_checked()
    keys.press("k")
    for _case in range(3):
        for _document in range(3):
            keys.press("s")
        expect(page.get_by_role("button", name="Simpan dan setujui")).to_be_focused()
        go_on = page.locator("#berikutnya-periksa")
        if not go_on.is_checked():
            keys.press("Tab")
            keys.press("Tab")
            expect(go_on).to_be_focused()
            keys.press("Space")
            keys.press("Shift+Tab")
            keys.press("Shift+Tab")
        with page.expect_navigation():
            keys.press("Enter")
    clerk.is_at("backoffice:inbox")
    clerk.reads("Tidak ada permohonan yang menunggu Anda")


def tab_to(person: Visitor, selector: str) -> None:
    """Press Tab until something that fits has the focus."""
    for _step in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def record_bpjs(verifier: Visitor, user: User) -> None:
    log_in(verifier, user.nik, PASSWORD)
    verifier.page.get_by_role("link", name="104/UJI").click()
    verifier.is_at("backoffice:case_detail")
    verifier.press("Setujui dan teruskan")
    verifier.reads("Catat hasil pemeriksaan BPJS Ketenagakerjaan terlebih dahulu.")
    verifier.tick("Aktif")
    with verifier.refused(422):
        verifier.press("Simpan hasil BPJS")
        verifier.reads("Tulis nomor kepesertaan seperti pada kartu: 11 angka.")
    verifier.is_at("backoffice:case_bpjs_record")
    verifier.fill("Nomor kepesertaan (KPJ)", "12345678901")
    verifier.press("Simpan hasil BPJS")
    verifier.is_at("backoffice:case_detail")
    verifier.reads("12345678901", "Hasil pemeriksaan BPJS tercatat.")
    verifier.press("Setujui dan teruskan")
    verifier.is_at("backoffice:inbox")


def choose_all(officer: Visitor, user: User) -> None:
    """Tick everything that waits."""
    log_in(officer, user.nik, PASSWORD)
    officer.is_at("backoffice:inbox")
    officer.tick("Pilih semua di halaman ini")
    officer.reads(f"{TWELVE} dipilih")


def approve_all(officer: Visitor, user: User) -> None:
    choose_all(officer, user)
    officer.press("Setujui yang dipilih")
    officer.is_at("backoffice:batch_approve")
    officer.page.get_by_role("button", name=f"Setujui {TWELVE} permohonan").click()
    expect(officer.page.get_by_text(f"{TWELVE} disetujui, 0 belum disetujui, dari {TWELVE}")).to_be_visible(
        timeout=90_000
    )
    officer.is_at("backoffice:batch_approve")


def sign_all(head: Visitor, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mistype the passphrase; sign twelve, of which one fails; try that one again."""
    choose_all(head, user)
    head.press("Tanda tangani yang dipilih")
    head.is_at("backoffice:batch_sign")
    page = head.page
    head.fill("Kata sandi sertifikat (passphrase)", "salah-ketik")
    button = page.get_by_role("button", name=f"Tanda tangani dan terbitkan {TWELVE} izin")
    button.click()
    expect(page.get_by_text("tidak cocok")).to_have_count(1)  # and it is tried on no other letter
    assert not Permit.objects.exists()

    unlucky = Application.objects.get(registration_number="108/UJI/SISFO/XI/2026")
    fail_once(unlucky, monkeypatch)
    head.fill("Kata sandi sertifikat (passphrase)", DEV_PASSPHRASE)
    button.click()
    expect(page.get_by_text(f"{TWELVE - 1} terbit, 1 belum terbit, dari {TWELVE}")).to_be_visible(timeout=180_000)
    head.is_at("backoffice:batch_sign")
    assert Permit.objects.count() == TWELVE - 1
    row = page.get_by_role("row").filter(has_text=str(unlucky))
    expect(row.get_by_text("Sertifikat sedang tidak dapat dihubungi.")).to_be_visible()
    row.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_text(f"{TWELVE} terbit, 0 belum terbit, dari {TWELVE}")).to_be_visible(timeout=60_000)
    expect(head.field("Kata sandi sertifikat (passphrase)")).to_have_value("")
    for series in ("izin:IP", "izin:IPP"):
        taken = sorted(Permit.objects.filter(issuance__series=series).values_list("issuance__sequence", flat=True))
        assert taken == list(range(1, len(taken) + 1))
    assert Permit.objects.count() == TWELVE
    head.open("/petugas/")
    head.reads("Tidak ada permohonan yang menunggu Anda")


def test_while_the_head_is_away_his_substitute_signs_and_he_does_not(
    visit: Callable[..., Visitor], officers: dict[Role, User]
) -> None:
    head, secretary, today = officers[Role.AGENCY_HEAD], officers[Role.SECRETARY], timezone.localdate()
    delegation_grant(
        actor=officers[Role.ADMIN],
        role=Role.AGENCY_HEAD,
        holder=head,
        substitute=secretary,
        letter_number="800/9/SP/2026",
        letter_date=today,
        valid_from=today,
        valid_until=today,
    )
    case = research("kadis", 113)

    absent = visit(DESK)
    log_in(absent, head.nik, PASSWORD)
    absent.is_at("backoffice:inbox")
    absent.reads("Tidak ada permohonan yang menunggu Anda")

    acting = visit(DESK)
    log_in(acting, secretary.nik, PASSWORD)
    acting.is_at("backoffice:inbox")
    acting.follow(str(case))
    acting.is_at("backoffice:case_detail")
    acting.follow("Tanda tangani dan terbitkan")
    acting.fill("Kata sandi sertifikat (passphrase)", DEV_PASSPHRASE)
    acting.press("Tanda tangani dan terbitkan")
    acting.is_at("backoffice:case_detail")
    assert Permit.objects.get().signer_position == f"Plh. {head.officer.position}"
    assert case.steps.get(action=Action.ISSUE).on_behalf_of == head


def fail_once(unlucky: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the signer fail at this one letter, the first time."""
    sign = issuing.letter_sign
    failed: list[int] = []

    def failing(letter: bytes, *, signer: Any, issuance: Any) -> bytes:
        if issuance.application_id == unlucky.pk and not failed:
            failed.append(unlucky.pk)
            raise SigningError("Sertifikat sedang tidak dapat dihubungi.")
        return sign(letter, signer=signer, issuance=issuance)

    monkeypatch.setattr(issuing, "letter_sign", failing)
