"""Pages around a password that was forgotten or never came, and the list of devices."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from izin.accounts.enums import Role
from izin.accounts.models import PasswordResetCode, User
from izin.accounts.services.password_resets import reset_code_issue
from izin.accounts.services.passwords import first_password_resend
from izin.audit.models import AuditEntry
from izin.messaging.enums import Channel, MessageState
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db

NIK = "1302100503910003"
NOBODY = "1302100503910009"
CHOSEN = "pilihan-saya-22"
FORGOTTEN, CODE, NEW = "/akun/lupa-sandi/", "/akun/lupa-sandi/kode/", "/akun/lupa-sandi/baru/"
FIRST = "/akun/kirim-ulang-sandi/"


def work() -> None:
    """Do what the queue would."""
    tasks = {task.__module__ + "." + task.__name__: task for task in (reset_code_issue, first_password_resend)}
    for row in OrmQ.objects.order_by("pk"):
        if row.task["func"] in tasks:
            tasks[row.task["func"]](*row.task["args"])
        row.delete()


def code_sent() -> str:
    (code,) = re.findall(r"Kode Anda: (\d{6})", OutboxMessage.objects.latest("pk").body)
    return str(code)


def ask(client: Client, nik: str = NIK, channel: str = "email", **extra):
    return client.post(FORGOTTEN, {"nik": nik, "channel": channel}, **extra)


def new(password: str = CHOSEN, again: str = "") -> dict[str, str]:
    return {"new_password1": password, "new_password2": again or password}


def test_from_the_login_page_to_a_new_password(client):
    user = ApplicantFactory(nik=NIK)
    elsewhere = Client()
    elsewhere.force_login(user)
    links = [link["href"] for link in page_of(client.get("/akun/masuk/")).select("main a")]
    assert {FORGOTTEN, FIRST} <= set(links)
    response = ask(client, "1302 1005 0391 0003", "whatsapp")
    assert (response.status_code, response["Location"]) == (302, CODE)
    work()
    assert OutboxMessage.objects.get().channel == Channel.WHATSAPP
    assert "WhatsApp" in text_of(client.get(CODE))
    code = code_sent()
    response = client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert (response.status_code, response["Location"]) == (302, NEW)
    response = client.post(NEW, new(), follow=True)
    assert [(urlsplit(url).path, status) for url, status in response.redirect_chain] == [("/akun/masuk/", 302)]
    assert "Kata sandi baru sudah disimpan." in text_of(response, ".messages")
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert not get_user(elsewhere).is_authenticated
    assert not get_user(client).is_authenticated
    assert client.post("/akun/masuk/", {"username": NIK, "password": CHOSEN}).status_code == 302


def test_every_answer_is_the_same_whether_the_nik_has_an_account():
    ApplicantFactory(nik=NIK)
    pages = []
    for nik in (NIK, NOBODY):
        client = Client()
        asked = ask(client, nik)
        work()
        wrong = client.post(CODE, {"code": "00000x"})
        pages.append((asked.status_code, asked["Location"], wrong.status_code, text_of(wrong), errors_of(wrong)))
    assert pages[0] == pages[1]
    assert pages[0][2] == 422
    first = [text_of(Client().post(FIRST, {"nik": nik}, follow=True)) for nik in (NIK, NOBODY)]
    assert first[0] == first[1]
    assert "Jika NIK itu terdaftar" in text_of(Client().post(FIRST, {"nik": NOBODY}, follow=True), ".messages")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"nik": "NIK harus diisi.", "channel": "Pilih ke mana kode dikirim."}),
        ({"nik": "123", "channel": "email"}, {"nik": "NIK harus 16 angka, seperti tertulis pada KTP."}),
        ({"nik": NIK, "channel": "pos"}, ["channel"]),
        ({"nik": "1302\x00", "channel": "email"}, ["nik"]),
    ],
)
def test_what_can_not_be_asked_is_told_at_its_field_and_counts_for_nothing(client, data, errors):
    response = client.post(FORGOTTEN, data)
    assert response.status_code == 422
    found = errors_of(response)
    assert (found == errors) if isinstance(errors, dict) else (list(found) == errors)
    assert client.get(FORGOTTEN).status_code == 200
    assert not OrmQ.objects.exists()


def test_the_steps_can_not_be_skipped(client):
    ApplicantFactory(nik=NIK)
    for path in (CODE, NEW):
        assert client.get(path)["Location"] == FORGOTTEN
        assert client.post(path, {"code": "123456", **new()})["Location"] == FORGOTTEN
    ask(client)
    work()
    assert client.post(NEW, new())["Location"] == FORGOTTEN
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_request_for_another_nik_does_not_keep_the_proof(client):
    ApplicantFactory(nik=NIK)
    ask(client)
    work()
    client.post(CODE, {"code": code_sent()})
    ask(client, NOBODY)
    assert client.get(NEW)["Location"] == FORGOTTEN


def test_wrong_codes_end_the_code_after_five(client):
    ApplicantFactory(nik=NIK)
    ask(client)
    work()
    code = code_sent()
    for _try in range(5):
        response = client.post(CODE, {"code": "99x"})
        assert list(errors_of(response)) == ["code"]
        assert response.status_code == 422
    assert client.post(CODE, {"code": code}).status_code == 422
    assert client.get(CODE).status_code == 200


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (new("", ""), "new_password1", "Kata sandi baru harus diisi."),
        (new(CHOSEN, "lain-lagi-333"), "new_password2", "Kedua kata sandi baru tidak sama."),
        (new("pendek1"), "new_password1", "10"),
        (new("1234567890123"), "new_password1", "angka"),
        (new("x" * 5000, "x"), "new_password2", "tidak sama"),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(client, data, field, message):
    ApplicantFactory(nik=NIK)
    ask(client)
    work()
    client.post(CODE, {"code": code_sent()})
    response = client.post(NEW, data)
    assert response.status_code == 422
    assert message in errors_of(response)[field]
    assert CHOSEN not in response.content.decode()
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, new())["Location"] == "/akun/masuk/"


def test_who_waits_too_long_begins_again(client, time_machine):
    time_machine.move_to("2026-11-24T03:00:00Z", tick=False)
    ApplicantFactory(nik=NIK)
    ask(client)
    work()
    client.post(CODE, {"code": code_sent()})
    time_machine.shift(601)
    response = client.post(NEW, new(), follow=True)
    assert response.redirect_chain == [(FORGOTTEN, 302)]
    assert "sudah habis" in text_of(response, ".messages")
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("path", [FORGOTTEN, FIRST])
def test_one_address_asks_twenty_times_an_hour(path):
    def post(address):
        return Client().post(path, {"nik": NOBODY, "channel": "email"}, REMOTE_ADDR=address)

    assert [post("203.0.113.7").status_code for _time in range(21)] == [302] * 20 + [429]
    refused = post("203.0.113.7")
    assert refused["Retry-After"] == "3600"
    assert "Mohon tunggu" in text_of(refused)
    assert post("203.0.113.8").status_code == 302


def test_one_address_checks_sixty_codes_an_hour(client):
    ask(client, NOBODY)
    assert [client.post(CODE, {"code": "1"}).status_code for _time in range(61)] == [422] * 60 + [429]


def test_neither_nik_nor_code_is_kept_in_the_session_or_written_to_a_log(client, caplog):
    caplog.set_level("DEBUG")
    ApplicantFactory(nik=NIK)
    ask(client)
    work()
    code = code_sent()
    client.post(CODE, {"code": "000x"})
    client.post(CODE, {"code": code})
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert NIK not in kept + caplog.text
    assert code not in kept
    assert f"'{code}'" not in caplog.text
    assert PasswordResetCode.objects.get().proof_index not in kept


# The first password


def test_a_first_password_that_never_came_is_sent_again_by_both_channels(client):
    user = ApplicantFactory(nik=NIK, first_login=True)
    response = client.post(FIRST, {"nik": NIK}, follow=True)
    assert response.redirect_chain == [("/akun/masuk/", 302)]
    work()
    user.refresh_from_db()
    assert user.must_change_password
    assert not user.check_password(PASSWORD)
    messages = OutboxMessage.objects.all()
    assert {message.channel for message in messages} == {Channel.EMAIL, Channel.WHATSAPP}
    password = re.search(r"Kata sandi pertama Anda: (\S+)", messages[0].body)[1]
    assert user.check_password(password)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("account.first_password_resent", None)
    assert client.post("/akun/masuk/", {"username": NIK, "password": password}).status_code == 302
    client.post("/akun/keluar/")
    client.post(FIRST, {"nik": NIK})
    work()
    user.refresh_from_db()
    assert user.check_password(password)


@pytest.mark.parametrize(
    "changes",
    [
        {"first_login": False},
        {"last_login": timezone.now()},
        {"is_active": False},
        {"is_superuser": True},
    ],
)
def test_a_password_that_was_used_or_chosen_stays(client, changes):
    user = ApplicantFactory(nik=NIK, **{"first_login": True, **changes})
    client.post(FIRST, {"nik": NIK})
    work()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not OutboxMessage.objects.exists()


def test_each_time_the_password_is_another_and_the_older_message_is_not_sent(client):
    ApplicantFactory(nik=NIK, first_login=True)
    for _time in range(4):
        client.post(FIRST, {"nik": NIK})
    work()
    states = OutboxMessage.objects.values_list("state", flat=True)
    assert sorted(states) == [MessageState.CANCELLED] * 4 + [MessageState.PENDING] * 2


def test_wrong_niks_are_told_at_the_field(client):
    response = client.post(FIRST, {"nik": "12"})
    assert (response.status_code, list(errors_of(response))) == (422, ["nik"])
    assert client.get(FIRST).status_code == 200


# Devices


def test_devices_are_listed_and_left_all_at_once(client):
    user = ApplicantFactory()
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1 <b>")
    for browser in (client, elsewhere):
        browser.force_login(user)
    elsewhere.post("/akun/keluar/")
    elsewhere.post("/akun/masuk/", {"username": user.nik, "password": PASSWORD})
    response = client.get("/akun/perangkat/")
    assert [head.get_text() for head in page_of(response).select("article h2")] == [
        "Safari di iPhone",
        "Perangkat tidak dikenal",
    ]
    assert text_of(response, ".status-badge") == "Perangkat ini"
    assert "no-store" in response["Cache-Control"]
    response = client.post("/akun/perangkat/", follow=True)
    assert response.redirect_chain == [("/akun/masuk/", 302)]
    assert "keluar dari semua perangkat" in text_of(response, ".messages")
    for browser in (client, elsewhere):
        assert not get_user(browser).is_authenticated


def test_officers_have_the_list_of_devices_too(client):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    assert client.get("/akun/perangkat/").status_code == 200
