"""Kept pages: the same for every visitor who is not logged in, and never older than the last change."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from cms_pages.models import StandardPage
from common import page_cache
from common.page_cache import STAMP, PageCacheMiddleware, pages_forget
from izin.catalog.models import FormField, LetterSettings, NumberCounter, PermitType, Requirement, Sector, Stage
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.pages import HomePageFactory, RequirementsPageFactory, StandardPageFactory
from tests.factories.permits import PermitFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
Change = Callable[[], object]


@pytest.fixture(autouse=True)
def memory(settings: Any) -> Iterator[None]:
    """Keep pages, as the service does; start with none."""
    settings.CACHES = {
        name: {"BACKEND": LOCMEM, "LOCATION": f"test-{name}"} for name in ("default", "pages", "figures")
    }
    cache.clear()
    caches["pages"].clear()
    yield
    cache.clear()
    caches["pages"].clear()


class Office:
    """A view that counts how often it is asked, and what it answers."""

    def __init__(self) -> None:
        self.asked = 0
        self.text = "satu"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        request.resolver_match = resolve("/izin-terbit/")
        return HttpResponse(self.text)


@pytest.fixture
def office() -> Office:
    return Office()


def about_page() -> StandardPage:
    """Return a published page at /tentang/."""
    HomePageFactory.create()
    page: StandardPage = StandardPageFactory.create(title="Tentang", slug="tentang")
    return page


def ask(office: Callable[[HttpRequest], Any], path: str = "/izin-terbit/", **facts: Any) -> Any:
    """Ask through the middleware; `facts` are a method, cookies, and headers."""
    method, cookies = facts.pop("method", "GET"), facts.pop("cookies", {})
    request = RequestFactory().generic(method, path, **facts)
    request.COOKIES.update(cookies)
    return PageCacheMiddleware(office)(request)


# --- What is kept --------------------------------------------------------------------------------------------------


def test_a_page_is_made_once(office: Office) -> None:
    first, second = ask(office), ask(office)
    assert office.asked == 1
    assert first.content == second.content == b"satu"
    assert dict(first.items()) == dict(second.items())
    assert first["Cache-Control"] == "public, max-age=10"
    assert first["Vary"] == "Cookie, Accept-Encoding"


def test_language_and_browser_make_no_difference(office: Office) -> None:
    ask(office, HTTP_ACCEPT_LANGUAGE="en", HTTP_USER_AGENT="a")
    ask(office, HTTP_ACCEPT_LANGUAGE="id", HTTP_USER_AGENT="b")
    assert office.asked == 1


@pytest.mark.parametrize(
    ("path", "facts"),
    [("/izin-terbit/x/", {}), ("/izin-terbit/", {"HTTP_HOST": "localhost"}), ("/izin-terbit/?page=2", {})],
)
def test_another_address_is_another_page(office: Office, path: str, facts: dict[str, str]) -> None:
    ask(office)
    ask(office, path, **facts)
    assert office.asked == 2


def test_https_is_another_address(office: Office) -> None:
    for secure in (False, True):
        request = RequestFactory().get("/izin-terbit/", secure=secure)
        PageCacheMiddleware(office)(request)
    assert office.asked == 2


def test_the_first_page_of_a_list_is_the_list(office: Office) -> None:
    ask(office)
    ask(office, "/izin-terbit/?page=1")
    assert office.asked == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=budi",
        "page=2&q=budi",
        "q=budi&page=2",
        "page=2&page=3",
        "page=",
        "page=-1",
        "page=02",
        "page=0",
        "page=12345",
        "page=%D9%A3",
        "page=last",
        "Page=2",
        "utm_source=x",
        "page=2%00",
    ],
)
def test_other_queries_are_answered_afresh_and_fill_no_memory(office: Office, query: str) -> None:
    for _time in range(2):
        response = ask(office, f"/izin-terbit/?{query}")
        assert not response.has_header("ETag")
    assert office.asked == 2
    ask(office)
    assert office.asked == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_answered_from_memory(office: Office, method: str) -> None:
    ask(office)
    ask(office, method=method)
    assert office.asked == 2


def test_a_stranger_host_is_refused_though_the_page_is_kept(office: Office) -> None:
    ask(office)
    with pytest.raises(DisallowedHost):
        ask(office, HTTP_HOST="evil.example")


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse(status=HTTPStatus.NOT_FOUND),
        lambda: HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR),
        lambda: HttpResponse(status=HTTPStatus.FORBIDDEN),
        lambda: HttpResponse(status=HTTPStatus.FOUND, headers={"Location": "/x/"}),
        lambda: HttpResponse(status=HTTPStatus.PARTIAL_CONTENT),
        lambda: HttpResponse(headers={"Cache-Control": "private"}),
        lambda: HttpResponse(headers={"Cache-Control": "no-store"}),
        lambda: StreamingHttpResponse([b"a"]),
    ],
)
def test_what_is_not_a_page_for_everybody_is_not_kept(response: Callable[[], Any]) -> None:
    asked = []

    def view(request: HttpRequest) -> Any:
        request.resolver_match = resolve("/izin-terbit/")
        asked.append(1)
        return response()

    for _time in range(2):
        assert not ask(view).has_header("ETag")
    assert len(asked) == 2


def test_an_answer_that_sets_a_cookie_is_not_kept() -> None:
    given: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve("/izin-terbit/")
        given.append("x")
        response = HttpResponse("x" * len(given))
        response.set_cookie("rahasia", "x" * len(given))
        return response

    assert ask(view).cookies["rahasia"].value == "x"
    assert ask(view).cookies["rahasia"].value == "xx"


@pytest.mark.parametrize("name", ["document_verify", "login", "permit_verify", "portal:dashboard", "health_live"])
def test_only_named_views_are_kept(name: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        args = ["ABC"] if name == "permit_verify" else []
        request.resolver_match = resolve(reverse(name, args=args))
        return HttpResponse()

    assert not ask(view).has_header("ETag")


def test_an_answer_without_a_view_is_not_kept() -> None:
    assert not ask(lambda request: HttpResponse()).has_header("ETag")


def test_a_visitor_with_a_csrf_cookie_reads_but_does_not_write(office: Office) -> None:
    cookies = {django_settings.CSRF_COOKIE_NAME: "t" * 32}
    for _time in range(2):
        ask(office, cookies=cookies)
    assert office.asked == 2
    ask(office)
    ask(office, cookies=cookies)
    assert office.asked == 3


def test_a_token_never_reaches_another_visitor() -> None:
    tokens = []

    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve("/izin-terbit/")
        tokens.append(get_token(request))
        return HttpResponse(tokens[-1])

    cookie = {django_settings.CSRF_COOKIE_NAME: "t" * 32}
    ask(view, cookies=cookie)
    ask(view, cookies=cookie)
    assert len(tokens) == 2


def test_a_waiting_message_is_shown_to_its_reader_alone(office: Office) -> None:
    ask(office)
    response = ask(office, cookies={"messages": "anything"})
    assert office.asked == 2
    assert not response.has_header("ETag")


def test_previews_are_made_afresh(office: Office) -> None:
    ask(office)
    request = RequestFactory().get("/izin-terbit/")
    request.is_preview = True  # type: ignore[attr-defined]
    PageCacheMiddleware(office)(request)
    assert office.asked == 2


def test_who_works_on_templates_sees_them(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(MiddlewareNotUsed):
        PageCacheMiddleware(lambda request: HttpResponse())


# --- HEAD and 304 --------------------------------------------------------------------------------------------------


def test_head_is_answered_from_memory_without_content(office: Office) -> None:
    page = ask(office)
    head = ask(office, method="HEAD")
    assert office.asked == 1
    assert head.content == b""
    assert head["ETag"] == page["ETag"]


def test_head_keeps_nothing(office: Office) -> None:
    head = ask(office, method="HEAD")
    page = ask(office)
    assert office.asked == 2
    assert head["ETag"] == page["ETag"]
    assert page.content == b"satu"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_browser_has_is_not_sent_again(office: Office, method: str, form: str) -> None:
    etag = ask(office)["ETag"]
    answer = ask(office, method=method, HTTP_IF_NONE_MATCH=form.format(etag))
    assert answer.status_code == HTTPStatus.NOT_MODIFIED
    assert answer.content == b""
    assert answer["ETag"] == etag
    assert answer["Cache-Control"] == "public, max-age=10"
    assert answer["Vary"] == "Cookie, Accept-Encoding"


def test_304_needs_no_kept_page(office: Office) -> None:
    etag = ask(office)["ETag"]
    caches["pages"].clear()
    assert ask(office, HTTP_IF_NONE_MATCH=etag).status_code == HTTPStatus.NOT_MODIFIED


def test_a_changed_page_is_sent_though_the_browser_has_the_old_one(office: Office) -> None:
    etag = ask(office)["ETag"]
    office.text = "dua"
    with transaction.atomic():
        forget_now()
    answer = ask(office, HTTP_IF_NONE_MATCH=etag)
    assert answer.status_code == HTTPStatus.OK
    assert answer.content == b"dua"
    assert answer["ETag"] != etag


# --- Packed pages --------------------------------------------------------------------------------------------------


def test_a_page_is_packed_once_for_browsers_that_unpack_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.text = "izin " * 500
    plain = ask(office)
    monkeypatch.setattr(page_cache.gzip, "compress", None)
    packed = ask(office, HTTP_ACCEPT_ENCODING="br, gzip")
    assert office.asked == 1
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) == int(plain["Content-Length"])


def test_a_packed_page_is_the_same_in_every_process(office: Office) -> None:
    packed = ask(office, HTTP_ACCEPT_ENCODING="gzip")
    caches["pages"].clear()
    with time_machine.travel("2031-01-01T00:00:00Z"):
        again = ask(office, HTTP_ACCEPT_ENCODING="gzip")
    assert (again.content, again["ETag"]) == (packed.content, packed["ETag"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("first", ["", "gzip"])
@pytest.mark.parametrize("second", ["", "gzip"])
def test_either_form_of_a_page_is_the_same_page(office: Office, method: str, first: str, second: str) -> None:
    etag = ask(office, HTTP_ACCEPT_ENCODING=first)["ETag"]
    assert etag.startswith("W/") == bool(first)
    answer = ask(office, method=method, HTTP_ACCEPT_ENCODING=second, HTTP_IF_NONE_MATCH=etag)
    assert (answer.status_code, answer.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_head_tells_the_length_of_what_would_be_sent(office: Office) -> None:
    page = ask(office, HTTP_ACCEPT_ENCODING="gzip")
    head = ask(office, method="HEAD", HTTP_ACCEPT_ENCODING="gzip")
    assert (head.content, dict(head.items())) == (b"", dict(page.items()))


# --- Whoever is logged in ------------------------------------------------------------------------------------------


def test_a_logged_in_visitor_is_never_answered_from_memory(client: Client) -> None:
    about_page()
    assert "Masuk" in client.get("/tentang/").content.decode()
    client.force_login(UserFactory.create())
    mine = client.get("/tentang/")
    assert "Dasbor" in mine.content.decode()
    assert mine["Cache-Control"] == "private, no-store"
    assert "Cookie" in mine["Vary"]
    assert not mine.has_header("ETag")
    stranger = Client().get("/tentang/")
    assert "Dasbor" not in stranger.content.decode()
    assert "Masuk" in stranger.content.decode()


def test_a_logged_in_visitor_keeps_nothing_for_others(client: Client) -> None:
    about_page()
    client.force_login(UserFactory.create())
    client.get("/tentang/")
    assert "Dasbor" not in Client().get("/tentang/").content.decode()


def test_what_a_view_says_of_a_private_answer_stays() -> None:
    cookies = {django_settings.SESSION_COOKIE_NAME: "x"}
    given = HttpResponse(headers={"Cache-Control": "max-age=5, private"})
    assert ask(lambda request: given, cookies=cookies)["Cache-Control"] == "max-age=5, private"


# --- Real pages ----------------------------------------------------------------------------------------------------


def test_a_kept_page_costs_no_query_and_has_every_header(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    about_page()
    made = client.get("/tentang/")
    with django_assert_num_queries(0):
        kept = client.get("/tentang/")
    assert kept.content == made.content
    assert dict(kept.items()) == dict(made.items())
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert kept[name]
    assert int(kept["Content-Length"]) == len(kept.content)
    assert not kept.cookies


@pytest.mark.parametrize("path", ["/izin-terbit/", "/syarat/", "/syarat/penelitian/", "/syarat/penelitian/{slug}/"])
def test_public_pages_are_kept(client: Client, path: str) -> None:
    HomePageFactory.create()
    RequirementsPageFactory.create()
    permit_type = PermitTypeFactory.create()
    assert client.get(path.format(slug=permit_type.slug)).has_header("ETag")


@pytest.mark.parametrize(
    "path", ["/verifikasi/", "/akun/masuk/", "/akun/daftar/", "/sehat/live", "/tidak-ada/", "/v/A/"]
)
def test_forms_errors_and_everything_else_are_not(client: Client, path: str) -> None:
    HomePageFactory.create()
    response = client.get(path)
    assert not response.has_header("ETag")
    assert "public" not in response.get("Cache-Control", "")


def test_a_page_that_was_missing_is_found_once_it_is_there(client: Client) -> None:
    HomePageFactory.create()
    assert client.get("/tentang/").status_code == HTTPStatus.NOT_FOUND
    StandardPageFactory.create(title="Tentang", slug="tentang")
    assert client.get("/tentang/").status_code == HTTPStatus.OK


def test_a_preview_of_the_admin_is_never_kept(client: Client) -> None:
    page = about_page()
    client.get("/tentang/")
    page.introduction = "Rancangan rahasia"
    page.save_revision()
    client.force_login(UserFactory.create(superuser=True))
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Rancangan rahasia" in preview.content.decode()
    assert "public" not in preview.get("Cache-Control", "")
    assert "Rancangan rahasia" not in Client().get("/tentang/").content.decode()


# --- What makes pages stale ----------------------------------------------------------------------------------------


def forget_now() -> None:
    """Do what follows a commit, inside the transaction of a test."""
    committed(pages_forget)


def committed(change: Change) -> bool:
    """Make the change and what follows its commit; return whether pages were forgotten."""
    before = cache.get(STAMP)
    connection.run_on_commit.clear()  # what the fixtures left waiting
    change()
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()
    return cache.get(STAMP) != before


def _changes() -> dict[str, Change]:
    """Return every event that concerns what visitors see, by name."""
    home = HomePageFactory.create()
    page = StandardPageFactory.create(title="Tentang", slug="tentang")
    draft = StandardPageFactory.create(title="Rancangan", slug="rancangan", live=False)
    permit_type = PermitTypeFactory.create()
    site = Site.objects.get(is_default_site=True)
    image = get_image_model()(title="Gambar", file=get_test_image_file())
    document = get_document_model()(title="Contoh", file=ContentFile(b"x", "contoh.pdf"))
    restriction = PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)
    return {
        "page published": lambda: draft.save_revision().publish(),
        "page changed": lambda: page.save_revision().publish(),
        "page unpublished": page.unpublish,
        "page moved": lambda: Page.objects.get(pk=draft.pk).move(Page.objects.get(pk=page.pk), pos="last-child"),
        "page deleted": page.delete,
        "page saved": home.save,
        "page restricted": restriction.save,
        "site": site.save,
        "setting": lambda: LetterSettings.load().save(),
        "image": image.save,
        "document": document.save,
        "sector": Sector(code="baru", name="Baru").save,
        "sector deleted": lambda: Sector.objects.create(code="lain", name="Lain").delete(),
        "type changed": permit_type.save,
        "type published": lambda: permit_type.save_revision().publish(),
        "type unpublished": permit_type.unpublish,
        "field": lambda: FormField.objects.filter(permit_type=permit_type).first().save(),
        "requirement": lambda: Requirement.objects.filter(permit_type=permit_type).first().delete(),
        "stage": lambda: Stage.objects.filter(permit_type=permit_type).first().save(),
        "permit": PermitFactory.create,
    }


EVENTS = [
    *("page published", "page changed", "page unpublished", "page moved", "page deleted", "page saved"),
    *("page restricted", "site", "setting", "image", "document", "sector", "sector deleted", "type changed"),
    *("type published", "type unpublished", "field", "requirement", "stage", "permit"),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_makes_pages_stale(event: str, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert committed(_changes()[event])


def test_every_event_is_tried() -> None:
    assert set(_changes()) == set(EVENTS)


def test_drafts_and_what_nobody_sees_leave_pages_alone() -> None:
    home = HomePageFactory.create()
    permit_type = PermitTypeFactory.create()
    assert not committed(home.save_revision)
    assert not committed(permit_type.save_revision)
    assert not committed(NumberCounter(series="x", year=2026).save)
    assert not committed(UserFactory.create)


def test_visitors_see_what_an_editor_published(client: Client) -> None:
    page = about_page()
    client.get("/tentang/")
    page.introduction = "Selamat datang"
    page.save_revision()
    assert "Selamat datang" not in client.get("/tentang/").content.decode()
    committed(lambda: page.get_latest_revision().publish())
    assert "Selamat datang" in client.get("/tentang/").content.decode()


def test_visitors_see_what_became_of_a_permit_type(client: Client) -> None:
    HomePageFactory.create()
    RequirementsPageFactory.create()
    permit_type = PermitTypeFactory.create()
    path = f"/syarat/penelitian/{permit_type.slug}/"
    assert client.get(path).status_code == HTTPStatus.OK
    committed(permit_type.unpublish)
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    committed(lambda: PermitType.objects.get(pk=permit_type.pk).save_revision().publish())
    assert client.get(path).status_code == HTTPStatus.OK


def test_a_restricted_page_is_hidden_at_once(client: Client) -> None:
    page = about_page()
    assert client.get("/tentang/").status_code == HTTPStatus.OK
    committed(lambda: PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN))
    assert client.get("/tentang/").status_code == HTTPStatus.FOUND


def test_many_changes_renew_the_stamp_once() -> None:
    connection.run_on_commit.clear()
    for number in range(5):
        Sector.objects.create(code=f"s{number}", name="S")
    assert len(connection.run_on_commit) == 1


def test_a_change_that_is_rolled_back_leaves_pages_alone_and_the_next_one_does_not() -> None:
    connection.run_on_commit.clear()
    with transaction.atomic():
        Sector.objects.create(code="a", name="A")
        transaction.set_rollback(True)
    assert connection.run_on_commit == []
    assert committed(Sector(code="b", name="B").save)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_forgotten_before_the_commit(office: Office) -> None:
    ask(office)
    with transaction.atomic():
        Sector.objects.create(code="a", name="A")
        ask(office)
        assert office.asked == 1
    ask(office)
    assert office.asked == 2


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_fails_does_not_fail_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(LocMemCache, "set", fail)
    Sector.objects.create(code="a", name="A")
    assert Sector.objects.filter(code="a").exists()


# --- Several processes and threads ---------------------------------------------------------------------------------


def test_a_page_made_of_older_data_is_not_kept_after_the_change(office: Office) -> None:
    def slow(request: HttpRequest) -> HttpResponse:
        response = office(request)
        if office.asked == 1:
            office.text = "dua"
            forget_now()  # another visitor's change commits while this page is being made
        return response

    assert ask(slow).content == b"satu"
    assert ask(slow).content == b"dua"


def test_the_stamp_of_another_process_is_heard_after_a_moment(office: Office, settings: Any) -> None:
    ask(office)
    cache.set(STAMP, "of another process", None)
    ask(office)
    assert office.asked == 1
    caches["pages"].delete(STAMP)  # the moment is over
    ask(office)
    assert office.asked == 2


def test_a_stamp_that_was_lost_makes_everything_stale(office: Office, settings: Any) -> None:
    settings.PAGE_CACHE_STAMP_SECONDS = 0
    ask(office)
    cache.clear()
    ask(office)
    ask(office)
    assert office.asked == 2


def test_after_many_changes_at_once_everybody_sees_the_last(office: Office) -> None:
    def change() -> None:
        for number in range(50):
            office.text = str(number)
            pages_forget()  # a thread has a connection of its own: this commits at once
        connection.close()

    def visit() -> None:
        for _time in range(200):
            ask(office)

    assert run_together([change, visit, visit, visit]) == [None] * 4
    assert ask(office).content == b"49"


PUBLISH = """
import django; django.setup()
from cms_pages.models import StandardPage
page = StandardPage.objects.get(); page.introduction = "Dari proses lain"; page.save_revision().publish()
"""


@pytest.mark.django_db(transaction=True)
def test_what_another_process_publishes_is_shown(client: Client, settings: Any, database_url: str) -> None:
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    settings.CACHES = {**settings.CACHES, "default": shared}
    settings.PAGE_CACHE_STAMP_SECONDS = 0
    call_command("createcachetable")
    about_page()
    before = client.get("/tentang/")
    assert client.get("/tentang/")["ETag"] == before["ETag"]
    # With the settings of `make run`, whose shared cache is the table.
    environment = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    subprocess.run([sys.executable, "-c", PUBLISH], env=environment, cwd=ROOT, check=True)
    after = client.get("/tentang/")
    assert "Dari proses lain" in after.content.decode()
    assert after["ETag"] != before["ETag"]
