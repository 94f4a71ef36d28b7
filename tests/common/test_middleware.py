"""The content security policy, strict everywhere but in the Wagtail admin; and which answers are packed."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import RequestFactory

from common.middleware import CompressionMiddleware, ZonedCSPMiddleware
from izin.accounts.enums import Role
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.pages import HomePageFactory

HEADER = "Content-Security-Policy"


def policy(rf, address):
    """Return the policy of a page as a dictionary."""
    response = ZonedCSPMiddleware(lambda request: HttpResponse())(rf.get(address))
    parts = [part.split() for part in response[HEADER].split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize(
    "address", ["/", "/verifikasi/", "/petugas/", "/portal/", "/cms", "/cmsx/", "/a/cms/", "/x?/cms/"]
)
def test_no_page_of_ours_may_use_inline_scripts_or_other_machines(rf, address):
    found = policy(rf, address)
    assert found["default-src"] == found["script-src"] == found["style-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert found["base-uri"] == found["form-action"] == found["frame-ancestors"] == ["'self'"]
    assert not [value for values in found.values() for value in values if "unsafe" in value or "http" in value]


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/3/edit/"])
def test_the_admin_may_use_inline_scripts_and_nothing_from_other_machines(rf, address):
    found = policy(rf, address)
    assert found["script-src"] == found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["img-src"] == ["'self'", "data:", "blob:"]
    assert found["default-src"] == ["'self'"]
    assert not [value for values in found.values() for value in values if "http" in value or "unsafe-eval" in value]


STRICT = {"/": None, "/verifikasi/": None, "/akun/masuk/": None, "/portal/": "applicant", "/petugas/": "officer"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", STRICT)
def test_real_pages_carry_the_policy_and_hold_nothing_it_forbids(client, address):
    HomePageFactory()
    people = {"applicant": ApplicantFactory, "officer": lambda: OfficerFactory(role=Role.FRONT_DESK)}
    if who := STRICT[address]:
        client.force_login(people[who]())
    response = client.get(address)
    assert response.status_code == 200
    assert "script-src 'self'" in response[HEADER]
    assert "unsafe" not in response[HEADER]
    soup = BeautifulSoup(response.content, "html.parser")
    inline = [tag for tag in soup.find_all("script") if not tag.get("src") and "json" not in tag.get("type", "")]
    handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert (inline, handlers, soup.find_all("style"), soup.select("[style]")) == ([], [], [], [])


def sent(rf, response, encoding="gzip"):
    return CompressionMiddleware(lambda request: response)(rf.get("/", HTTP_ACCEPT_ENCODING=encoding))


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/csv", "application/json", "application/rss+xml", "image/svg+xml"]
)
def test_what_shrinks_is_packed(rf, kind):
    text = b"perizinan " * 100
    answer = sent(rf, HttpResponse(text, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert int(answer["Content-Length"]) == len(answer.content) < len(text)
    assert gzip.decompress(answer.content) == text


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "application/zip", "font/woff2"])
def test_files_are_sent_as_they_are(rf, kind):
    answer = sent(rf, HttpResponse(b"perizinan " * 100, content_type=kind))
    assert not answer.has_header("Content-Encoding")
    assert answer.content == b"perizinan " * 100


def test_who_takes_no_packed_answer_gets_none(rf):
    assert not sent(rf, HttpResponse("perizinan " * 100), encoding="identity").has_header("Content-Encoding")


def test_two_packed_answers_differ_in_length():
    # Django's bytes of a random number: without them the length would betray a token bit by bit (BREACH).
    texts = [sent(RequestFactory(), HttpResponse("perizinan " * 100)).content for _ in range(20)]
    assert len({len(text) for text in texts}) > 1
