"""What can be reached without a mouse."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.applicant import log_in
from tests.e2e.visitor import Visitor
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ApplicationFactory

MANY = 60


@pytest.mark.parametrize("address", ["/", "/akun/daftar/", "/izin-terbit/"])
def test_skip_link_comes_first_and_leads_to_the_content(visit: Callable[..., Visitor], address: str) -> None:
    visitor = visit()
    visitor.open(address)
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Langsung ke isi halaman")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("main")).to_be_focused()


def test_menu_on_a_phone_opens_and_leads_on(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.open("/akun/masuk/")
    menu = visitor.page.get_by_role("navigation", name="Menu utama")
    expect(menu).to_be_hidden()
    tab_to(visitor.page, "summary:focus")
    visitor.page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    visitor.is_at("login")
    visitor.page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Beranda")).to_be_focused()


def test_from_the_menu_to_a_permit_type_and_by_search_without_a_mouse(visit: Callable[..., Visitor]) -> None:
    for scripts in (True, False):
        visitor = visit(scripts=scripts)
        page, keyboard = visitor.page, visitor.page.keyboard
        visitor.open("/")
        tab_to(page, "summary:focus")
        keyboard.press("Enter")
        for name, landed in (
            ("Syarat", "/syarat/"),
            ("Izin Praktik Bidan", "/syarat/kesehatan/izin-praktik-bidan/"),
        ):
            enter(page, name)
            visitor.is_at("wagtail_serve")
            assert urlsplit(page.url).path == landed
        visitor.open("/cari/")
        tab_to(page, "main input:focus")
        keyboard.type("str perawat")
        with page.expect_navigation():
            keyboard.press("Enter")
        visitor.is_at("site_search")
        enter(page, "Izin Praktik Perawat")
        visitor.is_at("wagtail_serve")
        visitor.reads("Dokumen yang diperlukan")


def test_tabs_of_an_application_are_links_that_lead_on(visit: Callable[..., Visitor]) -> None:
    person = ApplicantFactory.create()
    application = ApplicationFactory.create(applicant=person, at="terima", documents=False)
    for scripts in (True, False):
        visitor = visit(scripts=scripts)
        log_in(visitor, person.nik, PASSWORD)
        visitor.open(reverse("portal:application_detail", args=[application.pk]))
        visitor.is_at("portal:application_detail")
        for name, place in (("Catatan", "notes"), ("Proses", "process"), ("Detail", "detail")):
            enter(visitor.page, name)
            visitor.is_at(f"portal:application_{place}")
            tabs = visitor.page.get_by_role("navigation", name="Bagian permohonan")
            expect(tabs.locator("[aria-current=page]")).to_contain_text(name)


def test_each_error_leads_to_its_field(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.open("/akun/daftar/")
    visitor.press("Daftar")
    visitor.is_at("register")
    summary = visitor.page.get_by_role("alert").first
    links = summary.get_by_role("link").all()
    assert len(links) > 10
    for link in links:
        link.press("Enter")
        field = visitor.page.locator(":focus")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_in_viewport()


def test_login_and_logout_without_a_mouse(visit: Callable[..., Visitor]) -> None:
    person, visitor = ApplicantFactory.create(), visit()
    keyboard = visitor.page.keyboard
    visitor.open("/akun/masuk/")
    tab_to(visitor.page, "input[autocomplete=username]:focus")
    keyboard.type(person.nik)
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    visitor.is_at("portal:dashboard")
    tab_to(visitor.page, "summary:focus")
    keyboard.press("Space")
    tab_to(visitor.page, "button:focus")
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    visitor.is_at("wagtail_serve")


def enter(page: Page, name: str) -> None:
    """Go on with Tab until the link of this name, and follow it."""
    for _index in range(MANY):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text().strip().startswith(name):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {name}")


def tab_to(page: Page, focused: str) -> None:
    for _index in range(MANY):
        page.keyboard.press("Tab")
        if page.locator(focused).count():
            return
    raise AssertionError(f"Tab never came to {focused}")
