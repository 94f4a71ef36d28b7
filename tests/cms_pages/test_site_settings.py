"""Menu, footer, contacts, hours and notices: what editors write stands around every page, at a fixed price."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.models import HomePage, StandardPage
from cms_pages.services import content_load
from cms_pages.site_content import Phone, site_content_get
from cms_pages.site_settings import (
    ADDRESS,
    FooterLink,
    MenuLink,
    OfficeHours,
    OfficePhone,
    SiteNotice,
    SiteSettings,
    Tone,
)
from izin.accounts.enums import Role
from izin.accounts.services import roles_load
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.pages import HomePageFactory, StandardPageFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))


@pytest.fixture(autouse=True)
def home() -> Iterator[HomePage]:
    """Start with a home page, and with nothing of another test in the cache."""
    cache.clear()
    yield HomePageFactory.create()
    cache.clear()


@pytest.fixture
def site() -> SiteSettings:
    """Return settings without any row."""
    return SiteSettings.objects.create(address="Arosuka")


def menu_of(client: Client, path: str = "/") -> list[tuple[str, str]]:
    """Return the links of the main menu, as (label, address)."""
    links = page_of(client.get(path)).select(".site-nav a")
    return [(link.get_text().strip(), str(link["href"])) for link in links]


# --- First content --------------------------------------------------------------------------------------------------


def test_before_anything_is_loaded_the_shipped_menu_and_contacts_stand(client: Client, settings: Any) -> None:
    settings.OFFICE_CONTACT_PHONE = "(0755) 99999"
    assert ("Syarat", "/syarat/") in menu_of(client)
    assert menu_of(client)[-1] == ("Masuk", "/akun/masuk/")
    footer = text_of(client.get("/"), "footer")
    assert "(0755) 99999" in footer
    assert "Kode Pos 27364" in footer


def test_what_is_loaded_is_what_stood_there_before() -> None:
    before = site_content_get()
    content_load()
    assert SiteSettings.objects.count() == 1
    assert site_content_get() == before


def test_second_load_changes_nothing_an_editor_did() -> None:
    content_load()
    MenuLink.objects.all().delete()
    SiteSettings.objects.update(address="Koto Baru")
    content_load()
    assert not MenuLink.objects.exists()
    assert SiteSettings.objects.get().address == "Koto Baru"


def test_every_first_link_leads_somewhere(client: Client) -> None:
    content_load()
    site = site_content_get()
    for link in (*site.menu, *site.footer):
        assert not link.local or client.get(link.url).status_code == 200, link


# --- Links ----------------------------------------------------------------------------------------------------------


def test_editors_decide_on_the_menu_and_its_order(client: Client, site: SiteSettings) -> None:
    MenuLink.objects.create(settings=site, sort_order=2, label="Peta <b>", address="https://peta.example/?a=1&b=2")
    MenuLink.objects.create(settings=site, sort_order=1, label="Izin", address="/izin-terbit/")
    assert menu_of(client) == [
        ("Izin", "/izin-terbit/"),
        ("Peta <b>", "https://peta.example/?a=1&b=2"),
        ("Masuk", "/akun/masuk/"),
    ]


def test_link_follows_its_page_and_hides_with_it(client: Client, site: SiteSettings, home: HomePage) -> None:
    page = StandardPageFactory.create(title="Tentang", slug="tentang")
    MenuLink.objects.create(settings=site, label="Tentang", page=page)
    assert menu_of(client)[0] == ("Tentang", "/tentang/")
    page.slug = "tentang-kami"
    page.save()
    assert menu_of(client)[0] == ("Tentang", "/tentang-kami/")
    page.unpublish()
    assert menu_of(client) == [("Masuk", "/akun/masuk/")]
    StandardPage.objects.get(pk=page.pk).delete()
    assert not MenuLink.objects.exists()


def test_page_outside_of_every_site_has_no_link(site: SiteSettings, home: HomePage) -> None:
    stray = home.get_parent().add_child(instance=StandardPage(title="Lama", slug="lama", body=[]))
    FooterLink.objects.create(settings=site, label="Lama", page=stray)
    assert site_content_get().footer == []


def test_home_is_current_only_on_the_home_page(client: Client, site: SiteSettings) -> None:
    MenuLink.objects.create(settings=site, label="Beranda", address="/")
    StandardPageFactory(slug="tentang")
    assert page_of(client.get("/")).select(".site-nav [aria-current=page]")
    assert not page_of(client.get("/tentang/")).select(".site-nav [aria-current]")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//jahat.example",
        "/\\jahat.example",
        "http://x.example",
        "https:///x",
        "/a b",
        "x",
        "/a\n",
    ],
)
def test_address_that_leads_astray_is_refused(site: SiteSettings, address: str) -> None:
    with pytest.raises(ValidationError):
        ADDRESS(address)
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuLink.objects.create(settings=site, label="x", address=address)


@pytest.mark.parametrize("address", ["/", "/syarat/", "/cari/?q=a#b", "https://www.lapor.go.id/"])
def test_address_of_a_page_is_taken(site: SiteSettings, address: str) -> None:
    ADDRESS(address)
    MenuLink.objects.create(settings=site, label="x", address=address)


def test_link_has_one_target(site: SiteSettings, home: HomePage) -> None:
    for target in ({}, {"page": home, "address": "/"}):
        with pytest.raises(ValidationError, match="Pilih satu halaman"):
            FooterLink(settings=site, label="x", **target).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            FooterLink.objects.create(settings=site, label="x", **target)


# --- Contacts and hours ---------------------------------------------------------------------------------------------


def test_contacts_are_shown_as_links(client: Client, site: SiteSettings) -> None:
    OfficePhone.objects.create(settings=site, label="Bagian perizinan", number="(0755) 31447")
    site.whatsapp, site.email, site.map_url = "0812-3456 7890", "izin@solok.example", "https://peta.example/x"
    site.full_clean()
    site.save()
    links = [str(link["href"]) for link in page_of(client.get("/")).select("footer a")]
    assert links == [
        "https://peta.example/x",
        "tel:+6275531447",
        "https://wa.me/6281234567890",
        "mailto:izin@solok.example",
    ]


def test_number_that_is_none_is_refused(site: SiteSettings) -> None:
    site.whatsapp = "12345"
    with pytest.raises(ValidationError, match="Nomor WhatsApp tidak benar"):
        site.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        site.save()
    with pytest.raises(ValidationError):
        OfficePhone(settings=site, number="<script>").full_clean()


@given(st.from_regex(r"0[0-9]{4,12}", fullmatch=True), st.lists(st.sampled_from(" ()-./"), max_size=5))
def test_telephone_is_dialled_whatever_its_writing(digits: str, marks: list[str]) -> None:
    written = digits
    for place, mark in enumerate(marks, start=1):
        written = written[:place] + mark + written[place:]
    assert Phone("", written).url == Phone("", "+62 " + digits[1:]).url == f"tel:+62{digits[1:]}"


def test_hours_are_told_in_words_in_the_order_of_the_week(site: SiteSettings) -> None:
    OfficeHours.objects.create(settings=site, weekday=5)
    OfficeHours.objects.create(settings=site, weekday=4, opens=time(7, 30), closes=time(16, 30), note="jeda Jumat")
    assert site_content_get().hours == [("Jumat", "07.30 sampai 16.30 WIB (jeda Jumat)"), ("Sabtu", "Tutup")]


@pytest.mark.parametrize("hours", [(time(16), time(7)), (time(7), time(7)), (time(7), None), (None, time(16))])
def test_hours_out_of_order_are_refused(site: SiteSettings, hours: tuple[time | None, time | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHours.objects.create(settings=site, weekday=1, opens=hours[0], closes=hours[1])


def test_a_day_is_there_once(site: SiteSettings) -> None:
    OfficeHours.objects.create(settings=site, weekday=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHours.objects.create(settings=site, weekday=1)


# --- Notices --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/izin-terbit/", "/akun/masuk/", "/tidak-ada/"])
def test_notice_stands_above_every_page(client: Client, site: SiteSettings, path: str) -> None:
    SiteNotice.objects.create(settings=site, tone=Tone.DANGER, title="Pemeliharaan", text="Tutup <pukul> 20.00.")
    page = page_of(client.get(path))
    (notice,) = page.select(".site-notices .notice.tone-danger")
    assert notice.get_text(" ", strip=True) == "Pemeliharaan Tutup <pukul> 20.00."


@pytest.mark.parametrize(
    ("shown", "times"),
    [
        (True, {}),
        (False, {"active": False}),
        (True, {"starts_at": NOW}),
        (False, {"starts_at": NOW + timedelta(seconds=1)}),
        (False, {"ends_at": NOW}),
        (True, {"ends_at": NOW + timedelta(seconds=1)}),
        (True, {"starts_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(days=1)}),
    ],
)
def test_notice_is_shown_while_it_is_on_and_in_its_time(site: SiteSettings, shown: bool, times: dict[str, Any]) -> None:
    SiteNotice.objects.create(settings=site, text="Pemeliharaan", **times)
    with time_machine.travel(NOW, tick=False):
        assert bool(site_content_get().notices) == shown


def test_notice_that_ends_before_it_begins_is_refused(site: SiteSettings) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteNotice.objects.create(settings=site, text="x", starts_at=NOW, ends_at=NOW)


# --- Price and faults -----------------------------------------------------------------------------------------------


def test_everything_costs_one_query(site: SiteSettings, django_assert_num_queries: Callable[..., Any]) -> None:
    page = StandardPageFactory()
    for number in range(7):
        MenuLink.objects.create(settings=site, label=str(number), page=page)
        FooterLink.objects.create(settings=site, label=str(number), address=f"/{number}/")
        OfficePhone.objects.create(settings=site, number="0755 31447")
        OfficeHours.objects.create(settings=site, weekday=number)
        SiteNotice.objects.create(settings=site, text=str(number))
    request = RequestFactory().get("/")
    site_content_get(request)
    with django_assert_num_queries(1):
        found = site_content_get(request)
    assert {len(found.menu), len(found.footer), len(found.phones), len(found.hours), len(found.notices)} == {7}


def test_pages_stand_while_the_database_does_not_answer() -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("connection is lost")

    content_load()
    SiteSettings.objects.update(address="Hanya di basis data")
    with connection.execute_wrapper(refuse):
        html = render_to_string("404.html", {"office": {"short_name": "Dinas"}})
    assert 'href="/syarat/"' in html
    assert "Hanya di basis data" not in html


@pytest.mark.parametrize("template", ["500.html", "400.html", "403_csrf.html"])
def test_pages_of_faults_ask_the_database_nothing(template: str, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        render_to_string(template)


# --- Editors --------------------------------------------------------------------------------------------------------


def edit_url() -> str:
    """Return the address of the settings in the admin."""
    return reverse("wagtailsettings:edit", args=["cms_pages", "sitesettings", SiteSettings.objects.get().pk])


def test_content_editors_may_change_it_and_other_officers_not(client: Client) -> None:
    roles_load()
    content_load()
    for role, allowed in ((Role.CONTENT_EDITOR, True), (Role.ADMIN, True), (Role.SECRETARY, False)):
        client.force_login(OfficerFactory.create(role=role))
        assert (client.get(edit_url()).status_code == 200) == allowed, role


def test_editor_saves_the_form_with_a_new_notice(client: Client) -> None:
    content_load()
    client.force_login(UserFactory.create(superuser=True))
    form = page_of(client.get(edit_url())).select_one("form[action*=sitesettings]")
    assert form
    data = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    for choice in form.select("select[name]"):
        picked = choice.select_one("option[selected]")
        data[str(choice["name"])] = str(picked["value"]) if picked else ""
    data = {name: value for name, value in data.items() if "__prefix__" not in name}
    data |= {
        "notice_rows-TOTAL_FORMS": "1",
        "notice_rows-0-tone": "warning",
        "notice_rows-0-text": "Layanan berhenti sebentar.",
        "notice_rows-0-active": "on",
        "notice_rows-0-ORDER": "1",
        "whatsapp": "0812 3456 7890",
    }
    response = client.post(edit_url(), data)
    assert response.status_code == 302, response.context["form"].errors
    assert "Layanan berhenti sebentar." in text_of(client.get("/"), ".site-notices")
    assert SiteSettings.objects.get().whatsapp == "6281234567890"
    assert len(site_content_get().menu) == 8
