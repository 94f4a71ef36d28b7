"""Where somebody is logged in, how often somebody may ask, and browsers in words."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from izin.accounts import services
from izin.accounts.devices import BROWSERS, SYSTEMS, device_words
from izin.accounts.models import RequestCount, SignIn
from izin.accounts.selectors import sign_ins_of
from izin.accounts.services.throttling import FIRST_PASSWORDS, RESET_CODES, allowed
from izin.audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.threads import run_together

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Mobile Safari/537.36"
)
NIK = "1302100503910003"


def log_in(client: Client, nik: str = NIK, **extra):
    return client.post("/akun/masuk/", {"username": nik, "password": PASSWORD}, **extra)


@pytest.mark.django_db
def test_a_login_is_written_down_and_forgotten_with_the_logout(client):
    user = ApplicantFactory(nik=NIK)
    log_in(client, HTTP_USER_AGENT=ANDROID)
    made = SignIn.objects.get()
    assert (made.user, made.device) == (user, "Chrome di Android")
    assert client.session["sign_in"] == made.pk
    client.post("/akun/keluar/")
    assert not SignIn.objects.exists()


@pytest.mark.django_db
def test_every_session_ends_at_once_and_nobody_else_s(client):
    user, other = ApplicantFactory(), ApplicantFactory()
    elsewhere, of_other = Client(), Client()
    for browser, who in ((client, user), (elsewhere, user), (of_other, other)):
        browser.force_login(who)
    services.sessions_end(user=user)
    assert not get_user(client).is_authenticated
    assert not get_user(elsewhere).is_authenticated
    assert get_user(of_other) == other
    assert list(SignIn.objects.values_list("user", flat=True)) == [other.pk]
    assert AuditEntry.objects.get().action == "account.sessions_ended"
    user.refresh_from_db()
    client.force_login(user)
    assert client.get("/akun/perangkat/").status_code == 200


@pytest.mark.django_db
def test_a_changed_password_forgets_the_other_logins(client):
    user = ApplicantFactory()
    for browser in (Client(), client):
        browser.force_login(user)
    kept = client.session["sign_in"]
    new = "pilihan-saya-22"
    client.post("/akun/ganti-sandi/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert [made.pk for made in SignIn.objects.all()] == [kept] == [client.session["sign_in"]]


@pytest.mark.django_db
def test_use_is_noted_every_few_minutes_and_the_session_is_not_made_longer(
    client, time_machine, django_assert_num_queries, django_assert_max_num_queries
):
    time_machine.move_to("2026-11-24T03:00:00Z", tick=False)
    client.force_login(ApplicantFactory())
    with django_assert_max_num_queries(7) as counted:
        client.get("/akun/perangkat/")
    usual = len(counted)
    begun = SignIn.objects.get().last_seen_at
    time_machine.shift(timedelta(minutes=4))
    client.get("/akun/perangkat/")
    assert SignIn.objects.get().last_seen_at == begun
    time_machine.shift(timedelta(minutes=2))
    expires = client.session.get_expiry_date()
    with django_assert_num_queries(usual + 1):
        response = client.get("/akun/perangkat/")
    assert SignIn.objects.get().last_seen_at == timezone.now()
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert client.session.get_expiry_date() == expires


@pytest.mark.django_db
def test_logins_whose_session_is_too_old_are_not_listed_and_go_with_the_next_login(client):
    user = ApplicantFactory()
    old = services.sessions.sign_in_record(user=user, user_agent="")
    SignIn.objects.filter(pk=old.pk).update(last_seen_at=timezone.now() - timedelta(days=15))
    assert list(sign_ins_of(user)) == []
    client.force_login(user)
    assert old not in SignIn.objects.all()


@pytest.mark.django_db
def test_a_session_that_belongs_to_no_row_is_no_error(client):
    client.force_login(ApplicantFactory())
    SignIn.objects.all().delete()
    services.sessions._noted.clear()
    assert client.get("/akun/perangkat/").status_code == 200
    session = client.session
    del session["sign_in"]
    session.save()
    assert client.get("/akun/perangkat/").status_code == 200
    assert client.post("/akun/keluar/").status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome di Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1", "iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox di Linux"),
        ("curl/8.5", "Perangkat tidak dikenal"),
        ("", "Perangkat tidak dikenal"),
    ],
)
def test_browsers_in_words(user_agent, words):
    assert words in device_words(user_agent)


@given(st.text())
def test_nothing_of_what_a_browser_says_gets_through(user_agent):
    known = {*dict(BROWSERS).values(), *dict(SYSTEMS).values()}
    words = device_words(user_agent)
    assert words == "Perangkat tidak dikenal" or set(words.split(" di ")) <= known
    assert len(words) <= SignIn._meta.get_field("device").max_length


@pytest.mark.django_db
def test_requests_are_counted_by_topic_and_person_and_without_names():
    assert [allowed(FIRST_PASSWORDS, NIK) for _time in range(4)] == [True] * 3 + [False]
    assert allowed(FIRST_PASSWORDS, "lain")
    assert allowed(RESET_CODES, NIK)
    assert all(NIK not in row.who for row in RequestCount.objects.all())


@pytest.mark.django_db
def test_counting_begins_anew_and_old_rows_go(time_machine):
    time_machine.move_to("2026-11-24T23:59:00Z", tick=False)
    assert [allowed(FIRST_PASSWORDS, NIK) for _time in range(4)][-1] is False
    time_machine.shift(timedelta(minutes=2))
    assert allowed(FIRST_PASSWORDS, NIK)
    assert RequestCount.objects.count() == 2
    time_machine.shift(timedelta(days=4))
    assert allowed(FIRST_PASSWORDS, NIK)
    assert RequestCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_no_more_than_the_limit_pass():
    results = run_together([lambda: allowed(FIRST_PASSWORDS, NIK)] * 8)
    assert results.count(True) == 3
    assert results.count(False) == 5
