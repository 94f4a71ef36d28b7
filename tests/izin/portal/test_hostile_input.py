"""Hostile input at the pages of accounts: refused soon, with a page that helps, and nothing written (N3)."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from izin.accounts.models import User
from izin.audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.files import image_bytes
from tests.html import text_of
from tests.izin.portal.test_bad_input import registration

pytestmark = pytest.mark.django_db

MB = 1024 * 1024
# Far more than any of it takes; a form whose cost grows with the square of its size takes minutes.
SECONDS = 5
FORM = "application/x-www-form-urlencoded"
PAGES = ["/akun/daftar/", "/akun/masuk/", "/akun/lupa-sandi/", "/akun/kirim-ulang-sandi/", "/tracking/"]
OWN_PAGES = ["/akun/ganti-sandi/", "/portal/profil/kontak/", "/portal/profil/tutup-akun/", "/portal/pesan/"]
FIELDS = (
    "nik", "full_name", "username", "password", "phone", "email", "birth_date", "street", "province", "village",
    "code", "nik_end", "channel", "text", "token", "application", "old_password", "new_password1", "new_password2",
    "reason", "note", "ktp_token", "seen", "title_front",
)  # fmt: skip


def many_bytes() -> tuple[str, bytes]:
    return FORM, b"nik=" + b"1" * (3 * MB)


def many_fields() -> tuple[str, bytes]:
    return FORM, "&".join(f"isian{n}=1" for n in range(5000)).encode()


def one_field_often() -> tuple[str, bytes]:
    return FORM, "&".join("nik=1" for _n in range(5000)).encode()


def many_files() -> tuple[str, bytes]:
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="ktp%d"; filename="a.jpg"\r\n\r\nA\r\n' % n for n in range(50)
    )
    return "multipart/form-data; boundary=x", parts + b"--x--\r\n"


def no_boundary() -> tuple[str, bytes]:
    return "multipart/form-data", b"--x\r\n"


def cut_off() -> tuple[str, bytes]:
    return "multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="nik"\r\n\r\n13'


def bad_base64() -> tuple[str, bytes]:
    head = b'--x\r\nContent-Disposition: form-data; name="nik"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return "multipart/form-data; boundary=x", head + b"%%%\r\n--x--\r\n"


def json_body() -> tuple[str, bytes]:
    return "application/json", b'{"nik": "1302100503910003"}'


def xml_bomb() -> tuple[str, bytes]:
    entities = "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};&a{n};">' for n in range(20))
    return "text/xml", f'<!DOCTYPE a [<!ENTITY a0 "x">{entities}]><a>&a20;</a>'.encode()


def unknown_charset() -> tuple[str, bytes]:
    return f"{FORM}; charset=tidak-ada", b"nik=1"


def broken_bytes() -> tuple[str, bytes]:
    return FORM, b"nik=%ff%fe%00&full_name=%c3%28"


BODIES: list[Callable[[], tuple[str, bytes]]] = [
    many_bytes, many_fields, one_field_often, many_files, no_boundary, cut_off, bad_base64, json_body, xml_bomb,
    unknown_charset, broken_bytes,
]  # fmt: skip


@pytest.fixture
def person(client):
    user = ApplicantFactory()
    client.raise_request_exception = False
    return user


def answered(client: Any, path: str, content_type: str, body: bytes) -> Any:
    begin = time.perf_counter()
    response = client.generic("POST", path, body, content_type=content_type)
    assert time.perf_counter() - begin < SECONDS
    return response


def helps(response: Any) -> None:
    """Assert that the answer is a page or another address, and that a page has a heading in our language."""
    assert response.status_code in (200, 302, 400, 413, 422, 429)
    if response.status_code != 302:
        assert "html" in response["Content-Type"]
        assert text_of(response, "h1")


@pytest.mark.parametrize("make", BODIES, ids=lambda made: made.__name__)
def test_a_body_that_is_no_form_of_ours(client, person, make):
    content_type, body = make()
    written = AuditEntry.objects.count(), User.objects.count()
    for path in PAGES:
        helps(answered(client, path, content_type, body))
    client.force_login(person)
    for path in OWN_PAGES:
        helps(answered(client, path, content_type, body))
    assert (AuditEntry.objects.count(), User.objects.count()) == written
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


VALUES = {
    "nothing but a zero byte": "\0",
    "a zero byte inside": "13021005\0003910003",
    "a megabyte": "9" * MB,
    "control signs": "\x01\x02\x1b[31m\x7f",
    "lone surrogate": "\ud800",
    "other direction": "\u202egnp.ptk",
    "digits of another script": "١٣٠٢١٠٠٥٠٣٩١٠٠٠٣",
    "a number without end": "1e999999",
    "below zero": "-1",
    "more than a bigint": str(2**63),
    "markup": "<script>alert(1)</script>",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "SQL": "' OR 1=1; DROP TABLE izin_accounts_user; --",
    "a path": "../../../../etc/passwd",
    "line ends": "a\r\nSet-Cookie: x=1",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_that_no_person_types(client, person, value):
    written = AuditEntry.objects.count(), User.objects.count()
    value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    sent = dict.fromkeys(FIELDS, value)
    for path in PAGES:
        begin = time.perf_counter()
        response = client.post(path, sent)
        assert time.perf_counter() - begin < SECONDS
        helps(response)
        assert b"<script>alert(1)" not in response.content
    client.force_login(person)
    for path in OWN_PAGES[:3]:
        response = client.post(path, sent)
        helps(response)
        assert b"<script>alert(1)" not in response.content
    assert (AuditEntry.objects.count(), User.objects.count()) == written


def test_a_picture_where_text_is_asked_and_text_where_a_picture_is(client, person):
    data = {**registration(), "ktp": "bukan berkas", "nik": ""}
    picture = image_bytes("PNG")
    response = client.post("/akun/daftar/", {**data, "full_name": picture})
    helps(response)
    assert response.status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("page", ["0", "-1", "999999999999", "abc", "\0", "1' --", "١"])
def test_a_page_number_that_makes_no_sense(client, person, page):
    client.force_login(person)
    for name in ("application_list", "permit_list", "notifications", "data_openings"):
        path = reverse(f"portal:{name}")
        assert client.get(path, {"page": page, "cari": page, "tampil": page, "urut": page}).status_code == 200
    assert client.get("/portal/pesan/", {"sebelum": page, "sesudah": page}).status_code in (200, 204, 404)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_no_form_uses(client, person, method):
    client.force_login(person)
    for path in (*PAGES, *OWN_PAGES):
        assert getattr(client, method)(path).status_code in (302, 405)
