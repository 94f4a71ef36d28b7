"""Files that are no documents: each is refused in words at its field, soon, and costs little (N3)."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from izin.applications.models import Document
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes, pdf_new, pdf_saved, upload

MB = 1024 * 1024
SECONDS, MEMORY = 2, 200 * MB


def encrypted() -> bytes:
    return pdf_saved(pdf_new(), encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))


def with_script() -> bytes:
    pdf = pdf_new()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return pdf_saved(pdf)


def with_attachment() -> bytes:
    pdf = pdf_new()
    pdf.attachments["catatan.txt"] = b"isi"
    return pdf_saved(pdf)


def pixel_bomb() -> bytes:
    """100 KB that claim 65,000 by 16,000 points: 3 GB once they are drawn."""
    data = bytearray(jpeg_bytes(width=1600, height=1200))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 16_000, 65_000)
    return bytes(data.ljust(100 * 1024, b"\0"))


BAD: list[tuple[str, str, str, Callable[[], bytes], str]] = [
    ("picture of another kind", "ktp", "ktp.jpg", lambda: image_bytes("PNG"), "Berkas ini gambar PNG, bukan JPG."),
    (
        "web page",
        "proposal",
        "a.pdf",
        lambda: b"<!doctype html><script>1</script>",
        "Berkas ini halaman web, bukan PDF.",
    ),
    ("encrypted", "proposal", "a.pdf", encrypted, "PDF terkunci kata sandi. Simpan kembali tanpa kata sandi."),
    ("script", "proposal", "a.pdf", with_script, "PDF berisi skrip atau isian aktif."),
    ("attachment", "proposal", "a.pdf", with_attachment, "PDF berisi lampiran. Simpan kembali tanpa lampiran"),
    ("pixel bomb", "ktp", "ktp.jpg", pixel_bomb, "Gambar terlalu besar. Kecilkan ukurannya"),
    ("cut off", "ktp", "ktp.jpg", lambda: jpeg_bytes(width=900, height=900)[:-3000], "Gambar rusak atau terpotong."),
    ("nothing", "proposal", "a.pdf", lambda: b"", "Berkas kosong. Pilih berkas yang berisi."),
    ("20 MB", "proposal", "a.pdf", lambda: pdf_bytes().ljust(20 * MB, b"%"), "Ukuran berkas 20 MB, paling besar 1 MB."),
    ("no file at all", "proposal", "a.pdf", lambda: b"MZ" + bytes(2000), "Berkas ini bukan PDF."),
]


def message_at(page: str, key: str) -> str:
    """Return what stands at the upload field of a requirement that is marked as wrong."""
    soup = BeautifulSoup(page, "html.parser")
    control = soup.select_one(f"#berkas-{key}[aria-invalid=true]")
    assert control is not None
    (told,) = [soup.find(id=name) for name in str(control["aria-describedby"]).split() if name.startswith("salah-")]
    assert told is not None
    assert soup.select_one(f".error-summary a[href='#berkas-{key}']") is not None
    return " ".join(told.get_text(" ").split())


@pytest.mark.django_db(transaction=True)
def test_bad_files_are_told_at_their_field_soon_and_at_little_cost(database_url, tmp_path):
    application = ApplicationFactory(applicant=ApplicantFactory())
    before = list(Document.objects.order_by("pk").values())
    for key in {key for _name, key, *_rest in BAD}:
        cases = [case for case in BAD if case[1] == key]
        files = []
        for name, _key, filename, make, _message in cases:
            path = tmp_path / name
            path.write_bytes(make())
            files.append([str(path), filename])
        job = {
            "person": application.applicant_id,
            "page": reverse("portal:document_list", args=[application.pk]),
            "url": reverse("portal:document_upload", args=[application.pk, key]),
            "files": files,
        }
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("post_and_measure.py")],
            input=json.dumps(job),
            env={**os.environ, "DATABASE_URL": database_url},
            capture_output=True,
            text=True,
            check=True,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        for (name, _key, _filename, _make, message), (status, seconds, growth, page) in zip(
            cases, answers, strict=True
        ):
            assert (name, status) == (name, 422)
            assert message in message_at(page, key)
            assert seconds < SECONDS, name
            assert growth < MEMORY, name
            # The other documents are still there.
            assert page.count("LIHAT<span") == len(before)
    assert list(Document.objects.order_by("pk").values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Dokumen\surat rekomendasi.pdf", "surat rekomendasi.pdf"),
        ("/abs/olut.pdf", "olut.pdf"),
    ],
)
def test_of_a_name_with_a_path_only_the_last_part_is_kept(client, name, kept):
    # Old browsers send the whole path of an honest file: the name is made harmless, the file is judged by its content.
    application = ApplicationFactory(applicant=ApplicantFactory())
    client.force_login(application.applicant)
    file = upload(pdf_bytes(text="baru"))
    file.__dict__["_name"] = name  # Django's own file would cut it off before it is sent
    address = reverse("portal:document_upload", args=[application.pk, "proposal"])
    assert client.post(address, {"file": file}).status_code == 302
    assert application.documents.get(requirement_key="proposal", current=True).original_name == kept
