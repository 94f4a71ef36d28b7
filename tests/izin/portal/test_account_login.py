"""Login, logout, lock-out; and that the NIK is in no table and no log."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.crypto import blind_index
from izin.accounts import services
from izin.accounts.enums import Role
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, UserFactory, ktp_jpeg
from tests.factories.regions import solok_regions
from tests.izin.portal.test_account_register import ANSWERS

pytestmark = pytest.mark.django_db

NIK = "1302100503910003"
PATH = "/akun/masuk/"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


def try_login(client: Client, nik: str, password: str, address: str = "127.0.0.1"):
    return client.post(PATH, {"username": nik, "password": password}, REMOTE_ADDR=address)


def test_addresses_are_the_fixed_ones():
    assert [reverse(name) for name in ("login", "logout", "password_change")] == [
        "/akun/masuk/",
        "/akun/keluar/",
        "/akun/ganti-sandi/",
    ]


def test_login_page_shows_the_officers_contact_and_the_ways_to_a_password(client, settings):
    settings.OFFICE_CONTACT_PHONE = "(0755) 99999"
    response = client.get(PATH)
    page = response.content.decode()
    assert "(0755) 99999" in page
    assert 'href="/akun/lupa-sandi/"' in page
    assert 'href="/akun/kirim-ulang-sandi/"' in page
    assert 'autocomplete="username"' in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("typed", [NIK, "1302 1005 0391 0003", " 1302.1005.0391.0003 "])
def test_login_with_nik_and_password(client, typed):
    user = ApplicantFactory(nik=NIK)
    response = try_login(client, typed, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, reverse("portal:after_login"))
    assert get_user(client) == user


def test_login_cycles_the_session(client):
    ApplicantFactory(nik=NIK)
    client.post("/akun/daftar/", {})
    before = client.session.session_key
    assert before
    try_login(client, NIK, PASSWORD)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    ("nik", "password", "field", "message"),
    [
        ("", PASSWORD, "username", "NIK harus diisi."),
        (NIK, "", "password", "Kata sandi harus diisi."),
        (NIK, "salah", "__all__", "NIK atau kata sandi salah."),
        ("1302100503910004", PASSWORD, "__all__", "NIK atau kata sandi salah."),
        (blind_index(NIK), PASSWORD, "__all__", "NIK atau kata sandi salah."),
    ],
)
def test_wrong_login_is_told_clearly_and_the_same_whether_the_nik_exists(client, nik, password, field, message):
    ApplicantFactory(nik=NIK)
    response = try_login(client, nik, password)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert message in response.content.decode()
    assert not get_user(client).is_authenticated


def test_inactive_account_does_not_log_in(client):
    ApplicantFactory(nik=NIK, is_active=False)
    assert "NIK atau kata sandi salah." in try_login(client, NIK, PASSWORD).content.decode()


def test_login_returns_to_where_it_was_asked_for_and_nowhere_else(client):
    ApplicantFactory(nik=NIK)
    page = client.get(f"{PATH}?next=/akun/ganti-sandi/").content.decode()
    assert '<input type="hidden" name="next" value="/akun/ganti-sandi/">' in page
    response = client.post(PATH, {"username": NIK, "password": PASSWORD, "next": "/akun/ganti-sandi/"})
    assert response["Location"] == "/akun/ganti-sandi/"
    response = Client().post(PATH, {"username": NIK, "password": PASSWORD, "next": "https://jahat.contoh/"})
    assert response["Location"] == reverse("portal:after_login")


def test_logged_in_people_are_sent_on(client):
    client.force_login(ApplicantFactory())
    assert client.get(PATH)["Location"] == reverse("portal:after_login")


def test_logout_is_by_post_alone(client):
    client.force_login(ApplicantFactory())
    assert client.get(reverse("logout")).status_code == 405
    assert get_user(client).is_authenticated
    response = client.post(reverse("logout"))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert not get_user(client).is_authenticated


def test_login_needs_its_csrf_token():
    ApplicantFactory(nik=NIK)
    client = Client(enforce_csrf_checks=True)
    assert try_login(client, NIK, PASSWORD).status_code == 403


def test_five_wrong_passwords_lock_this_account_from_this_address_only(client, settings):
    ApplicantFactory(nik=NIK)
    other = ApplicantFactory()
    assert [try_login(client, NIK, f"salah{n}").status_code for n in range(5)] == [200] * 4 + [429]
    response = try_login(client, NIK, PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "tunggu 15 menit" in response.content.decode()
    assert settings.OFFICE_CONTACT_PHONE in response.content.decode()
    assert not get_user(client).is_authenticated
    assert try_login(Client(), "1302 1005 0391 0003", PASSWORD).status_code == 429
    assert try_login(Client(), other.nik, PASSWORD).status_code == 302
    assert try_login(Client(), NIK, PASSWORD, "203.0.113.9").status_code == 302


def test_success_forgets_earlier_mistakes(client):
    ApplicantFactory(nik=NIK)
    for _round in range(2):
        assert [try_login(client, NIK, f"salah{n}").status_code for n in range(4)] == [200] * 4
        assert try_login(client, NIK, PASSWORD).status_code == 302
        client.post(reverse("logout"))


def test_lock_ends_after_its_time(client, time_machine):
    ApplicantFactory(nik=NIK)
    for n in range(5):
        try_login(client, NIK, f"salah{n}")
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert try_login(client, NIK, PASSWORD).status_code == 302


def everything_stored() -> str:
    """Return every row of every table as text, and the sessions decoded."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [f"{table}: {row[0]}" for row in cursor.fetchall()]
    return "\n".join([*rows, *(str(session.get_decoded()) for session in Session.objects.all())])


