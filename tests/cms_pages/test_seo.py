"""What search engines, messengers and printers get of the public pages."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.images import ImageFile, get_image_dimensions
from django.test import override_settings
from django.urls import reverse

from cms_pages.models import HomePage
from tests.factories.catalog import PermitTypeFactory, SectorFactory
from tests.factories.pages import (
    HomePageFactory,
    RequirementsPageFactory,
    StandardPageFactory,
    TutorialIndexPageFactory,
    TutorialPageFactory,
)
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

BASE = "https://izin.contoh.id"
TYPE_PATH = "/syarat/penelitian/izin-penelitian/"


@pytest.fixture(autouse=True)
def pages():
    cache.clear()
    home = HomePageFactory(lead='Layanan <b>perizinan</b> & "lainnya".')
    RequirementsPageFactory(parent=home)
    StandardPageFactory(parent=home, title="Tentang", slug="tentang", introduction="Satu tempat.")
    index = TutorialIndexPageFactory(parent=home)
    TutorialPageFactory(parent=index, title="Mendaftar", slug="mendaftar")
    sector = SectorFactory(description="Untuk peneliti.")
    with override_settings(BASE_URL=BASE):
        yield PermitTypeFactory(sector=sector, slug="izin-penelitian", name='Izin "A" & <B>', description="Riset.")
    cache.clear()


def head_of(client, path):
    head = page_of(client.get(path)).head
    found = {meta.get("property") or meta.get("name"): meta.get("content") for meta in head.select("meta[content]")}
    return head, found


# --- Head ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/syarat/", "/syarat/penelitian/", TYPE_PATH, "/tentang/", "/izin-terbit/"])
def test_every_page_says_what_it_is(client, path):
    head, found = head_of(client, f"{path}?utm_source=x")
    assert head.title.text == f"{found['og:title']} - SISFO IZIN Kabupaten Solok"
    assert found["og:title"]
    assert 10 < len(found["description"]) <= 320
    assert found["og:description"] == found["description"]
    assert [link["href"] for link in head.select("link[rel=canonical]")] == [BASE + path]
    assert found["og:url"] == BASE + path
    assert found["og:image"] == f"{BASE}/static/img/share.png"


def test_titles_and_descriptions_differ(client):
    heads = [head_of(client, path)[1] for path in ("/", "/syarat/", "/syarat/penelitian/", TYPE_PATH, "/tentang/")]
    assert len({found["og:title"] for found in heads}) == len(heads)
    assert len({found["description"] for found in heads}) == len(heads)


def test_the_words_of_editors_stay_words(client):
    assert head_of(client, "/")[1]["og:description"] == 'Layanan <b>perizinan</b> & "lainnya".'
    assert head_of(client, TYPE_PATH)[1]["og:title"] == 'Syarat Izin "A" & <B>'


def test_editors_choose_title_and_description(client):
    HomePage.objects.update(seo_title="Urus izin", search_description="Ringkas.")
    found = head_of(client, "/")[1]
    assert (found["og:title"], found["og:description"], found["description"]) == ("Urus izin", "Ringkas.", "Ringkas.")


def test_the_shared_picture_has_the_size_that_is_told(client):
    found = head_of(client, "/")[1]
    with open(finders.find("img/share.png"), "rb") as picture:
        size = get_image_dimensions(ImageFile(picture))
    assert size == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)


# --- For robots ----------------------------------------------------------------------------------------------------


def test_robots_keep_out_of_what_is_not_public(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    robots = RobotFileParser()
    robots.parse(response.content.decode().splitlines())
    closed = [reverse(name) for name in ("portal:dashboard", "backoffice:inbox", "login", "register")]
    for path in [*closed, "/cms/", "/cari/?q=izin"]:
        assert not robots.can_fetch("*", path), path
    for path in ["/", TYPE_PATH, "/cari/", "/izin-terbit/", "/verifikasi/", "/static/css/cms.css"]:
        assert robots.can_fetch("*", path), path
    assert robots.site_maps() == [f"{BASE}/sitemap.xml"]


def locations(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    found = re.findall(r"<loc>(.*?)</loc>", response.content.decode())
    assert len(found) == len(set(found))
    return found


def test_sitemap_names_every_public_page_and_each_is_there(client):
    PermitTypeFactory(slug="draf", published=False)
    HomePage.objects.get().get_children().get(slug="tentang").specific.unpublish()
    found = locations(client)
    paths = {"/", "/syarat/", "/syarat/penelitian/", TYPE_PATH, "/tutorial/", "/tutorial/mendaftar/"}
    assert set(found) == {BASE + path for path in paths | {"/izin-terbit/", "/verifikasi/", "/tracking/"}}
    for location in found:
        assert client.get(urlsplit(location).path).status_code == 200


def test_sitemap_names_the_office_s_own_address_whoever_asks(client):
    response = client.get("/sitemap.xml", headers={"host": "127.0.0.1"})
    assert response.content.decode().count("<loc>") == response.content.decode().count(f"<loc>{BASE}/")


def test_sitemap_costs_the_same_however_many_types(client, django_assert_max_num_queries):
    for number in range(5):
        PermitTypeFactory(sector=SectorFactory(code=f"s{number}"), slug=f"jenis-{number}")
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(12):
        client.get("/sitemap.xml")


# --- On paper ------------------------------------------------------------------------------------------------------


def test_requirements_can_be_printed_without_a_script(client):
    page = page_of(client.get(TYPE_PATH))
    assert [link["media"] for link in page.select("link[href$='print.css']")] == ["print"]
    assert page.select_one("a[href='?cetak=1']").text.strip() == "Cetak halaman ini"
    response = client.get(f"{TYPE_PATH}?cetak=1")
    printing = page_of(response)
    (sheet,) = printing.select("link[href$='print.css']")
    assert not sheet.has_attr("media")
    assert printing.select_one("meta[name=robots]")["content"] == "noindex"
    assert printing.select_one("link[rel=canonical]")["href"] == BASE + TYPE_PATH
    assert printing.select_one(f".no-print a[href='{TYPE_PATH}']")
    assert f"dari {BASE}{TYPE_PATH}." in text_of(response, ".print-source")
    assert not page.select("main script")


def test_the_day_of_printing_is_told(client, time_machine):
    time_machine.move_to("2026-11-23T17:30:00Z")
    assert "Dicetak 24 November 2026 dari" in text_of(client.get(f"{TYPE_PATH}?cetak=1"), ".print-source")
