"""Every kind of public page on a phone and on a desk: nothing that axe finds, nothing the policy refuses (N2).

An address of tests/architecture/test_urls.py that anybody may read is looked at here without being named again.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.urls import resolve, reverse
from playwright.sync_api import expect
from wagtail.models import Page, get_page_models

from izin.catalog.models import PermitType
from izin.permits.models import Permit
from tests.architecture.test_urls import ANONYMOUS, TABLE
from tests.e2e.visitor import DESK, PHONE, Visitor
from tests.factories.pages import PublicationPageFactory
from tests.factories.permits import PermitFactory

# What no person reads, and what a page brings in by itself.
NO_PAGES = {"robots", "sitemap", "health_live", "health_ready", "region_fields"}
NO_PAGES_END = ("_rss", "_atom", "_csv", "_json", "_xlsx", "_pdf", "_file")
EVERY_BLOCK = [
    ("heading", "Yang berubah"),
    ("text", "<p>Isi dengan <a href='/syarat/'>tautan</a>.</p><ol><li>Satu</li></ol>"),
    ("notice", {"tone": "warning", "text": "Kantor tutup lebih awal."}),
]


def page_addresses() -> Iterator[str]:
    """Yield one address of each kind of page that editors make, and those the requirements have below."""
    index = Page.objects.get(slug="publikasi")
    PublicationPageFactory.create(parent=index, title="Jam layanan", slug="jam-layanan", body=EVERY_BLOCK)
    kinds: dict[type[Page], str] = {}
    for page in Page.objects.live().filter(depth__gt=1).specific().order_by("-depth", "pk"):
        kinds.setdefault(type(page), page.get_url())
    # A kind without a first page of its own would go by unseen.
    assert set(kinds) == {model for model in get_page_models() if model is not Page}
    yield from kinds.values()
    permit_type = PermitType.objects.get(slug="izin-praktik-dokter")
    detail = f"/syarat/{permit_type.sector.code}/{permit_type.slug}/"
    yield from (f"/syarat/{permit_type.sector.code}/", detail, f"{detail}?cetak=1")


def service_addresses(permit: Permit) -> Iterator[str]:
    """Yield the addresses of every other page that anybody may read."""
    objects = {"": (), "permit slug": (permit.slug,), "permit code": (permit.code,)}
    for row in TABLE:
        if row.get[ANONYMOUS] != 200 or row.name in NO_PAGES or row.name.endswith(NO_PAGES_END):
            continue
        if not row.name.startswith("/"):
            yield reverse(row.name, args=objects[row.of])
    yield from ("/cari/?q=izin", "/cari/?q=bidn", "/publikasi/?q=zzz", "/izin-terbit/?q=zzz")


def test_every_public_page_is_sound_with_its_menu_open_and_closed(visit: Callable[..., Visitor]) -> None:
    permit = PermitFactory.create()
    addresses = [*page_addresses(), *service_addresses(permit)]
    assert len(addresses) > 20
    visitor, without_menu = visit(), set()
    for address in addresses:
        visitor.resize(PHONE)
        visitor.open(address)
        name = resolve(urlsplit(visitor.page.url).path).view_name
        visitor.is_at(name)
        menu = visitor.page.locator(".menu-toggle summary")
        if menu.is_visible():
            menu.click()
            expect(visitor.page.locator("nav.menu-panel")).to_be_visible()
            visitor.is_at(name)
            menu.click()
        else:
            without_menu.add(address)
        visitor.resize(DESK)
        visitor.is_at(name)
    assert {address.rpartition("?")[2] for address in without_menu} == {"cetak=1"}
    helps_on(visitor)


def helps_on(visitor: Visitor) -> None:
    """Come to what is not there, and go on from it."""
    for address, name in (("/v/TIDAKADA22/", "permit_verify"), ("/tidak-ada/", "wagtail_serve")):
        with visitor.refused(404):
            visitor.open(address)
        visitor.is_at(name)
    visitor.reads("Halaman tidak ditemukan", "Syarat izin")
    visitor.fill("Cari di situs ini", "bidan")
    visitor.press("Cari")
    visitor.is_at("site_search")
    visitor.reads("Izin Praktik Bidan")
