"""Changing a password, and the duty to do so first."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from izin.accounts.models import User
from izin.audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, ApplicantFactory

pytestmark = pytest.mark.django_db

PATH = "/akun/ganti-sandi/"
CHOSEN = "pilihan-saya-22"


def answers(**changes: str) -> dict[str, str]:
    return {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN, **changes}


def test_change_keeps_this_session_and_ends_the_others(client):
    user = ApplicantFactory(nik="1302100503910003", first_login=True)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(user)
    before = client.session.session_key
    response = client.post(PATH, answers())
    assert (response.status_code, response["Location"]) == (302, reverse("portal:after_login"))
    assert get_user(client) == user
    assert client.session.session_key != before
    assert not get_user(elsewhere).is_authenticated
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert not user.must_change_password
    assert AuditEntry.objects.get().action == "account.password_changed"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"old_password": ""}, "old_password", "Kata sandi sekarang harus diisi."),
        ({"old_password": "salah"}, "old_password", "Kata sandi lama salah."),
        ({"new_password1": ""}, "new_password1", "Kata sandi baru harus diisi."),
        ({"new_password2": ""}, "new_password2", "Ulangi kata sandi baru harus diisi."),
        ({"new_password2": "lain-lagi-333"}, "new_password2", "Kedua kata sandi baru tidak sama."),
        ({"new_password1": "pendek1", "new_password2": "pendek1"}, "new_password2", "10"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "new_password1", "harus berbeda"),
    ],
)
def test_refusals_are_told_at_their_field_and_change_nothing(client, change, field, message):
    user = ApplicantFactory(first_login=True)
    client.force_login(user)
    response = client.post(PATH, answers(**change))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert message in str(response.context["form"].errors[field])
    assert CHOSEN not in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.must_change_password
    assert not AuditEntry.objects.exists()


def test_page_is_for_logged_in_people(client):
    assert client.get(PATH)["Location"] == f"/akun/masuk/?next={PATH}"


def test_page_says_why_it_is_shown_first(client):
    client.force_login(ApplicantFactory(first_login=True))
    assert "kata sandi yang kami kirim" in client.get(PATH).content.decode()
    client.force_login(ApplicantFactory())
    assert "kata sandi yang kami kirim" not in client.get(PATH).content.decode()


@pytest.mark.parametrize("path", ["/", "/portal/", "/cms/", "/akun/masuk/", "/akun/daftar/", "/tidak-ada/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_page_waits_until_the_password_is_changed(client, path, method):
    client.force_login(ApplicantFactory(first_login=True))
    response = getattr(client, method)(path)
    assert (response.status_code, response["Location"]) == (302, PATH)


def test_what_must_work_all_the_same(client):
    client.force_login(ApplicantFactory(first_login=True))
    assert client.get(PATH).status_code == 200
    assert client.get("/sehat/live").status_code == 200
    assert client.get("/static/tidak-ada.css").status_code == 404
    assert client.post(reverse("logout"))["Location"] == "/"
    assert not get_user(client).is_authenticated


def test_nobody_else_is_held_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/sehat/live").status_code == 200
    client.force_login(ApplicantFactory())
    assert client.get(PATH).status_code == 200
    assert User.objects.count() == 1