def test_nik_is_in_no_table_and_in_no_log(client, caplog):
    solok_regions()
    caplog.set_level(logging.DEBUG)
    ktp = SimpleUploadedFile("ktp.jpg", ktp_jpeg(), content_type="image/jpeg")
    assert client.post("/akun/daftar/", {**ANSWERS, "nik": NIK, "ktp": ktp}).status_code == 302
    password = OutboxMessage.objects.get(channel="email").body.split("Kata sandi pertama Anda: ")[1].split()[0]
    client.get(f"{PATH}?username={NIK}")
    for typed in (NIK, "1302 1005 0391 0003", "1302100503910009"):
        for wrong in ("salah", NIK):
            client.post(f"{PATH}?username={NIK}", {"username": typed, "password": wrong})
    attempts = set(AccessAttempt.objects.values_list("username", flat=True))
    assert attempts == {blind_index(NIK), blind_index("1302100503910009")}
    assert try_login(client, NIK, password).status_code == 302
    assert AccessLog.objects.get().username == blind_index(NIK)
    client.post(
        reverse("password_change"),
        {"old_password": password, "new_password1": "pilihan-saya-22", "new_password2": "pilihan-saya-22"},
    )
    client.post(reverse("logout"))
    for n in range(5):
        try_login(client, NIK, f"salah{n}")
    stored, logged = everything_stored(), caplog.text
    assert "izin_audit_auditentry" in stored
    assert "AXES: New login failure" in logged
    for plain in (NIK, "1302 1005 0391 0003", "1302100503910009"):
        assert plain not in stored
        assert plain not in logged
    assert password not in stored + logged
    assert "pilihan-saya-22" not in stored + logged


def test_wagtail_admin_opens_for_superusers_and_editors(client):
    services.roles_load()
    for user in (UserFactory(superuser=True, full_name="Adminstrator Satu"), OfficerFactory(role=Role.CONTENT_EDITOR)):
        client.force_login(user)
        response = client.get("/cms/")
        assert response.status_code == 200
        assert user.full_name in response.content.decode()
        assert user.nik_index not in response.content.decode()
    for user in (OfficerFactory(role=Role.FRONT_DESK), ApplicantFactory()):
        client.force_login(user)
        assert client.get("/cms/").status_code == 302


def test_wagtail_users_and_own_account_pages_work_with_this_user(client):
    client.force_login(UserFactory(superuser=True))
    assert client.get("/cms/account/").status_code == 200
    assert client.get("/cms/users/").status_code == 200
