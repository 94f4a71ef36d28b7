"""The public pages: they show what the catalogue and the editors say, at a fixed price."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from cms_pages.models import HomePage
from izin.catalog.enums import FieldKind, FileKind
from izin.catalog.models import FormField, PermitType, Requirement, Sector, Stage
from tests.factories.pages import HomePageFactory, RequirementsPageFactory, StandardPageFactory
from tests.html import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    """Start with a home page and a requirements page, and with nothing of another test in the cache."""
    cache.clear()
    HomePageFactory()
    RequirementsPageFactory()
    yield
    cache.clear()


@pytest.fixture
def permit_type() -> PermitType:
    """Return a published type with two of each part."""
    sector = Sector.objects.create(code="kesehatan", name="Kesehatan", description="Izin praktik.", order=2)
    return make_type(sector, "izin-praktik-bidan", "Izin Praktik Bidan")


def make_type(sector: Sector, slug: str, name: str, **facts: Any) -> PermitType:
    """Save a published type."""
    permit_type = PermitType(
        sector=sector,
        code=slug,
        slug=slug,
        name=name,
        letter_title="SURAT IZIN PRAKTIK BIDAN",
        description="Untuk bidan yang berpraktik di Kabupaten Solok.",
        legal_basis="Undang-Undang Nomor 17 Tahun 2023\n\n  Peraturan Bupati  \n",
        service_days=7,
        fee_label="Gratis, tidak dipungut biaya",
        validity_note="Lima tahun",
        validity_years_max=5,
        registration_pattern="{urut}/KES/SISFO/{bulan_romawi}/{tahun}",
        number_pattern="{klasifikasi}/{urut}/{kode}/{bulan_romawi}/{tahun}",
        number_classification="449.1",
        number_code=slug[-10:].upper(),
        live=True,
        **facts,
    )
    permit_type.fields = [
        FormField(key="str", label="Nomor STR", kind=FieldKind.TEXT),
        FormField(key="lama", label="Nomor izin lama", kind=FieldKind.TEXT, required=False),
    ]
    permit_type.requirements = [
        Requirement(key="ktp", name="KTP", file_kind=FileKind.JPEG, max_kb=500, from_account=True),
        Requirement(
            key="sip",
            name="SIP lama",
            file_kind=FileKind.PDF,
            max_kb=1024,
            required=False,
            help_text="Bagi perpanjangan.",
        ),
    ]
    permit_type.stages = [
        Stage(key="terima", label="Menerima & Verifikasi Dokumen", role="verifier"),
        Stage(key="kadis", label="Verifikasi Kepala Dinas", role="head", signs=True),
    ]
    for rows in (permit_type.fields, permit_type.requirements, permit_type.stages):
        for order, row in enumerate(rows.all()):
            row.sort_order = order
    permit_type.save()
    return permit_type


def text_of(client: Client, path: str) -> str:
    """Return the words of the main part of a page."""
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    html = response.content.decode()
    assert html.count("<h1") == 1
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


# --- Home ----------------------------------------------------------------------------------------------------------


def test_home_offers_every_way_in(client: Client) -> None:
    html = client.get("/").content.decode()
    ways = ("/akun/daftar/", "/akun/masuk/", "/syarat/", "/tracking/", "/izin-terbit/", "/verifikasi/", "/tutorial/")
    for path in (*ways, "/layanan/"):
        assert f'href="{path}"' in html


def test_home_tells_the_hours_and_the_whole_flow(client: Client) -> None:
    text = text_of(client, "/")
    assert "Diproses pada hari dan jam kerja." in text
    steps = ["Daftar akun", "Ajukan permohonan", "Pemeriksaan", "Diproses", "Tanda tangan elektronik", "Izin terbit"]
    html = client.get("/").content.decode()
    listed = re.findall(r"<li><strong>(.*?)</strong>", html)
    assert listed == steps
    assert "dikembalikan kepada pemohon" in text
    assert 'role="img" aria-labelledby="alur-judul alur-uraian"' in html


def test_home_shows_what_the_editor_wrote(client: Client) -> None:
    home = HomePage.objects.get()
    home.heading = "Selamat datang"
    home.body = [("notice", {"tone": "warning", "title": "Libur", "text": "Kantor tutup."}), ("heading", "Berita")]
    home.save_revision().publish()
    text = text_of(client, "/")
    assert "Selamat datang" in text
    assert "Kantor tutup." in text
    assert "Berita" in text


def test_home_lists_published_services(client: Client, permit_type: PermitType) -> None:
    assert 'href="/syarat/kesehatan/izin-praktik-bidan/"' in client.get("/").content.decode()
    permit_type.live = False
    permit_type.save()
    assert "/syarat/kesehatan/" not in client.get("/").content.decode()


def test_home_leads_to_a_sector_of_several_types_and_tells_how_many(client: Client, permit_type: PermitType) -> None:
    make_type(permit_type.sector, "izin-praktik-perawat", "Izin Praktik Perawat")
    (link,) = [link for link in page_of(client.get("/")).select("a.tile-link") if link["href"] == "/syarat/kesehatan/"]
    assert "2 jenis izin" in link.find_parent("li").get_text()  # type: ignore[union-attr]


# --- Requirements --------------------------------------------------------------------------------------------------


def test_requirements_are_listed_by_sector(client: Client, permit_type: PermitType) -> None:
    assert "Kesehatan Izin praktik. Izin Praktik Bidan" in text_of(client, "/syarat/")
    assert "Izin Praktik Bidan" in text_of(client, "/syarat/kesehatan/")


def test_requirements_page_without_a_catalogue_says_so(client: Client) -> None:
    assert "Belum ada jenis izin" in text_of(client, "/syarat/")


def test_permit_type_page_shows_what_the_catalogue_says(client: Client, permit_type: PermitType) -> None:
    text = text_of(client, "/syarat/kesehatan/izin-praktik-bidan/")
    for part in (
        "Izin Praktik Bidan Untuk bidan yang berpraktik di Kabupaten Solok.",
        "KTP Gambar JPG, paling besar 500 KB. KTP dari akun Anda dipakai.",
        "SIP lama (bila ada) Berkas PDF, paling besar 1 MB. Bagi perpanjangan.",
        "Nomor STR",
        "Nomor izin lama (boleh kosong)",
        "Menerima & Verifikasi Dokumen Verifikasi Kepala Dinas Izin diterbitkan",
        "Undang-Undang Nomor 17 Tahun 2023 Peraturan Bupati",
        "Waktu layanan 7 hari kerja",
        "Biaya Gratis, tidak dipungut biaya",
        "Masa berlaku Lima tahun",
        "SURAT IZIN PRAKTIK BIDAN",
    ):
        assert part in text


def test_permit_type_page_tells_every_rule(client: Client, permit_type: PermitType) -> None:
    example = get_document_model().objects.create(title="Contoh", file=ContentFile(b"x", "contoh.pdf"))
    permit_type.renewable = True
    permit_type.fields.add(
        FormField(key="seumur", label="STR seumur hidup", kind=FieldKind.BOOLEAN),
        FormField(key="sampai", label="STR sampai", kind="date", show_if_field="seumur", show_if_value="tidak"),
    )
    permit_type.requirements.add(
        Requirement(key="skp", name="SKP", file_kind=FileKind.PDF, max_kb=500, applies_to="renewal"),
        Requirement(key="baru", name="Ijazah", file_kind=FileKind.PDF, max_kb=500, applies_to="new"),
        Requirement(key="strb", name="STR", file_kind="pdf", max_kb=500, content_check="qr", example=example),
    )
    permit_type.save()
    text = text_of(client, "/syarat/kesehatan/izin-praktik-bidan/")
    for part in (
        "SKP Berkas PDF, paling besar 500 KB. Hanya untuk perpanjangan.",
        "Ijazah Berkas PDF, paling besar 500 KB. Hanya untuk permohonan baru.",
        "STR Berkas PDF, paling besar 500 KB. Kode QR pada berkas harus terbaca. Lihat contoh",
        "STR sampai Diisi bila “STR seumur hidup” dijawab Tidak.",
        "Perpanjangan Dapat diperpanjang mulai 90 hari sebelum izin berakhir.",
    ):
        assert part in text
    assert f'href="{example.url}"' in client.get("/syarat/kesehatan/izin-praktik-bidan/").content.decode()
    example.delete()
    assert "Lihat contoh" not in text_of(client, "/syarat/kesehatan/izin-praktik-bidan/")


def test_examples_cost_one_query_however_many(
    client: Client, permit_type: PermitType, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(3):
        example = get_document_model().objects.create(title="Contoh", file=ContentFile(b"x", "contoh.pdf"))
        permit_type.requirements.add(
            Requirement(key=f"s{number}", name="S", file_kind=FileKind.PDF, max_kb=5, example=example)
        )
    permit_type.save()
    client.get("/syarat/kesehatan/izin-praktik-bidan/")
    with django_assert_num_queries(12):
        client.get("/syarat/kesehatan/izin-praktik-bidan/")


def test_permit_type_page_follows_a_change_of_the_catalogue(client: Client, permit_type: PermitType) -> None:
    Requirement.objects.filter(permit_type=permit_type, key="sip").update(name="SIP asli", max_kb=700)
    assert "SIP asli (bila ada) Berkas PDF, paling besar 700 KB" in text_of(
        client, "/syarat/kesehatan/izin-praktik-bidan/"
    )


def test_permit_type_page_leads_to_the_application(client: Client, permit_type: PermitType) -> None:
    html = client.get("/syarat/kesehatan/izin-praktik-bidan/").content.decode()
    assert 'href="/portal/permohonan/baru/?jenis=izin-praktik-bidan"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/syarat/tidak-ada/",
        "/syarat/kesehatan/tidak-ada/",
        "/syarat/penelitian/izin-praktik-bidan/",
        "/syarat/kesehatan/izin-praktik-bidan/lagi/",
    ],
)
def test_unknown_address_is_not_found(client: Client, permit_type: PermitType, path: str) -> None:
    Sector.objects.create(code="penelitian", name="Penelitian")
    response = client.get(path)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "Halaman tidak ditemukan" in response.content.decode()


def test_draft_type_is_not_found(client: Client, permit_type: PermitType) -> None:
    permit_type.live = False
    permit_type.save()
    assert client.get("/syarat/kesehatan/izin-praktik-bidan/").status_code == HTTPStatus.NOT_FOUND


# --- Plain pages ---------------------------------------------------------------------------------------------------


def test_plain_page_shows_its_text(client: Client) -> None:
    StandardPageFactory(
        title="Tentang",
        slug="tentang",
        introduction="Satu tempat.",
        body=[("heading", "Siapa kami"), ("text", "<p>Kami <b>dinas</b>.</p>")],
    )
    assert "Tentang Satu tempat. Siapa kami Kami dinas ." in text_of(client, "/tentang/")


def test_plain_page_below_another_shows_the_way(client: Client) -> None:
    above = StandardPageFactory(title="Tentang layanan", slug="tentang")
    StandardPageFactory(title="Struktur", slug="struktur", parent=above)
    html = client.get("/tentang/struktur/").content.decode()
    assert re.search(r'<a href="/tentang/">Tentang layanan</a></li>\s*<li><span aria-current="page">Struktur', html)


# --- Price ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 9),
        ("/syarat/", 9),
        ("/syarat/kesehatan/", 9),
        ("/syarat/kesehatan/izin-praktik-bidan/", 11),
        ("/tentang/", 8),
    ],
)
def test_pages_cost_the_same_however_much_they_show(
    client: Client,
    permit_type: PermitType,
    django_assert_num_queries: Callable[..., Any],
    path: str,
    queries: int,
) -> None:
    StandardPageFactory(slug="tentang")
    for number in range(5):
        sector = Sector.objects.create(code=f"sektor-{number}", name=f"Sektor {number}")
        make_type(sector, f"izin-{number}", f"Izin {number}")
        make_type(permit_type.sector, f"praktik-{number}", f"Praktik {number}")
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
