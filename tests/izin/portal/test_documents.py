"""Uploading the documents of an application and looking at them (F7, F9)."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from common.content_store import content_read
from izin.applications.enums import Verdict
from izin.applications.models import Document
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes, qr_pdf_bytes, upload
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

NEW = pdf_bytes(text="proposal yang baru")
KEYS = ["ktp", "proposal", "rekom"]


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def list_url(application):
    return reverse("portal:document_list", args=[application.pk])


def send(client, application, key, data, name="berkas.pdf", **options):
    return client.post(
        reverse("portal:document_upload", args=[application.pk, key]), {"file": upload(data, name)}, **options
    )


def current(application):
    return {document.requirement_key: document for document in application.documents.filter(current=True)}


def section(response, key):
    part = page_of(response).select_one(f"section#syarat-{key}")
    assert part is not None
    return part


def messages_at_fields(response):
    """What stands at each upload field that is marked as wrong, found by its `aria-describedby`."""
    found = {}
    for key in KEYS:
        for control in section(response, key).select("input[aria-invalid=true]"):
            name = next(name for name in str(control["aria-describedby"]).split() if name.startswith("salah-"))
            message = page_of(response).find(id=name)
            assert message is not None
            found[key] = " ".join(message.get_text(" ").split()).removeprefix("Kesalahan: ")
    return found


BAD = [
    ("proposal", b"", "Berkas kosong. Pilih berkas yang berisi."),
    ("proposal", b"halo", "Berkas ini bukan PDF. Simpan atau pindai kembali sebagai PDF."),
    ("proposal", jpeg_bytes(), "Berkas ini gambar JPG, bukan PDF. Simpan atau pindai kembali sebagai PDF."),
    ("proposal", b"%PDF-1.7\nrusak", "PDF rusak atau terpotong. Simpan kembali, lalu unggah."),
    ("proposal", NEW + b"%" + b" " * 1024 * 1024, "paling besar 1 MB. Perkecil dahulu, lalu unggah kembali."),
    ("ktp", pdf_bytes(), "Berkas ini PDF, bukan JPG. Simpan atau pindai kembali sebagai JPG."),
    ("ktp", image_bytes("PNG"), "Berkas ini gambar PNG, bukan JPG. Simpan atau pindai kembali sebagai JPG."),
    ("ktp", jpeg_bytes()[:200], "Gambar rusak atau terpotong. Pindai atau foto kembali."),
]


@pytest.mark.parametrize(("key", "data", "message"), BAD, ids=range(len(BAD)))
def test_a_refused_file_is_told_at_its_field_and_touches_nothing(client, applicant, key, data, message):
    application = ApplicationFactory(applicant=applicant)
    before = list(Document.objects.order_by("pk").values())
    response = send(client, application, key, data, "berkas.pdf")
    assert response.status_code == 422
    (told,) = messages_at_fields(response).items()
    assert told[0] == key
    assert told[1].endswith(message)
    assert list(Document.objects.order_by("pk").values()) == before
    for other in set(KEYS) - {key}:
        assert "Sudah diunggah" in section(response, other).get_text()


def test_no_file_is_told_at_its_field(client, applicant):
    application = ApplicationFactory(applicant=applicant, documents=False)
    response = client.post(reverse("portal:document_upload", args=[application.pk, "rekom"]))
    assert response.status_code == 422
    assert messages_at_fields(response) == {"rekom": "Pilih berkas terlebih dahulu."}


def test_a_good_file_replaces_the_one_before_and_leaves_the_others(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    before = current(application)
    response = send(client, application, "proposal", NEW, "Proposal akhir.pdf", follow=True)
    assert response.redirect_chain == [(f"{list_url(application)}#syarat-proposal", 302)]
    assert "Berkas tersimpan (1 halaman). Buka LIHAT dan pastikan terbaca jelas." in text_of(response, ".messages")
    after = current(application)
    assert (after["ktp"], after["rekom"]) == (before["ktp"], before["rekom"])
    assert (after["proposal"].original_name, after["proposal"].verdict) == ("Proposal akhir.pdf", "")
    assert content_read("private", after["proposal"].sha256) == NEW
    assert application.documents.filter(requirement_key="proposal").count() == 2
    assert "Proposal akhir.pdf" in section(response, "proposal").get_text()


def test_the_page_asks_for_the_right_kind_and_says_what_is_missing(client, applicant):
    application = ApplicationFactory(applicant=applicant, documents=False)
    response = client.get(list_url(application))
    assert [(control["id"], control["accept"]) for control in page_of(response).select("main input[type=file]")] == [
        ("berkas-ktp", "image/jpeg"),
        ("kamera-ktp", "image/jpeg"),
        ("berkas-proposal", "application/pdf"),
        ("berkas-rekom", "application/pdf"),
    ]
    for key in KEYS:
        assert "Belum diunggah" in section(response, key).get_text()
        assert "paling besar 1 MB" in section(response, key).get_text()


def test_a_requirement_that_may_stay_empty_says_so(client, applicant):
    requirements = [{"key": "surat", "name": "Surat", "file_kind": "pdf", "max_kb": 512, "required": False}]
    permit_type = PermitTypeFactory(requirements=requirements)
    application = ApplicationFactory(applicant=applicant, permit_type=permit_type, documents=False)
    response = client.get(list_url(application))
    assert "Boleh kosong" in section(response, "surat").get_text()
    assert not page_of(response).select(".missing-list")


def test_a_returned_application_shows_the_verdicts_and_lets_only_the_refused_be_replaced(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="returned:terima", verdict=Verdict.ACCEPTED)
    application.documents.filter(requirement_key="proposal").update(
        verdict=Verdict.REFUSED, verdict_note="Halaman 3 tidak terbaca."
    )
    response = client.get(list_url(application))
    assert "Perlu diperbaiki" in section(response, "proposal").get_text()
    assert "Halaman 3 tidak terbaca." in section(response, "proposal").get_text()
    assert "Sesuai" in section(response, "rekom").get_text()
    assert [control["id"] for control in page_of(response).select("main input[type=file]")] == ["berkas-proposal"]
    refused = send(client, application, "rekom", NEW, follow=True)
    assert "Dokumen ini sudah dinyatakan sesuai oleh petugas." in text_of(refused, ".messages")
    assert Document.objects.count() == 3
    after = send(client, application, "proposal", NEW, follow=True)
    assert "Halaman 3 tidak terbaca." not in section(after, "proposal").get_text()
    assert Document.objects.count() == 4


@pytest.mark.parametrize("at", ["terima", "kadis", "issued"])
def test_while_the_office_has_it_documents_are_looked_at_and_not_replaced(client, applicant, at):
    application = ApplicationFactory(applicant=applicant, at=at)
    assert not page_of(client.get(list_url(application))).select("main form, main input")
    response = send(client, application, "proposal", NEW, follow=True)
    assert response.redirect_chain == [(list_url(application), 302)]
    assert "Permohonan ini sedang diperiksa petugas dan tidak dapat diubah." in text_of(response, ".messages")
    assert Document.objects.count() == 3


def test_a_file_is_handed_out_as_it_is_stored_and_the_opening_is_logged(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    document = current(application)["ktp"]
    document.original_name = 'KTP "asli"\r\n; é.jpg'
    document.save()
    response = client.get(reverse("portal:document_file", args=[application.pk, document.pk]))
    assert b"".join(response.streaming_content) == content_read("private", document.sha256)
    assert response["Content-Type"] == "image/jpeg"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''KTP%20%22asli%22")
    assert response["Content-Length"] == str(document.size)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("document.viewed", applicant, {"document": document.pk})


def test_a_replaced_file_can_still_be_looked_at(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    old = current(application)["proposal"]
    send(client, application, "proposal", NEW)
    response = client.get(reverse("portal:document_file", args=[application.pk, old.pk]))
    assert b"".join(response.streaming_content) == content_read("private", old.sha256)


PROOF = {"key": "str", "name": "STR", "file_kind": "pdf", "max_kb": 500, "content_check": "qr"}
PHOTO = {
    "key": "foto",
    "name": "Pas foto",
    "file_kind": "jpeg",
    "max_kb": 500,
    "content_check": "photo_background",
    "on_letter": True,
}
LATER = {"key": "skp", "name": "SKP", "file_kind": "pdf", "max_kb": 500, "applies_to": "renewal"}


def test_the_rules_of_a_file_are_told_before_it_is_chosen_and_only_what_applies_is_asked(client, applicant):
    permit_type = PermitTypeFactory(renewable=True, requirements=[PROOF, PHOTO, LATER])
    new, renewal = (
        ApplicationFactory(applicant=applicant, permit_type=permit_type, purpose=purpose, documents=False)
        for purpose in ("new", "renewal")
    )
    page = client.get(list_url(new))
    told = section(page, "str").select_one("#petunjuk-str").get_text()
    assert told.strip() == "Berkas PDF, paling besar 500 KB. Kode QR pada berkas harus terbaca."
    told = section(page, "foto").select_one("#petunjuk-foto").get_text()
    assert "Latar foto merah atau biru polos. Foto ini dicetak pada surat izin." in told
    assert not page_of(page).select("#berkas-skp")
    assert send(client, new, "skp", NEW).status_code == 404
    assert page_of(client.get(list_url(renewal))).select("#berkas-skp")


def test_what_was_found_in_a_file_is_shown_as_text(client, applicant):
    application = ApplicationFactory(
        applicant=applicant, permit_type=PermitTypeFactory(requirements=[PROOF, PHOTO]), documents=False
    )
    page = send(client, application, "str", qr_pdf_bytes("javascript:alert(1)//<b>"), follow=True)
    assert "Kode QR terbaca: javascript:alert(1)//<b>" in " ".join(section(page, "str").get_text(" ").split())
    assert not [link for link in section(page, "str").select("a") if "alert" in link["href"]]
    page = send(client, application, "foto", jpeg_bytes(color=(20, 160, 40)), follow=True)
    assert "Latar foto tampaknya bukan merah atau biru." in section(page, "foto").get_text()
    refused = send(client, application, "str", pdf_bytes())
    assert refused.status_code == 422
    assert "Kode QR pada berkas ini tidak terbaca." in section(refused, "str").select_one("#salah-str").get_text()


def test_an_example_is_offered_while_its_file_exists(client, applicant, django_assert_num_queries):
    files = [get_document_model().objects.create(title="Contoh", file=ContentFile(b"x", "a.pdf")) for _n in range(3)]
    rows = [{**LATER, "key": f"s{n}", "applies_to": "both", "example": file} for n, file in enumerate(files)]
    application = ApplicationFactory(
        applicant=applicant, permit_type=PermitTypeFactory(requirements=rows), documents=False
    )
    links = page_of(client.get(list_url(application))).select("[id^=petunjuk-] a")
    assert [link["href"] for link in links] == [file.url for file in files]
    files[0].delete()
    assert len(page_of(client.get(list_url(application))).select("[id^=petunjuk-] a")) == 2
