"""An application of each family on a phone, from the menu to "sent"; research has its own journeys."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import segno
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, expect

from izin.accounts.models import User
from izin.applications.models import Application
from izin.workflow.enums import Status
from tests.e2e import applicant, files
from tests.e2e.applicant import log_in
from tests.e2e.visitor import Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory

PLACE = {"name": "Puskesmas Talang", "street": "Jalan Raya Solok - Padang", "village": "Nagari Talang"}
PERSON = {"name": "Rahma Yanti", "phone": "081234567890"}
TODAY, LATER = "today", "later"

ANSWERS: dict[str, dict[str, object]] = {
    "sip-bidan": {
        "no_str": "11 02 5 2 2 21-1234567",
        "str_seumur_hidup": "ya",
        "no_rekom_dinkes": "008/503/DINKES/XI/2026",
        "tgl_rekom_dinkes": TODAY,
        "tempat_praktik": PLACE,
        "urutan_sip": "Kesatu",
    },
    "stpt": {
        "jenis_keterampilan": "Keterampilan",
        "metode": "Pijat urut",
        "no_rekom_dinkes": "009/503/DINKES/XI/2026",
        "tgl_rekom_dinkes": TODAY,
        "tempat_praktik": {**PLACE, "name": "Rumah Sehat Talang"},
    },
    "keramaian": {
        "nama_kegiatan": "Festival Danau",
        "jenis_kegiatan": "Lainnya",
        "jenis_lain": "Lomba perahu",
        "penyelenggara": PERSON,
        "waktu": {"start": LATER, "end": LATER},
        "jam": "08.00 sampai 17.00 WIB",
        "tempat": {"name": "Dermaga Singkarak", "street": "Jorong Dermaga", "village": "Nagari Singkarak"},
        "perkiraan_massa": "500",
        "skala": "Lokal",
    },
    "ops-paud": {
        "bentuk": "Kelompok Bermain (KB)",
        "nama_satuan": "KB Harapan Bunda",
        "alamat_satuan": {"street": PLACE["street"], "village": PLACE["village"]},
        "penyelenggara": "Yayasan Harapan Bunda",
        "no_akta": "12/2020",
        "tgl_akta": TODAY,
        "no_kemenkum": "AHU-0012345",
        "kepala": PERSON,
        "jml_siswa": "24",
        "jml_guru": "3",
        "no_rekom_disdik": "421/77/Disdik-2026",
        "tgl_rekom_disdik": TODAY,
    },
}


@pytest.mark.parametrize("code", ANSWERS)
def test_an_application_of_each_family_is_sent_from_a_phone(
    visit: Callable[..., Visitor], site: str, *, code: str
) -> None:
    person: User = ApplicantFactory.create(full_name="Rahma Yanti")
    rahma = visit()
    log_in(rahma, person.nik, PASSWORD)
    kind = applicant.type_of(code)
    rahma.open(f"/portal/permohonan/baru/?cari={kind.name.replace('/', ' ').split()[-1]}")
    rahma.is_at("portal:application_choose")
    rahma.follow(kind.name)
    rahma.is_at("portal:application_create")
    if kind.renewable:
        rahma.tick("Permohonan baru")
    for key, answer in ANSWERS[code].items():
        give(rahma, key, answer)
    rahma.press("Simpan dan lanjut ke dokumen")
    rahma.is_at("portal:document_list")
    for requirement in kind.requirements.all():
        if requirement.required and requirement.applies_to != "renewal" and not requirement.from_account:
            applicant.upload_to(rahma, requirement.key, file_for(requirement))
    rahma.is_at("portal:document_list")
    applicant.send(rahma)
    application = Application.objects.get()
    assert (application.status, application.permit_type.code) == (Status.SUBMITTED, code)
    if code == "sip-bidan":
        assert application.documents.get(requirement_key="str").qr_text == QR


def give(person: Visitor, name: str, answer: object) -> None:
    """Answer one question by the name of its field: a part of it each, a choice, or a text."""
    if isinstance(answer, dict):
        for part, value in answer.items():
            give(person, f"{name}__{part}", value)
        return
    today = timezone.localdate()
    text = {TODAY: str(today - timedelta(days=3)), LATER: str(today + timedelta(days=20))}.get(str(answer), str(answer))
    field = person.page.locator(f'[name="{name}"]')
    if name.endswith("__village"):
        field.select_option(label=text)
    elif field.first.evaluate("field => field.tagName") == "SELECT":
        field.select_option(text)
    elif field.first.get_attribute("type") == "radio":
        person.page.locator(f'[name="{name}"][value="{text}"]').check()
    else:
        expect(field).to_be_visible()
        field.fill(text)


QR = "https://ktki.kemkes.go.id/registrasi/1102522211234567"


def file_for(requirement: object) -> FilePayload:
    """Return what an applicant has for a requirement: a portrait, a letter, or an STR with its code."""
    if requirement.key == "foto":  # type: ignore[attr-defined]
        return portrait()
    if requirement.content_check == "qr":  # type: ignore[attr-defined]
        return registration()
    return files.proposal()


def portrait() -> FilePayload:
    """Return a portrait before a red wall."""
    picture = Image.new("RGB", (472, 709), "#c8102e")
    picture.paste("#caa27e", (150, 180, 320, 420))
    picture.paste("#222222", (90, 430, 380, 709))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def registration() -> FilePayload:
    """Return a certificate of registration with a QR code, as a scan."""
    paper = Image.new("RGB", (1240, 1754), "white")
    code = io.BytesIO()
    segno.make(QR).save(code, kind="png", scale=8)
    paper.paste(Image.open(code).convert("RGB"), (450, 1200))
    out = io.BytesIO()
    paper.save(out, "PDF", resolution=150)
    return {"name": "STR.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}
