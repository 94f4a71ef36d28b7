"""A new kind of permit goes live without a programmer: an editor makes it, an applicant gets it (C2)."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.models import Application
from izin.catalog.models import PermitType
from tests.e2e import applicant, files
from tests.e2e.applicant import log_in
from tests.e2e.test_permit_journey import let_office_issue
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.threads import run_together

Row = Mapping[str, str | bool]
NAME = "Izin Parkir Acara"
IDENTITY = {
    "name": NAME,
    "slug": "izin-parkir-acara",
    "code": "parkir-acara",
    "description": "Izin memakai tepi jalan untuk parkir selama acara.",
    "service_days": "3",
    "fee_label": "Gratis, tidak dipungut biaya",
    "validity_years_max": "1",
    "validity_note": "Selama acara berlangsung",
    "legal_basis": "Peraturan Daerah Kabupaten Solok tentang Ketertiban Umum",
}
FIELDS: list[Row] = [
    {"label": "Nama acara", "key": "nama_acara", "kind": "text", "meaning": "subject", "is_public": True},
    {"label": "Waktu acara", "key": "waktu", "kind": "date_range", "meaning": "period"},
    {"label": "Tempat parkir", "key": "tempat", "kind": "practice_place", "meaning": "place", "is_public": True},
    {"label": "Jumlah kendaraan", "key": "kendaraan", "kind": "number"},
]
REQUIREMENTS: list[Row] = [
    {"name": "KTP", "key": "ktp", "file_kind": "jpeg", "max_kb": "1024", "from_account": True},
    {"name": "Denah parkir", "key": "denah", "file_kind": "pdf", "max_kb": "1024"},
]
STAGES: list[Row] = [
    {"label": "Pemeriksaan berkas", "key": "terima", "role": "front_desk"},
    {"label": "Tanda tangan Kepala Dinas", "key": "kadis", "role": "agency_head", "signs": True},
]
NUMBERS = {
    "registration_pattern": "{urut}/PRK/SISFO/{bulan_romawi}/{tahun}",
    "number_pattern": "{klasifikasi}/{urut:03d}/{kode}/DPMPTSPNAKER/{bulan_romawi}/{tahun}",
    "number_classification": "551",
    "number_code": "IPK",
}
PDF = re.compile("^data:application/pdf;base64,JVBERi0")
OPENING = "Kepala {kantor} memberi izin parkir untuk {nama_acara} kepada:"


def test_an_editor_makes_a_permit_type_and_an_applicant_gets_the_permit(
    visit: Callable[..., Visitor], officers: dict[Role, User], settings: Any
) -> None:
    # It answers with an error to whatever is not complete yet, and draws the preview again when it has saved.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    editor = visit(DESK)
    log_in(editor, officers[Role.CONTENT_EDITOR].nik, PASSWORD)
    editor.open("/cms/")
    editor.page.get_by_role("button", name="Perizinan").click()
    editor.page.get_by_role("link", name="Jenis izin").first.click()
    editor.page.get_by_role("link", name="Tambah jenis izin").first.click()
    fill_in(editor.page)
    look_at_previews(editor.page)
    publish(editor.page)

    person = ApplicantFactory.create()
    siti = visit()
    apply(siti, person)
    application = Application.objects.get()
    (permit,) = run_together([lambda: let_office_issue(application, officers)])
    assert permit.number.startswith("551/001/IPK/DPMPTSPNAKER/")
    assert permit.subject == "Alek Nagari"
    siti.open("/izin-terbit/?q=alek+nagari")
    siti.is_at("register_list")
    siti.reads(permit.number, "Alek Nagari")


def fill_in(page: Page) -> None:
    page.locator("[name=sector]").select_option(label="Keramaian")
    fill(page, "", IDENTITY)
    tab(page, "Formulir")
    rows(page, "fields", FIELDS)
    tab(page, "Syarat")
    rows(page, "requirements", REQUIREMENTS)
    tab(page, "Alur")
    rows(page, "stages", STAGES)
    tab(page, "Surat")
    fill(page, "", {"letter_title": "IZIN PARKIR ACARA"})
    page.locator("[data-contentpath=letter_opening] [contenteditable=true]").first.click()
    page.keyboard.insert_text(OPENING)
    tab(page, "Penomoran")
    fill(page, "", NUMBERS)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def rows(page: Page, relation: str, wanted: list[Row]) -> None:
    """Add the rows that are not there yet, and fill in all of them."""
    total = page.locator(f"[name={relation}-TOTAL_FORMS]")
    while int(total.input_value()) < len(wanted):
        page.locator(f"#id_{relation}-ADD").click()
    for number, row in enumerate(wanted):
        for toggle in page.locator(f"#inline_child_{relation}-{number} [data-panel-toggle][aria-expanded=false]").all():
            toggle.click()
        fill(page, f"{relation}-{number}-", row)


def fill(page: Page, prefix: str, values: Row) -> None:
    for name, value in values.items():
        control = page.locator(f"#id_{prefix}{name}")
        if isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def look_at_previews(page: Page) -> None:
    """See the form as applicants will, and the letter as a picture and as a file."""
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_label("Nama acara")).to_be_visible(timeout=20_000)
    expect(preview.get_by_role("group", name="Tempat parkir").get_by_label("Kecamatan dan nagari")).to_be_visible()
    page.locator("[data-side-panel=preview] select").first.select_option(label="Surat izin")
    expect(preview.get_by_role("img", name="Halaman 1 surat contoh")).to_be_visible(timeout=20_000)
    expect(preview.get_by_role("link", name="Unduh PDF contoh")).to_have_attribute("href", PDF, timeout=20_000)
    page.locator("[data-side-panel-toggle=preview]").click()


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()
    permit_type = PermitType.objects.get(name=NAME)
    assert permit_type.live


def apply(siti: Visitor, person: User) -> None:
    today = timezone.localdate()
    log_in(siti, person.nik, PASSWORD)
    siti.open("/syarat/keramaian/")
    siti.is_at("wagtail_serve")
    siti.follow(NAME)
    siti.is_at("wagtail_serve")
    siti.reads("Denah parkir", "Selama acara berlangsung")
    siti.page.get_by_role("link", name="Ajukan permohonan").first.click()
    siti.is_at("portal:application_create")
    siti.fill("Nama acara", "Alek Nagari")
    siti.fill("Dari tanggal", (today + timedelta(days=20)).isoformat())
    siti.fill("Sampai tanggal", (today + timedelta(days=21)).isoformat())
    siti.fill("Nama tempat", "Tepi Jalan Lapangan Koto Baru")
    siti.fill("Jalan, jorong, RT/RW", "Jorong Simpang")
    siti.field("Kecamatan dan nagari").select_option(label="Nagari Koto Baru")
    siti.fill("Jumlah kendaraan", "150")
    siti.press("Simpan dan lanjut ke dokumen")
    siti.is_at("portal:document_list")
    applicant.upload(siti, "Denah parkir", files.proposal())
    siti.is_at("portal:document_list")
    applicant.send(siti)
