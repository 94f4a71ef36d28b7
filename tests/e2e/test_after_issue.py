"""What follows a permit, on a phone, with and without JavaScript: places, a message, the report."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from izin.accounts.models import User
from izin.permits.models import Permit, ResultReport
from tests.e2e import applicant, files
from tests.e2e.applicant import log_in
from tests.e2e.visitor import Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.permits import held


@pytest.fixture
def person(site: str) -> User:
    user: User = ApplicantFactory.create(full_name="Rahma Yanti")
    return user


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
