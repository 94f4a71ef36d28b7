"""Questions and answers, and how to reach the office."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms_pages.models import ContactPage, FaqPage
from cms_pages.services import content_load
from cms_pages.site_settings import OfficePhone
from izin.workflow.models import Holiday
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomePageFactory, PageFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db


class FaqPageFactory(PageFactory):
    """A page of questions."""

    class Meta:
        model = FaqPage

    title = "Tanya jawab"
    slug = "tanya-jawab"


class ContactPageFactory(PageFactory):
    """The contact page."""

    class Meta:
        model = ContactPage

    title = "Kontak"
    slug = "kontak"


@pytest.fixture(autouse=True)
def home() -> Iterator[None]:
    """Start with a home page, and with nothing of another test in the cache."""
    cache.clear()
    HomePageFactory()
    yield
    cache.clear()


def topic(title: str, *questions: str) -> tuple[str, dict[str, Any]]:
    """Return a topic; each question is answered by itself."""
    return ("topic", {"title": title, "questions": [{"question": q, "answer": f"<p>{q}</p>"} for q in questions]})


# --- Questions ------------------------------------------------------------------------------------------------------


def test_questions_are_grouped_by_topic_and_open_without_scripts(client: Client) -> None:
    FaqPageFactory(topics=[topic("Akun", "Lupa?", "Baru?"), topic("Biaya", "Gratis?")])
    page = page_of(client.get("/tanya-jawab/"))
    found = {
        section.select("h2")[0].get_text(): [summary.get_text() for summary in section.select("details > summary")]
        for section in page.select("main section")
    }
    assert found == {"Akun": ["Lupa?", "Baru?"], "Biaya": ["Gratis?"]}
    assert not page.select("main script")
    assert len(page.select("h1")) == 1


def test_every_question_has_an_address_of_its_own(client: Client) -> None:
    same = "Berapa lama?"
    FaqPageFactory(topics=[topic("Isi", same, same, "???", "!!!"), topic("Isi", same)])
    page = page_of(client.get("/tanya-jawab/"))
    names = [str(part["id"]) for part in page.select("[id]")]
    assert len(names) == len(set(names))
    answers = [str(answer["id"]) for answer in page.select("details > div[id]")]
    assert answers == ["tanya-berapa-lama", "tanya-berapa-lama-2", "tanya", "tanya-2", "tanya-berapa-lama-3"]
    assert [str(link["href"]) for link in page.select("main details a")] == [f"#{name}" for name in answers]
    assert [str(link["href"]) for link in page.select("main nav a")] == ["#topik-isi", "#topik-isi-2"]


def test_what_editors_write_is_escaped_and_a_single_topic_has_no_list(client: Client) -> None:
    FaqPageFactory(topics=[topic("<i>Akun</i>", "<script>alert(1)</script>")])
    page = page_of(client.get("/tanya-jawab/"))
    assert page.select("main summary")[0].get_text() == "<script>alert(1)</script>"
    assert page.select("main section h2")[0].get_text() == "<i>Akun</i>"
    assert not page.select("main nav")


def test_first_questions_cover_what_people_ask(client: Client) -> None:
    content_load()
    text = text_of(client.get("/tanya-jawab/"))
    for part in ("Kata sandi", "512 KB", "kode QR", "rekomendasi", "dikembalikan", "lokasi penelitian", "kuesioner"):
        assert part in text


def test_questions_cost_the_same_however_many(client: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    FaqPageFactory(topics=[topic(f"Topik {n}", *map(str, range(5))) for n in range(5)])
    client.get("/tanya-jawab/")
    with django_assert_num_queries(7):
        client.get("/tanya-jawab/")


@pytest.mark.parametrize("model", [FaqPage, ContactPage])
def test_page_can_be_edited_and_previewed(client: Client, model: type[FaqPage | ContactPage]) -> None:
    content_load()
    client.force_login(UserFactory.create(superuser=True))
    page = model.objects.get()
    for name in ("edit", "view_draft"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 200


# --- Contact --------------------------------------------------------------------------------------------------------


def test_contact_page_tells_the_numbers_and_hours_of_the_settings(client: Client) -> None:
    content_load()
    OfficePhone.objects.update(label="Loket", number="(0755) 12345")
    text = text_of(client.get("/kontak/"))
    assert "Loket (0755) 12345" in text
    assert "Jumat 07.30 sampai 16.30 WIB" in text
    assert "Minggu Tutup" in text
    assert "WhatsApp" not in text
    assert page_of(client.get("/kontak/")).select('main a[href="tel:+6275512345"]')


def test_contact_page_tells_the_closures_of_the_next_sixty_days(client: Client) -> None:
    ContactPageFactory()
    for day, name, active in (
        (date(2026, 11, 23), "Kemarin", True),
        (date(2026, 11, 24), "Hari ini", True),
        (date(2027, 1, 23), "Hari ke-60", True),
        (date(2027, 1, 24), "Hari ke-61", True),
        (date(2026, 12, 24), "Dibatalkan", False),
    ):
        Holiday.objects.create(date=day, name=name, kind=Holiday.Kind.COLLECTIVE, active=active)
    with time_machine.travel("2026-11-23T18:00:00Z", tick=False):  # one o'clock in Arosuka, on the 24th
        text = text_of(client.get("/kontak/"), ".closure-list")
    assert text == "24 November 2026 Hari ini (cuti bersama) 23 Januari 2027 Hari ke-60 (cuti bersama)"


def test_contact_page_without_closures_says_so(client: Client) -> None:
    ContactPageFactory()
    assert "Tidak ada hari libur" in text_of(client.get("/kontak/"))


def test_contact_page_costs_one_query_for_its_closures(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    ContactPageFactory()
    for day in range(1, 9):
        Holiday.objects.create(date=date(2026, 12, day), name="Libur", kind=Holiday.Kind.LOCAL)
    client.get("/kontak/")
    with django_assert_num_queries(8), time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        client.get("/kontak/")
