"""An application on a phone, with and without JavaScript: kept while it is typed, given file by file, mended, sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from izin.accounts.models import User
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application
from izin.workflow.enums import Status
from tests.e2e import applicant, files
from tests.e2e.applicant import PROPOSAL, RECOMMENDATION, SUBJECT, log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import NoteFactory

NOTE = "Ganti proposal dengan yang sudah disahkan."


@pytest.fixture
def person(site: str) -> User:
    user: User = ApplicantFactory.create(full_name="Siti Rahma")
    return user


def begin(visitor: Visitor, person: User) -> Application:
    """Fill in an application and give its documents."""
    log_in(visitor, person.nik, PASSWORD)
    visitor.is_at("portal:dashboard")
    applicant.apply(visitor)
    with visitor.refused(422):
        applicant.upload(visitor, PROPOSAL, files.disguised(files.ktp()))
    expect(visitor.region(PROPOSAL).get_by_text("Berkas ini gambar JPG, bukan PDF.").first).to_be_visible()
    for requirement, file in (
        ("KTP", files.ktp()),
        (PROPOSAL, files.proposal()),
        (RECOMMENDATION, files.recommendation()),
    ):
        applicant.upload(visitor, requirement, file)
        visitor.is_at("portal:document_list")
    return Application.objects.get()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_application_is_filled_in_sent_mended_and_sent_again(
    visit: Callable[..., Visitor], person: User, *, scripts: bool
) -> None:
    siti = visit(scripts=scripts)
    application = begin(siti, person)
    applicant.send(siti)

    application.refresh_from_db()
    assert application.answers["judul"] == SUBJECT
    Application.objects.update(status=Status.RETURNED, waiting_role="")
    application.documents.update(verdict=Verdict.ACCEPTED)
    application.documents.filter(requirement_key="proposal", current=True).update(
        verdict=Verdict.REFUSED, verdict_note="Belum disahkan."
    )
    NoteFactory.create(application=application, text=NOTE, audience=NoteAudience.APPLICANT)

    siti.open("/portal/")
    siti.follow("Perbaiki")
    siti.is_at("portal:application_correct")
    siti.reads(NOTE, "Belum disahkan.", "Belum diganti")
    siti.follow("Ubah data atau lokasi")
    siti.is_at("portal:application_edit")
    siti.fill("Judul penelitian", "Judul yang diperbaiki")
    siti.press("Simpan perubahan")
    siti.is_at("portal:application_correct")
    siti.reads("Semula", SUBJECT, "Judul yang diperbaiki")
    applicant.upload(siti, PROPOSAL, files.proposal(approved=True))
    siti.is_at("portal:application_correct")
    siti.press("Sudah lengkap, kirim kembali")
    siti.is_at("portal:application_process")
    siti.reads("Permohonan terkirim kembali.")


def test_a_draft_keeps_itself_and_an_older_tab_overwrites_nothing(visit: Callable[..., Visitor], person: User) -> None:
    siti = visit()
    log_in(siti, person.nik, PASSWORD)
    siti.open("/portal/permohonan/baru/izin-penelitian/")
    siti.fill("Judul penelitian", "Yang pertama")
    siti.fill("Email kampus atau instansi", "dekan@")
    expect(siti.page.get_by_text("Tersimpan")).to_be_visible()
    siti.is_at("portal:application_edit")

    # The same draft at the computer, opened before the telephone goes on.
    desk = visit(DESK)
    log_in(desk, person.nik, PASSWORD)
    desk.open(siti.page.url)
    expect(desk.field("Judul penelitian")).to_have_value("Yang pertama")
    expect(desk.field("Email kampus atau instansi")).to_have_value("dekan@")
    desk.fill("Judul penelitian", "Yang kedua")
    expect(desk.page.get_by_text("Tersimpan")).to_be_visible()

    with siti.refused(409):
        siti.fill("Judul penelitian", "Yang ketiga")
        expect(siti.page.get_by_text("baru saja diubah dari tab atau perangkat lain")).to_be_visible()
    assert Application.objects.get().answers["judul"] == "Yang kedua"
    expect(siti.field("Judul penelitian")).to_have_value("Yang ketiga")


def test_a_file_is_looked_at_and_a_picture_turned_in_place(visit: Callable[..., Visitor], person: User) -> None:
    siti = visit(DESK)
    begin(siti, person)
    siti.region("KTP").get_by_role("link", name="LIHAT").click()
    picture = siti.page.get_by_role("dialog").get_by_role("img")
    expect(picture).to_be_visible()
    siti.is_at("portal:document_list")
    siti.page.keyboard.press("Escape")
    expect(picture).to_be_hidden()
    with siti.page.expect_navigation():
        siti.region("KTP").get_by_role("button", name="Putar 90°").click()
    siti.reads("Gambar diputar.")
    siti.is_at("portal:document_list")
