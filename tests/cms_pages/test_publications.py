"""Publications and documents: found, read, followed by feed readers, and published only by whom may."""

import json
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.enums import DocumentCategory, PublicationCategory
from cms_pages.publications import (
    PAGE_SIZE,
    DocumentDownload,
    DocumentIndexPage,
    PublicationAttachment,
    PublicationIndexPage,
    PublicationPage,
)
from cms_pages.services import WRITERS, content_load
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.services.roles import roles_load
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.pages import (
    DocumentIndexPageFactory,
    HomePageFactory,
    PublicationIndexPageFactory,
    PublicationPageFactory,
)
from tests.html import page_of, text_of

pytestmark = [
    pytest.mark.django_db,
    # Wagtail does not close the temporary file in which it makes a picture of another size.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def index() -> Iterator[PublicationIndexPage]:
    """Start with an empty list of publications, and with nothing of another test in the cache."""
    cache.clear()
    HomePageFactory()
    yield PublicationIndexPageFactory.create()
    cache.clear()


def publish(index: PublicationIndexPage, title: str, **facts: Any) -> PublicationPage:
    """Save a publication."""
    return PublicationPageFactory.create(parent=index, title=title, **facts)


def picture(name: str = "gambar.png", *, size: tuple[int, int] = (1600, 1000)) -> Any:
    """Save a picture."""
    return get_image_model().objects.create(title=name, file=get_test_image_file(name, size=size))


def document(title: str = "Formulir", name: str = "formulir.docx", content: bytes = b"x" * 2048) -> Any:
    """Save a document as the admin does, with its size."""
    made = get_document_model().objects.create(title=title, file=ContentFile(content, name))
    made.get_file_size()
    return made


def titles(client: Client, path: str = "/publikasi/") -> list[str]:
    """Return the titles that the list shows, in order."""
    return [link.get_text() for link in page_of(client.get(path)).select(".publication-list h3 a")]


def choices(client: Client, name: str, path: str = "/publikasi/") -> list[str]:
    """Return what the list lets choose."""
    return [option.get_text() for option in page_of(client.get(path)).select(f"[name={name}] option")]


# --- The list ------------------------------------------------------------------------------------------------------


def test_list_shows_the_newest_first(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Lama", published_on=date(2025, 3, 1))
    publish(index, "Baru", published_on=date(2026, 3, 1), summary="Tentang jam layanan.")
    publish(index, "Sama hari", published_on=date(2026, 3, 1))
    assert titles(client) == ["Sama hari", "Baru", "Lama"]
    assert "Berita 1 Maret 2026 Baru Tentang jam layanan." in text_of(client.get("/publikasi/"))


def test_list_hides_drafts_and_what_is_not_for_everybody(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Rahasia draf", live=False)
    private = publish(index, "Rahasia terbatas")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for path in ("/publikasi/", "/publikasi/rss.xml", "/publikasi/atom.xml", "/"):
        response = client.get(path)
        assert response.status_code == HTTPStatus.OK
        assert "Rahasia" not in response.content.decode()
    assert "Belum ada publikasi" in text_of(client.get("/publikasi/"))


def test_words_category_and_year_narrow_the_list_down(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Jam layanan Ramadan", published_on=date(2025, 3, 1), category=PublicationCategory.ANNOUNCEMENT)
    publish(index, "Libur", summary="Jam layanan berubah.", published_on=date(2026, 1, 1))
    publish(index, "Laporan", published_on=date(2026, 2, 1), category=PublicationCategory.SKM_REPORT)
    assert titles(client, "/publikasi/?q=LAYANAN+jam") == ["Libur", "Jam layanan Ramadan"]
    assert titles(client, "/publikasi/?q=layanan&tahun=2026") == ["Libur"]
    assert titles(client, "/publikasi/?kategori=skm_report") == ["Laporan"]
    assert titles(client, "/publikasi/?kategori=skm_report&tahun=2025") == []
    assert "Tidak ada publikasi yang cocok" in text_of(client.get("/publikasi/?q=tidakada"))


def test_choices_tell_how_many_they_would_find(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Jam layanan", published_on=date(2025, 3, 1), category=PublicationCategory.ANNOUNCEMENT)
    publish(index, "Libur", published_on=date(2026, 1, 1))
    publish(index, "Libur lagi", published_on=date(2026, 2, 1))
    assert choices(client, "kategori") == [
        "Semua kategori",
        "Berita (2)",
        "Pengumuman (1)",
        "Peraturan (0)",
        "Laporan SKM (0)",
    ]
    assert choices(client, "tahun") == ["Semua tahun", "2026 (2)", "2025 (1)"]
    # What is chosen stays chosen, a year without any result as well.
    path = "/publikasi/?q=libur&tahun=2025"
    assert choices(client, "tahun", path) == ["Semua tahun", "2026 (2)", "2025 (0)"]
    assert choices(client, "kategori", path)[1] == "Berita (0)"
    page = page_of(client.get(path))
    assert [option["value"] for option in page.select("[name=tahun] option[selected]")] == ["2025"]
    assert page.select_one("[name=q]")["value"] == "libur"  # type: ignore[index]


@pytest.mark.parametrize(
    "query",
    [
        "kategori=tidak-ada",
        "tahun=1800",
        "tahun=99999999999999999999",
        "tahun=abc",
        "q=%00",
        "q=" + "a" * 101,
        "page=999",
        "page=-1",
        "page=abc",
    ],
)
def test_what_is_not_understood_does_not_restrict(client: Client, index: PublicationIndexPage, query: str) -> None:
    publish(index, "Libur")
    assert titles(client, f"/publikasi/?{query}") == ["Libur"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "<script>"])
def test_signs_of_the_database_and_of_html_are_only_signs(
    client: Client, index: PublicationIndexPage, words: str
) -> None:
    publish(index, "Libur")
    publish(index, f"Tanda {words}")
    response = client.get("/publikasi/", {"q": words})
    assert [link.get_text() for link in page_of(response).select(".publication-list h3 a")] == [f"Tanda {words}"]
    assert "<script>" not in response.content.decode()


def test_list_goes_on_on_further_pages_and_keeps_the_question(client: Client, index: PublicationIndexPage) -> None:
    for number in range(PAGE_SIZE + 1):
        publish(index, f"Berita {number}")
    page = page_of(client.get("/publikasi/?q=berita"))
    assert len(page.select(".publication-list > li")) == PAGE_SIZE
    following = page.select_one("a[rel=next]")
    assert following
    assert titles(client, f"/publikasi/{following['href']}") == ["Berita 0"]


def test_pictures_of_the_list_are_small_webp_loaded_late(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Bergambar", image=picture(), image_alt="Loket layanan")
    image = page_of(client.get("/publikasi/")).select_one(".publication-list img")
    assert image
    assert image["loading"] == "lazy"
    assert image["alt"] == ""  # the title beside it says it
    assert [part.split()[1] for part in str(image["srcset"]).split(", ")] == ["320w", "640w"]
    assert ".webp" in str(image["src"])


def test_only_one_list_and_only_publications_in_it() -> None:
    assert not PublicationIndexPage.can_create_at(Page.objects.get(slug="beranda").specific)
    assert {kind.__name__ for kind in PublicationIndexPage.creatable_subpage_models()} == {"PublicationPage"}
    assert PublicationPage.creatable_subpage_models() == []


# --- One publication -----------------------------------------------------------------------------------------------


def test_publication_shows_its_text_picture_and_files(client: Client, index: PublicationIndexPage) -> None:
    page = publish(
        index,
        "Jam layanan",
        slug="jam-layanan",
        summary="Berubah selama Ramadan.",
        published_on=date(2026, 2, 18),
        category=PublicationCategory.ANNOUNCEMENT,
        image=picture(),
        image_alt="Loket layanan",
        body=[("heading", "Hari Jumat"), ("text", "<p>Sampai <b>pukul 15.00</b>.</p>")],
    )
    PublicationAttachment.objects.create(page=page, document=document("Surat edaran", "edaran.pdf"))
    response = client.get("/publikasi/jam-layanan/")
    assert (
        "Jam layanan Pengumuman 18 Februari 2026 Berubah selama Ramadan. Hari Jumat Sampai pukul 15.00 . "
        "Lampiran Surat edaran (PDF, 2 KB)" in text_of(response)
    )
    html = page_of(response)
    assert len(html.select("h1")) == 1
    image = html.select_one("main img")
    assert image
    assert (image["alt"], image["loading"]) == ("Loket layanan", "lazy")
    assert [part.split()[1] for part in str(image["srcset"]).split(", ")] == ["360w", "720w", "1080w"]
    assert [link["href"] for link in html.select(".breadcrumb-nav a")] == ["/", "/publikasi/"]
    attached = html.select_one(".file-list a")
    assert attached
    # Read to its end, which closes the file.
    assert client.get(str(attached["href"])).getvalue() == b"x" * 2048


def test_publication_can_be_shared(client: Client, index: PublicationIndexPage, settings: Any) -> None:
    settings.BASE_URL = "https://izin.contoh.id"
    publish(
        index, 'Libur "bersama" & cuti', slug="libur", image=picture(), image_alt="Kalender", summary="Kantor tutup."
    )
    head = page_of(client.get("/publikasi/libur/")).head
    assert head
    told = {str(tag["property"]): str(tag["content"]) for tag in head.select("meta[property]")}
    assert told["og:title"] == 'Libur "bersama" & cuti'
    assert told["og:description"] == "Kantor tutup."
    assert told["og:url"] == "https://izin.contoh.id/publikasi/libur/"
    assert told["og:image"].startswith("https://izin.contoh.id/media/images/")
    assert told["og:image"].endswith(".jpg")
    assert (told["og:image:width"], told["og:image:alt"]) == ("1200", "Kalender")
    feeds = [link["href"] for link in head.select("link[rel=alternate]")]
    assert feeds == ["/publikasi/rss.xml", "/publikasi/atom.xml"]


def test_publication_without_a_picture_shares_that_of_the_site(client: Client, index: PublicationIndexPage) -> None:
    publish(index, "Libur", slug="libur")
    head = page_of(client.get("/publikasi/libur/")).head
    assert head
    assert [str(tag["content"]).rpartition("/")[2] for tag in head.select("meta[property='og:image']")] == ["share.png"]


def test_picture_needs_words_and_may_be_deleted(client: Client, index: PublicationIndexPage) -> None:
    image = picture()
    page = publish(index, "Libur", slug="libur", image=image, image_alt="Kalender")
    page.image_alt = " "
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.message_dict == {"image_alt": ["Tulis uraian gambar."]}
    with pytest.raises(IntegrityError, match="cms_publication_image_described"), transaction.atomic():
        PublicationPage.objects.update(image_alt="")
    image.delete()
    assert client.get("/publikasi/libur/").status_code == HTTPStatus.OK


def test_unknown_kinds_are_refused_by_the_database(index: PublicationIndexPage) -> None:
    publish(index, "Libur")
    row = DocumentDownload.objects.create(page=DocumentIndexPageFactory(), title="F", document=document())
    for objects in (PublicationPage.objects.all(), DocumentDownload.objects.filter(pk=row.pk)):
        with pytest.raises(IntegrityError, match="category_known"), transaction.atomic():
            objects.update(category="lain")


# --- Home ----------------------------------------------------------------------------------------------------------


def test_home_shows_the_three_newest(client: Client, index: PublicationIndexPage) -> None:
    for year in (2023, 2026, 2024, 2025):
        publish(index, f"Tahun {year}", slug=f"t{year}", published_on=date(year, 5, 1))
    links = page_of(client.get("/")).select("section[aria-labelledby=publikasi] a")
    assert [link["href"] for link in links] == [
        "/publikasi/t2026/",
        "/publikasi/t2025/",
        "/publikasi/t2024/",
        "/publikasi/",
    ]


def test_home_without_publications_has_no_place_for_them(client: Client) -> None:
    assert "/publikasi/" not in [link["href"] for link in page_of(client.get("/")).select("main a")]


# --- Feeds ---------------------------------------------------------------------------------------------------------


def test_rss_tells_the_newest_publications(client: Client, index: PublicationIndexPage, settings: Any) -> None:
    settings.BASE_URL = "https://izin.contoh.id"
    publish(index, "Lama", published_on=date(2025, 3, 1))
    publish(
        index,
        "Libur & cuti <bersama>",
        slug="libur",
        published_on=date(2026, 3, 1),
        summary="Kantor\x0b tutup.",
        category=PublicationCategory.ANNOUNCEMENT,
    )
    response = client.get("/publikasi/rss.xml")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    rss = ElementTree.fromstring(response.content)  # noqa: S314 - our own words
    assert rss.attrib["version"] == "2.0"
    channel = rss.find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://izin.contoh.id/publikasi/"
    assert channel.findtext("language") == "id"
    assert [item.findtext("title") for item in channel.iter("item")] == ["Libur & cuti <bersama>", "Lama"]
    newest = channel.find("item")
    assert newest is not None
    assert {part.tag: part.text for part in newest if part.tag != "guid"} == {
        "title": "Libur & cuti <bersama>",
        "link": "https://izin.contoh.id/publikasi/libur/",
        "description": "Kantor tutup.",
        "pubDate": "Sun, 01 Mar 2026 00:00:00 +0700",
        "category": "Pengumuman",
    }


def test_atom_tells_the_same(client: Client, index: PublicationIndexPage, settings: Any) -> None:
    settings.BASE_URL = "https://izin.contoh.id"
    publish(index, "Libur", slug="libur", published_on=date(2026, 3, 1))
    response = client.get("/publikasi/atom.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own words
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://izin.contoh.id/publikasi/",
        "self": "https://izin.contoh.id/publikasi/atom.xml",
    }
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.OFFICE["short_name"]
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Libur"
    assert entry.findtext(f"{ATOM}published") == "2026-03-01T00:00:00+07:00"


def test_feeds_are_not_found_without_a_list(client: Client, index: PublicationIndexPage) -> None:
    index.unpublish()
    for path in ("/publikasi/rss.xml", "/publikasi/atom.xml"):
        assert client.get(path).status_code == HTTPStatus.NOT_FOUND
        assert client.post(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED


# --- Documents -----------------------------------------------------------------------------------------------------


@pytest.fixture
def documents() -> DocumentIndexPage:
    """Return a list of three documents."""
    page = DocumentIndexPageFactory.create(introduction="Unduh di sini.")
    for order, (title, category, file) in enumerate(
        [
            ("Surat pernyataan", DocumentCategory.SAMPLE, document("a", "surat.pdf", b"x" * 1500000)),
            ("Formulir cuti", DocumentCategory.FORM, document("b", "cuti.docx")),
            ("Formulir izin", DocumentCategory.FORM, document("c", "izin.ODT")),
        ]
    ):
        DocumentDownload.objects.create(
            page=page,
            title=title,
            category=category,
            document=file,
            description=f"Keterangan {order}.",
            updated_on=date(2026, 1, 2),
            sort_order=order,
        )
    return page


def test_documents_are_listed_by_category_with_kind_and_size(client: Client, documents: DocumentIndexPage) -> None:
    assert text_of(client.get("/dokumen/")) == (
        "Dokumen Unduh di sini. Kata kunci Cari "
        "Formulir Formulir cuti (DOCX, 2 KB) Keterangan 1. Diperbarui 2 Januari 2026 "
        "Formulir izin (ODT, 2 KB) Keterangan 2. Diperbarui 2 Januari 2026 "
        "Contoh surat Surat pernyataan (PDF, 1,4 MB) Keterangan 0. Diperbarui 2 Januari 2026"
    )
    link = page_of(client.get("/dokumen/")).select_one(".file-list a")
    assert link
    assert client.get(str(link["href"])).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("FORMULIR", ["Formulir cuti", "Formulir izin"]),
        ("formulir 2", ["Formulir izin"]),
        ("pernyataan", ["Surat pernyataan"]),
        ("%", []),
        ("", ["Formulir cuti", "Formulir izin", "Surat pernyataan"]),
        ("\x00", ["Formulir cuti", "Formulir izin", "Surat pernyataan"]),
    ],
)
def test_documents_are_found_by_words(
    client: Client, documents: DocumentIndexPage, words: str, found: list[str]
) -> None:
    response = client.get("/dokumen/", {"q": words})
    assert [link.get_text().split(" (")[0].strip() for link in page_of(response).select(".file-list a")] == found
    assert ("Tidak ada dokumen yang cocok" in text_of(response)) == (not found)


def test_empty_list_of_documents_leads_to_the_requirements(client: Client) -> None:
    DocumentIndexPageFactory()
    response = client.get("/dokumen/")
    assert "Belum ada dokumen" in text_of(response)
    assert page_of(response).select_one('main a[href="/syarat/"]')


# --- Price ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/publikasi/",
        "/publikasi/?q=libur&kategori=news&tahun=2026",
        "/publikasi/libur-0/",
        "/publikasi/rss.xml",
        "/dokumen/",
    ],
)
def test_pages_cost_the_same_however_much_they_show(client: Client, index: PublicationIndexPage, path: str) -> None:
    downloads = DocumentIndexPageFactory()

    def grow(number: int) -> None:
        shown = picture(f"g{number}.png", size=(32, 20))
        body = [{"type": "image", "value": {"image": shown.pk, "alt_text": "Loket", "decorative": False}}]
        page = publish(
            index,
            f"Libur {number}",
            slug=f"libur-{number}",
            published_on=date(2026, 1, 1 + number),
            image=shown,
            image_alt="Kalender",
            body=json.dumps(body * (1 + number)),
        )
        file = document(f"{number}", f"{number}.pdf")
        for _time in range(number + 1):
            PublicationAttachment.objects.create(page=page, document=file)
        DocumentDownload.objects.create(page=downloads, title=f"F{number}", document=file)

    def price(path: str) -> int:
        client.get(path)  # the first reader pays for the sizes of the pictures
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == HTTPStatus.OK
        return len(queries)

    grow(0)
    before = price(path)
    for number in range(1, 4):
        grow(number)
    assert price(path.replace("libur-0", "libur-3")) == before


# --- First content and rights --------------------------------------------------------------------------------------


@pytest.fixture
def writer(index: PublicationIndexPage) -> User:
    """Return a writer at a site with its first pages."""
    roles_load()
    content_load()
    user = UserFactory.create(is_staff=True)
    user.groups.add(Group.objects.get(name=WRITERS))
    return user


def test_first_publications_are_readable(client: Client, writer: User) -> None:
    first = list(PublicationPage.objects.live())
    assert len(first) == 2
    for page in first:
        response = client.get(page.url)
        assert response.status_code == HTTPStatus.OK
        assert page.title in text_of(response)
    assert client.get("/dokumen/").status_code == HTTPStatus.OK


def test_writer_changes_only_own_publications_and_publishes_none(writer: User) -> None:
    index, home = PublicationIndexPage.objects.get(), Page.objects.get(slug="beranda")
    assert index.permissions_for_user(writer).can_add_subpage()
    assert not index.permissions_for_user(writer).can_publish_subpage()
    assert not index.permissions_for_user(writer).can_edit()
    assert not home.permissions_for_user(writer).can_add_subpage()
    others = PublicationPage.objects.first()
    assert others
    assert not others.permissions_for_user(writer).can_edit()
    own = publish(index, "Punya saya", owner=writer, live=False)
    assert own.permissions_for_user(writer).can_edit()
    assert own.permissions_for_user(writer).can_submit_for_moderation()
    assert not own.permissions_for_user(writer).can_publish()


def test_editor_approves_what_a_writer_submits(client: Client, writer: User) -> None:
    index = PublicationIndexPage.objects.get()
    page = publish(index, "Loket baru", slug="loket-baru", owner=writer, live=False)
    page.save_revision(user=writer)
    state = page.get_workflow().start(page, writer)
    task = state.current_task_state.task.specific
    editor, officer = OfficerFactory(role=Role.CONTENT_EDITOR), OfficerFactory(role=Role.SECRETARY)
    assert ("approve", False) in [(name, needs_words) for name, _label, needs_words in task.get_actions(page, editor)]
    assert task.get_actions(page, officer) == task.get_actions(page, writer) == []
    assert client.get("/publikasi/loket-baru/").status_code == HTTPStatus.NOT_FOUND
    state.current_task_state.approve(user=editor)
    assert client.get("/publikasi/loket-baru/").status_code == HTTPStatus.OK
    assert "Loket baru" in client.get("/publikasi/rss.xml").content.decode()


def test_arrangements_of_rights_and_approval_stay(writer: User) -> None:
    index = PublicationIndexPage.objects.get()
    own = Workflow.objects.create(name="Dua langkah")
    index.workflowpage.delete()
    index = PublicationIndexPage.objects.get()
    own.workflow_pages.create(page=index)
    rights = GroupPagePermission.objects.filter(group__name=WRITERS)
    rights.update(page=Page.objects.get(slug="beranda"))
    assert content_load() == []
    assert index.get_workflow() == own
    assert [right.page.slug for right in rights] == ["beranda"]


def test_editor_opens_and_previews_every_kind_of_page(client: Client, writer: User) -> None:
    client.force_login(OfficerFactory.create(role=Role.CONTENT_EDITOR))
    for model in (PublicationIndexPage, PublicationPage, DocumentIndexPage):
        page = model.objects.first()
        assert page
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == HTTPStatus.OK
        response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == HTTPStatus.OK
        assert page.title in text_of(response)


def test_preview_shows_a_file_that_is_not_saved_yet(client: Client, index: PublicationIndexPage) -> None:
    page = publish(index, "Libur")
    page.attachments.add(PublicationAttachment(document=document("Surat edaran", "edaran.pdf")))
    page.save_revision()
    client.force_login(UserFactory.create(superuser=True))
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Surat edaran (PDF, 2 KB)" in text_of(response)


def test_picture_of_a_draft_without_words_is_refused(client: Client, index: PublicationIndexPage) -> None:
    client.force_login(UserFactory.create(superuser=True))
    data = nested_form_data(
        {
            "title": "Loket baru",
            "slug": "loket-baru",
            "category": "news",
            "published_on": "2026-03-01",
            "summary": "Loket pindah.",
            "image": picture().pk,
            "image_alt": "",
            "body": streamfield([]),
            "attachments": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    address = reverse("wagtailadmin_pages:add", args=["cms_pages", "publicationpage", index.pk])
    response = client.post(address, data)
    assert "Tulis uraian gambar." in response.content.decode()
    assert not PublicationPage.objects.exists()
    response = client.post(address, {**data, "image_alt": "Loket di lantai satu"})
    assert response.status_code == HTTPStatus.FOUND
    assert not PublicationPage.objects.get(slug="loket-baru").live
