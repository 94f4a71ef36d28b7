"""A person and his data on a phone: he writes to the office, takes a copy, sees who looked, and closes the account."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.models import Application
from izin.applications.services.documents import document_viewed
from tests.e2e import files
from tests.e2e.applicant import log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ApplicationFactory

QUESTION, ANSWER = "Apakah jadwal praktik boleh diubah?", "Boleh, kirim surat pemberitahuan."


@pytest.fixture
def person(site: str) -> User:
    user: User = ApplicantFactory.create(full_name="Siti Rahma")
    return user


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_question_to_the_end_of_the_account(
    visit: Callable[..., Visitor], person: User, officers: dict[Role, User], *, scripts: bool
) -> None:
    draft = ApplicationFactory.create(applicant=person)
    siti = visit(scripts=scripts)
    log_in(siti, person.nik, PASSWORD)
    siti.is_at("portal:dashboard")

    # She asks, with a picture; the front desk answers; she reads it.
    siti.open("/portal/pesan/")
    siti.is_at("portal:chat")
    siti.fill("Pesan", QUESTION)
    siti.attach("Lampiran", files.ktp())
    siti.press("Kirim")
    siti.is_at("portal:chat")
    siti.reads(QUESTION)
    desk = visit(DESK, scripts=scripts)
    log_in(desk, officers[Role.FRONT_DESK].nik, PASSWORD)
    desk.open("/petugas/pesan/")
    desk.follow("Siti Rahma")
    desk.reads(QUESTION)
    desk.fill("Pesan", ANSWER)
    desk.press("Kirim")
    desk.reads(ANSWER)
    siti.open("/portal/pesan/")
    siti.reads(ANSWER)

    # The officer looked at a document; she sees that, by his post.
    document_viewed(document=draft.documents.get(requirement_key="proposal"), actor=officers[Role.FRONT_DESK])
    siti.open("/portal/profil/")
    siti.is_at("portal:profile")
    siti.follow("Siapa yang membuka data Anda")
    siti.is_at("portal:data_openings")
    siti.reads("proposal.pdf", "Petugas Verifikasi")

    # A copy of everything, for which the password is asked.
    siti.open("/portal/profil/")
    siti.follow("Salinan data Anda")
    siti.is_at("portal:data_export")
    siti.fill("Kata sandi Anda", "bukan ini")
    with siti.refused(422):
        siti.press("Unduh salinan")
    siti.is_at("portal:data_export")
    siti.reads("Kata sandi salah.")
    siti.fill("Kata sandi Anda", PASSWORD)
    with siti.page.expect_download() as started:
        siti.page.get_by_role("button", name="Unduh salinan").click()
    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("data.json"))["pesan_dengan_petugas"][1]["pesan"] == ANSWER
        assert "ringkasan.pdf" in archive.namelist()

    # And an end: what is kept is said before it is done; afterwards nobody gets in.
    siti.open("/portal/profil/")
    siti.follow("Tutup akun")
    siti.is_at("portal:account_close")
    siti.reads("1 draf permohonan Anda dihapus", "Yang tetap kami simpan, dan mengapa")
    siti.tick("Saya mengerti bahwa akun ini tidak dapat dibuka kembali.")
    siti.fill("Kata sandi Anda", PASSWORD)
    siti.press("Tutup akun saya")
    siti.is_at("account_closed")
    assert not Application.objects.exists()
    siti.open("/portal/")
    siti.is_at("login")
    log_in_refused(siti, person.nik)


def log_in_refused(person: Visitor, nik: str) -> None:
    """Try the password that was good until now."""
    person.fill("NIK", nik)
    person.fill("Kata sandi", PASSWORD)
    person.press("Masuk")
    person.is_at("login")
    expect(person.page.get_by_text("NIK atau kata sandi salah.").first).to_be_visible()
