"""The site search: what it finds, what it never shows, and that nothing typed breaks it (P11)."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from cms_pages.services import content_load
from izin.accounts.enums import Role
from izin.accounts.services.roles import roles_load
from izin.backoffice.permissions import catalogue_editors_allow
from izin.catalog.models import PermitType, Requirement
from public_search.site_search import START, STOP, marked, search_words
from tests.factories.accounts import OfficerFactory
from tests.factories.catalog import PermitTypeFactory, SectorFactory, shipped_type
from tests.factories.pages import (
    HomePageFactory,
    RequirementsPageFactory,
    StandardPageFactory,
    TutorialIndexPageFactory,
    TutorialPageFactory,
)
from tests.html import page_of, text_of

Document = get_document_model()


def found(client, q, **query):
    """Return the titles of the hits, in their order."""
    response = client.get("/cari/", {"q": q, **query})
    assert response.status_code == 200
    if "Mungkin maksud Anda" in response.content.decode():
        return []
    return [link.get_text() for link in page_of(response).select(".hit-list h3 a")]


def suggested(client, q):
    response = client.get("/cari/", {"q": q})
    assert "Tidak ada yang ditemukan" in response.content.decode()
    return [link.get_text() for link in page_of(response).select(".hit-list h3 a")]


@pytest.fixture
def home(db):
    home = HomePageFactory()
    RequirementsPageFactory(parent=home)
    return home


def bidan(**kwargs):
    return PermitTypeFactory(name="Izin Praktik Bidan", slug="izin-bidan", **kwargs)


def test_the_page_asks_before_it_searches(client, home):
    bidan()
    response = client.get("/cari/")
    assert text_of(response, "h1") == "Cari di situs ini"
    assert not page_of(response).select(".hit-list, .empty-state")
    assert page_of(response).select_one("main form")["method"] == "get"
    assert page_of(response).select_one("label[for=id_q]")


def test_search_engines_know_the_page_but_not_what_was_looked_for(client, home):
    assert page_of(client.get("/cari/")).select_one("meta[name=robots]") is None
    for path in ("/cari/?q=bidan", "/cari/?q=tidak-ada&jenis=halaman"):
        assert page_of(client.get(path)).select_one("meta[name=robots]")["content"] == "noindex"


def test_everything_public_is_found_and_led_to(client, home):
    bidan()
    StandardPageFactory(parent=home, title="Layanan bidan", slug="layanan-bidan")
    index = TutorialIndexPageFactory(parent=home)
    TutorialPageFactory(parent=index, title="Permohonan bidan", slug="bidan", summary="Dari awal sampai terbit.")
    document = Document.objects.create(title="Formulir bidan", file="documents/bidan.pdf")
    page = page_of(client.get("/cari/", {"q": "bidan"}))
    assert [heading.get_text() for heading in page.select("main h2")] == [
        "Jenis izin (1)",
        "Tutorial (1)",
        "Halaman (1)",
        "Dokumen (1)",
    ]
    assert [link["href"] for link in page.select(".hit-list a")] == [
        "/syarat/penelitian/izin-bidan/",
        "/tutorial/bidan/",
        "/layanan-bidan/",
        document.url,
    ]
    assert "4 hasil ditemukan" in page.get_text()


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("bidan", "its name"),
        ("BIDAN", "case does not matter"),
        ("surat tanda registrasi", "a requirement"),
        ("sertifikat kompetensi", "a field"),
        ("undang-undang kebidanan", "its legal basis"),
        ("pengabdi", "the description, by the stem"),
        ("bidan sertifikat", "words of two places"),
        ("KK", "two letters"),
        ("KTP/KK", "with its slash"),
        ("bagaimana cara mengurus izin untuk bidan?", "what people ask"),
    ],
)
def test_a_permit_type_is_found_by(client, home, q, reason):
    bidan(
        legal_basis="Undang-Undang Kebidanan",
        description="Bagi bidan yang mengabdi.",
        requirements=[
            {"key": "str", "name": "Surat Tanda Registrasi", "file_kind": "pdf"},
            {"key": "ktp", "name": "KTP/KK", "file_kind": "pdf"},
        ],
        fields=[{"key": "nomor", "label": "Nomor sertifikat kompetensi", "kind": "text"}],
        letter_opening="",
        letter_copies="",
    )
    assert found(client, q) == ["Izin Praktik Bidan"], reason
    assert found(client, "dokter") == []


def test_the_parts_of_a_name_with_slashes_are_words(client, home):
    shipped_type("penelitian")
    for q in ("penelitian", "pengambilan data", "survey", "penelitian/pengambilan"):
        assert found(client, q) == ["Izin Penelitian / Pengambilan Data / Survey"], q


def test_a_title_weighs_more_than_a_text(client, home):
    StandardPageFactory(parent=home, title="Lain-lain", body=[("text", "<p>Parkir, parkir, dan parkir.</p>")])
    StandardPageFactory(parent=home, title="Tempat parkir")
    assert found(client, "parkir") == ["Tempat parkir", "Lain-lain"]


def test_what_was_found_is_marked_and_nothing_else_is_html(client, home):
    text = "<p>Retribusi parkir &lt;script&gt;alert(1)&lt;/script&gt; per jam.</p>"
    StandardPageFactory(parent=home, title="Tarif <b>parkir</b>", body=[("text", text)])
    main = page_of(client.get("/cari/", {"q": "parkir"})).select_one(".hit-list")
    assert [mark.get_text() for mark in main.select("mark")] == ["parkir", "parkir"]
    assert main.select("script, b") == []
    assert "Tarif <b>parkir</b>" in main.get_text()


# --- What the public may not read -----------------------------------------------------------------------------------


def test_drafts_and_unpublished_pages_are_never_found(client, home):
    page = StandardPageFactory(parent=home, title="Pengumuman rahasia")
    assert found(client, "rahasia") == ["Pengumuman rahasia"]
    page.title = "Pengumuman rahasia nanti"
    page.save_revision()
    assert found(client, "nanti") == []
    page.save_revision().publish()
    assert found(client, "nanti") == ["Pengumuman rahasia nanti"]
    page.unpublish()
    StandardPageFactory(parent=home, title="Draf rahasia", live=False)
    for q in ("rahasia", "pengumuman", "draf", "rahasai"):
        assert "rahasia" not in text_of(client.get("/cari/", {"q": q}), ".hit-list").lower()


def test_a_scheduled_page_is_not_found_before_its_time(client, home):
    page = StandardPageFactory(parent=home, title="Kabar minggu depan", live=False)
    page.go_live_at = timezone.now() + timedelta(days=7)
    page.save_revision().publish()
    assert found(client, "kabar minggu depan") == suggested(client, "kabar minggu depan") == []


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS])
def test_private_pages_are_not_found_nor_what_is_below_them(client, home, kind):
    private = StandardPageFactory(parent=home, title="Ruang pegawai")
    StandardPageFactory(parent=private, title="Daftar pegawai")
    assert len(found(client, "pegawai")) == 2
    PageViewRestriction.objects.create(page=private, restriction_type=kind, password="x")
    assert found(client, "pegawai") == suggested(client, "pegawai") == []
    # Not even by who may read it: a result page may be kept by caches.
    client.force_login(OfficerFactory(role=Role.ADMIN))
    assert found(client, "pegawai") == []


def test_pages_of_no_site_are_not_found(client, home):
    Page.get_first_root_node().add_child(instance=Page(title="Di luar situs", slug="luar"))
    assert found(client, "luar situs") == []


def test_documents_of_private_collections_are_not_found(client, home):
    collection = Collection.get_first_root_node().add_child(name="Internal")
    below = collection.add_child(name="Nota")
    for where in (collection, below):
        Document.objects.create(title=f"Notulen {where}", file="documents/n.pdf", collection=where)
    assert len(found(client, "notulen")) == 2
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert found(client, "notulen") == suggested(client, "notulen") == []


def test_an_unpublished_type_is_not_found_and_a_draft_not_read(client, home):
    bidan(published=False)
    assert found(client, "bidan") == suggested(client, "bidan") == []
    permit_type = PermitTypeFactory(name="Izin Parkir")
    permit_type.requirements.add(Requirement(key="denah", name="Denah lahan", file_kind="pdf"))
    draft = permit_type.save_revision()
    assert found(client, "denah") == []
    draft.publish()
    assert found(client, "denah") == ["Izin Parkir"]
    PermitType.objects.get(pk=permit_type.pk).unpublish()
    assert found(client, "denah") == found(client, "parkir") == []


# --- The index keeps itself -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_the_product_brings_is_found_without_another_command(client):
    shipped_type("sip-bidan")
    content_load()
    assert found(client, "izin bidan")[0] == "Izin Praktik Bidan"
    assert "Kebijakan privasi" in found(client, "privasi")

    def entries():
        kept = IndexEntry.objects.exclude(title_text="Root").order_by("content_type", "object_id")
        return list(kept.values("object_id", "title", "body", "title_text", "body_text"))

    before = entries()
    call_command("update_index", verbosity=0)
    assert entries() == before


def test_what_is_removed_is_not_found(client, home):
    page = StandardPageFactory(parent=home, title="Sementara")
    assert found(client, "sementara") == ["Sementara"]
    page.delete()
    assert found(client, "sementara") == []


def test_editors_still_search_the_list_of_types(client, home):
    roles_load()
    catalogue_editors_allow()
    bidan()
    PermitTypeFactory(name="Izin Parkir", sector=SectorFactory(code="lain", name="Lain"))
    client.force_login(OfficerFactory(role=Role.CONTENT_EDITOR))
    address = reverse(PermitType.snippet_viewset.get_url_name("list"))
    for query, name in (({"q": "bid"}, "Izin Praktik Bidan"), ({"q": "parkir", "live": "true"}, "Izin Parkir")):
        for order in ({}, {"ordering": "name"}):
            response = client.get(address, {**query, **order})
            assert [permit_type.name for permit_type in response.context["object_list"]] == [name], (query, order)


# --- Kinds, pages, and nothing found --------------------------------------------------------------------------------


def test_a_kind_shows_its_best_and_leads_to_all_of_them(client, home):
    for number in range(23):
        StandardPageFactory(parent=home, title=f"Jalan {number:02}")
    bidan(description="Di tepi jalan.")
    page = page_of(client.get("/cari/", {"q": "jalan"}))
    assert len(page.select(".hit-list a")) == 6
    more = page.find("a", string=re.compile("Lihat semua 23 hasil pada Halaman"))
    first = client.get(f"/cari/{more['href']}")
    assert len(page_of(first).select(".hit-list a")) == 20
    assert "23 hasil" in text_of(first)
    assert "Izin Praktik Bidan" not in text_of(first)
    second = page_of(first).select_one('a[rel="next"]')["href"]
    assert len(page_of(client.get(f"/cari/{second}")).select(".hit-list a")) == 3


def test_nothing_of_a_kind_leads_to_the_others(client, home):
    bidan()
    page = page_of(client.get("/cari/", {"q": "bidan", "jenis": "dokumen"}))
    assert "Tidak ada pada jenis ini" in page.get_text()
    back = page.find("a", string="Lihat 1 hasil pada jenis lain")
    assert "Izin Praktik Bidan" in text_of(client.get(f"/cari/{back['href']}"))


@pytest.mark.parametrize("q", ["bidna", "izin bidn", "syarat bdan", "surat izin bidang", "praktek bidan"])
def test_a_mistyped_word_brings_what_was_meant_first(client, home, q):
    bidan()
    PermitTypeFactory(name="Izin Praktik Dokter")
    StandardPageFactory(parent=home, title="Tentang layanan")
    assert suggested(client, q)[0] == "Izin Praktik Bidan"


def test_nothing_alike_says_so(client, home):
    bidan()
    assert suggested(client, "zzzzqqqq") == []


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "x" * 10_000},
        {"q": "' OR 1=1 --"},
        {"q": "bidan & | ! <-> :* ( ) 'x"},
        {"q": "\\"},
        {"q": "%_%"},
        {"q": "-- // ::"},
        {"q": "///"},
        {"q": f"{START}{STOP}bidan"},
        {"q": "<script>alert(1)</script>"},
        {"q": "a"},
        {"q": "yang di ke"},
        {"q": "bidan", "jenis": "tidak-ada"},
        {"q": "bidan", "jenis": "izin", "page": "-1"},
        {"q": "bidan", "jenis": "izin", "page": "9" * 30},
        {"q": "bidan", "jenis": "izin", "page": "\0"},
        {"q": ["a", "b"]},
        {"q": "سلام \U0001f600 ﷽"},
    ],
)
def test_nothing_typed_breaks_it(client, home, query):
    bidan()
    response = client.get("/cari/", query)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_bytes_that_are_no_text_break_nothing(client, home):
    assert client.get("/cari/?q=%ff%ed%a0%bd&jenis=%fe").status_code == 200


def test_too_much_is_told_at_its_field(client, home):
    response = client.get("/cari/", {"q": "x" * 101})
    assert "Tulis paling banyak 100 huruf." in text_of(response)
    assert not page_of(response).select(".empty-state")


def test_the_number_of_queries_does_not_grow(client, home):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found(client, "jalan")
        return len(captured)

    def add():
        PermitTypeFactory(description="Di tepi jalan.")
        StandardPageFactory(parent=home, title="Jalan")
        Document.objects.create(title="Jalan", file="documents/j.pdf")

    add()
    queries()
    few = queries()
    for _ in range(3):
        add()
    assert queries() == few <= 8


def test_ways_into_the_search(client, home):
    for path, kind in (("/tidak-ada/", None), ("/syarat/", "izin")):
        form = page_of(client.get(path)).select_one('main form[role="search"]')
        assert (form["action"], form["method"]) == ("/cari/", "get")
        assert form.select_one('input[name="q"]')["id"] == form.select_one("label")["for"]
        assert (form.select_one('input[name="jenis"]') or {}).get("value") == kind


# --- Pure parts -----------------------------------------------------------------------------------------------------


@given(st.text())
def test_a_marked_text_is_the_text_escaped(text):
    html = marked(text)
    assert str(html).replace("<mark>", "").replace("</mark>", "") == escape(
        text.translate({ord(START): "", ord(STOP): ""})
    )
    assert html.count("<mark>") == html.count("</mark>")


@given(st.lists(st.sampled_from([START, STOP, "a", "<", "&"])).map("".join))
def test_marks_are_never_nested_nor_open(text):
    assert re.fullmatch(r"([^<]|<mark>[^<]*</mark>)*", str(marked(text)))


@given(st.text(max_size=200))
def test_words_are_kept_unless_they_say_nothing(text):
    words = search_words(text)
    assert len(words) <= 12
    assert bool(words) == bool(text.replace("/", " ").split())


def test_stop_words_go_unless_they_are_all_there_is():
    assert search_words("Syarat untuk izin di Solok?") == ["Syarat", "izin", "Solok?"]
    assert search_words("apa itu") == ["apa", "itu"]
