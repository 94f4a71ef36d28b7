"""What follows a permit, on a phone, with and without JavaScript: renewal, withdrawal, places, report, a message."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from izin.accounts.models import User
from izin.permits.models import Permit, Renewal, ResultReport
from izin.workflow.enums import Status
from tests.e2e import applicant, files
from tests.e2e.applicant import log_in
from tests.e2e.visitor import Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.permits import held

SIP = {
    "no_str": "11 02 5 2 2 21-1234567",
    "str_seumur_hidup": True,
    "no_rekom_dinkes": "008/503/DINKES/XI/2024",
    "tgl_rekom_dinkes": "2024-11-02",
    "urutan_sip": "Kesatu",
}


@pytest.fixture
def person(site: str) -> User:
    user: User = ApplicantFactory.create(full_name="Rahma Yanti")
    return user


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_permit_is_renewed_and_the_renewal_withdrawn(
    visit: Callable[..., Visitor], person: User, *, scripts: bool
) -> None:
    today = timezone.localdate()
    permit = held(
        applicant.type_of("sip-bidan"),
        person,
        answers=SIP,
        valid_from=today - timedelta(days=1700),
        valid_until=today + timedelta(days=60),
    )
    rahma = visit(scripts=scripts)
    log_in(rahma, person.nik, PASSWORD)
    rahma.open("/portal/izin/")
    rahma.is_at("portal:permit_list")
    rahma.follow("Perpanjang")
    rahma.is_at("portal:permit_renew")
    rahma.reads("Saat izin baru terbit, izin ini menjadi Diganti")
    rahma.press("Mulai perpanjangan")
    rahma.is_at("portal:application_edit")
    expect(rahma.page.locator("#id_no_izin_lama")).to_have_value(permit.number)
    expect(rahma.field("Nomor STR")).to_have_value(str(SIP["no_str"]))
    rahma.press("Simpan draf")
    application = Renewal.objects.get().application
    rahma.open(f"/portal/permohonan/{application.pk}/dokumen/")
    rahma.is_at("portal:document_list")
    rahma.press("Pakai berkas itu lagi Ijazah")
    rahma.reads("Berkas dari izin lama dipakai lagi.")
    rahma.is_at("portal:document_list")

    # Thrown away as a draft, begun once more, sent, and taken back.
    rahma.follow("Hapus draf")
    rahma.is_at("portal:draft_delete")
    rahma.press("Hapus draf")
    rahma.is_at("portal:application_list")
    assert not Renewal.objects.exists()
    sent = ApplicationFactory.create(applicant=person, permit_type=applicant.type_of("sip-bidan"), at="terima")
    Renewal.objects.create(application=sent, permit=permit, kind="renewal")
    rahma.open("/portal/izin/")
    rahma.reads("Perpanjangan sedang berjalan.")
    rahma.follow("Lihat permohonannya")
    rahma.is_at("portal:application_detail")
    rahma.follow("Batalkan permohonan")
    rahma.is_at("portal:application_withdraw")
    rahma.fill("Alasan (boleh kosong)", "Saya pindah tugas.")
    rahma.press("Batalkan permohonan")
    rahma.is_at("portal:application_process")
    rahma.reads("Permohonan dibatalkan.", "Dibatalkan pemohon")
    sent.refresh_from_db()
    assert sent.status == Status.WITHDRAWN
    rahma.open("/portal/izin/")
    expect(rahma.page.get_by_role("link", name="Perpanjang", exact=False).first).to_be_visible()
    rahma.is_at("portal:permit_list")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_places_a_message_and_the_report_of_results(
    visit: Callable[..., Visitor], person: User, *, scripts: bool
) -> None:
    today = timezone.localdate()
    kind = applicant.type_of("penelitian")
    running = ApplicationFactory.create(applicant=person, permit_type=kind, answers=ANSWERS, at="kabid")
    ended = held(
        kind, person, valid_from=today - timedelta(days=90), valid_until=today - timedelta(days=9), answers=ANSWERS
    )
    rahma = visit(scripts=scripts)
    log_in(rahma, person.nik, PASSWORD)

    rahma.open(f"/portal/permohonan/{running.pk}/")
    rahma.follow("Ubah atau tambah lokasi")
    rahma.is_at("portal:application_places")
    rahma.fill("Lokasi 1", applicant.LISTED_PLACE)
    rahma.press("Simpan lokasi")
    rahma.is_at("portal:application_places")
    rahma.reads("Lokasi tersimpan dan diberitahukan kepada petugas.", applicant.LISTED_PLACE)
    rahma.follow("Catatan")
    rahma.is_at("portal:application_notes")
    rahma.reads("Pemohon mengubah lokasi penelitian.")

    rahma.open("/portal/pesan/")
    rahma.is_at("portal:chat")
    rahma.fill("Pesan", "Apakah lokasi saya sudah benar?")
    rahma.page.get_by_role("button", name="Kirim").click()
    rahma.reads("Apakah lokasi saya sudah benar?")

    rahma.open("/portal/hasil-penelitian/")
    rahma.is_at("portal:report_list")
    rahma.follow("Unggah laporan")
    rahma.is_at("portal:report_detail")
    with rahma.refused(422):
        rahma.attach("Laporan hasil (PDF)", files.disguised(files.ktp()))
        rahma.press("Unggah laporan")
    rahma.reads("Berkas ini gambar JPG, bukan PDF.")
    rahma.attach("Laporan hasil (PDF)", files.proposal())
    rahma.press("Unggah laporan")
    rahma.is_at("portal:report_detail")
    rahma.reads("Laporan tersimpan.", "Menunggu diperiksa")
    assert ResultReport.objects.get().permit == Permit.objects.get(pk=ended.pk)
