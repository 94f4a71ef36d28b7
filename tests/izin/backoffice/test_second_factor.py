"""The second factor of officers: set up, asked for after the password, lost and replaced."""

import re
from base64 import b32decode
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_otp.oath import TOTP

from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.enums import Role
from izin.accounts.models import RecoveryCode, TotpDevice, User
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db

STEP, ENROL, MANAGE = "/petugas/dua-langkah/", "/petugas/dua-langkah/pasang/", "/petugas/dua-langkah/kelola/"
START = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelled:
        yield travelled


@pytest.fixture
def officer(clock):
    return OfficerFactory(role=Role.FRONT_DESK)


def code_of(device: TotpDevice, *, steps: int = 0) -> str:
    totp = TOTP(b32decode(device.key))
    totp.time = datetime.now(UTC).timestamp() + 30 * steps
    return f"{totp.token():06}"


def enrolled(user):
    """Set it up as its owner does, a minute ago; return device and recovery codes."""
    device = services.second_factor_begin(user=user)
    made = services.second_factor_confirm(user=user, token=code_of(device, steps=-1))
    user.refresh_from_db()
    return made


def log_in(user, *, follow=False):
    client = Client()
    response = client.post("/akun/masuk/", {"username": user.nik, "password": PASSWORD}, follow=follow)
    return client, response


def test_it_is_set_up_from_the_page_and_the_codes_are_shown_once(client, officer):
    client.force_login(officer)
    page = client.get(ENROL).content.decode()
    device = TotpDevice.objects.get()
    assert not device.confirmed
    # Drawn to scale: a code that is cut off can not be read.
    assert re.search(r"<svg[^>]* viewBox=", page)
    assert device.key in re.sub(r"\s", "", page)
    assert client.post(ENROL, {"token": "000000"}).status_code == 422
    TotpDevice.objects.update(throttling_failure_count=0)
    device.refresh_from_db()
    response = client.post(ENROL, {"token": code_of(device)})
    codes = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", response.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in response["Cache-Control"]
    assert client.get("/petugas/").status_code == 200
    assert not any(code in client.get(MANAGE).content.decode() for code in codes)
    assert AuditEntry.objects.get().action == "account.second_factor_on"
    assert {message.subject for message in OutboxMessage.objects.all()} == {"Verifikasi dua langkah akun Anda dipasang"}


def test_neither_secret_nor_codes_can_be_read_in_the_database(officer):
    made = enrolled(officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM izin_accounts_totpdevice")
        assert made.device.key not in cursor.fetchone()[0]
    stored = set(RecoveryCode.objects.values_list("code_index", flat=True))
    assert all(re.fullmatch(r"[0-9a-f]{64}", index) for index in stored)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMIN, Role.CONTENT_EDITOR])
@pytest.mark.parametrize("address", ["/petugas/", "/cms/", "/portal/mulai/", "/akun/perangkat/", "/akun/ganti-sandi/"])
def test_a_password_alone_opens_no_page(clock, role, address):
    user = OfficerFactory(role=role)
    made = enrolled(user)
    client, response = log_in(user)
    assert response.status_code == 302
    assert client.get(address)["Location"].startswith(f"{STEP}?next=")
    assert client.post(address)["Location"] == STEP
    assert client.get(STEP).status_code == 200
    assert client.get(MANAGE)["Location"] == STEP
    assert client.get(ENROL)["Location"] == STEP
    answer = client.post(STEP, {"token": code_of(made.device), "next": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert not client.get(address).headers.get("Location", "").startswith(STEP)


def test_the_session_gets_a_new_key_and_goes_only_to_our_pages(officer):
    made = enrolled(officer)
    client, _response = log_in(officer)
    before = client.cookies["sessionid"].value
    answer = client.post(STEP, {"token": code_of(made.device), "next": "https://jahat.example/"})
    assert answer["Location"] == "/portal/mulai/"
    assert client.cookies["sessionid"].value != before


def test_a_code_is_good_once(officer):
    made = enrolled(officer)
    code = code_of(made.device)
    assert services.second_factor_verify(user=officer, token=f"{code[:3]} {code[3:]}") == made.device
    client, _response = log_in(officer)
    assert client.post(STEP, {"token": code}).status_code == 422
    assert client.get("/petugas/")["Location"].startswith(STEP)


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_twice_at_once_is_good_once():
    user = OfficerFactory(role=Role.FRONT_DESK)
    made = enrolled(user)
    code = code_of(made.device)
    results = run_together([lambda: services.second_factor_verify(user=user, token=code)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "DomainError", "TotpDevice"]


def test_each_wrong_code_makes_the_next_wait_longer(officer, clock):
    made = enrolled(officer)
    waits = []
    for _wrong in range(6):
        with pytest.raises(DomainError):
            services.second_factor_verify(user=officer, token="000000")
        made.device.refresh_from_db()
        waits.append((made.device.verify_is_allowed()[1]["locked_until"] - datetime.now(UTC)).total_seconds())
        # Even the right one is refused until then.
        with pytest.raises(DomainError) as refused:
            services.second_factor_verify(user=officer, token=code_of(made.device))
        assert refused.value.field == "token"
        clock.shift(timedelta(seconds=waits[-1]))
    assert waits == [1, 2, 4, 8, 16, 32]
    assert services.second_factor_verify(user=officer, token=code_of(made.device)) == made.device
    made.device.refresh_from_db()
    assert made.device.throttling_failure_count == 0


def test_a_recovery_code_is_good_once_and_its_owner_is_told(officer, clock):
    made = enrolled(officer)
    OutboxMessage.objects.all().delete()
    client, _response = log_in(officer)
    assert client.post(STEP, {"token": made.codes[0].lower().replace("-", " ")}).status_code == 302
    assert client.get("/petugas/").status_code == 200
    assert "Sisa kode: 9." in OutboxMessage.objects.first().body
    with pytest.raises(DomainError):
        services.second_factor_verify(user=officer, token=made.codes[0])
    clock.shift(timedelta(seconds=1))
    assert services.second_factor_verify(user=officer, token=made.codes[1])
    assert AuditEntry.objects.filter(action="account.recovery_code_used").count() == 2


def test_new_recovery_codes_end_the_old(officer, clock):
    made = enrolled(officer)
    client, _response = log_in(officer)
    client.post(STEP, {"token": made.codes[0]})
    response = client.post(MANAGE, {"token": code_of(made.device)})
    new = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", response.content.decode())
    assert len(new) == 10
    assert not set(new) & set(made.codes)
    with pytest.raises(DomainError):
        services.second_factor_verify(user=officer, token=made.codes[1])
    clock.shift(timedelta(seconds=1))
    assert services.second_factor_verify(user=officer, token=new[0])


def test_replacing_it_takes_the_password_and_ends_other_sessions(officer, clock):
    made = enrolled(officer)
    client, _response = log_in(officer)
    client.post(STEP, {"token": made.codes[0]})
    other, _response = log_in(officer)
    other.post(STEP, {"token": made.codes[1]})
    client.get(ENROL)
    new = TotpDevice.objects.get(confirmed=False)
    assert list(client.post(ENROL, {"token": code_of(new), "password": "salah"}).context["form"].errors) == ["password"]
    assert TotpDevice.objects.get(confirmed=True).pk == made.device.pk
    assert client.post(ENROL, {"token": code_of(new), "password": PASSWORD}).status_code == 200
    assert TotpDevice.objects.get().pk == new.pk
    assert client.get("/petugas/").status_code == 200
    assert other.get("/petugas/")["Location"].startswith("/akun/masuk/")


def test_where_it_is_obligatory_nobody_gets_past_setting_it_up(officer, settings):
    settings.SECOND_FACTOR_OBLIGATORY = True
    client, _response = log_in(officer)
    assert client.get("/petugas/")["Location"] == f"{ENROL}?next=%2Fpetugas%2F"
    assert "untuk membuka halaman petugas" in client.get(ENROL).content.decode()
    assert client.post("/akun/keluar/").status_code == 302
    applicant = ApplicantFactory()
    client.force_login(applicant)
    assert client.get("/portal/").status_code == 200


def test_a_generated_password_is_changed_before_it_is_set_up_but_not_before_it_is_shown(clock, settings):
    settings.SECOND_FACTOR_OBLIGATORY = True
    user = OfficerFactory(role=Role.SECRETARY, must_change_password=True)
    client, _response = log_in(user)
    assert client.get("/petugas/")["Location"] == "/akun/ganti-sandi/"
    enrolled(user)
    client, _response = log_in(user)
    assert client.get("/akun/ganti-sandi/")["Location"].startswith(STEP)
    assert client.get(STEP).status_code == 200


def test_an_administrator_resets_a_lost_one(officer):
    enrolled(officer)
    client, _response = log_in(officer)
    admin = OfficerFactory(role=Role.ADMIN)
    OutboxMessage.objects.all().delete()
    services.second_factor_reset(actor=admin, user=officer)
    assert not TotpDevice.objects.exists()
    assert client.get("/petugas/")["Location"].startswith("/akun/masuk/")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.subject_id) == ("account.second_factor_reset", admin, str(officer.pk))
    assert "dihapus admin" in OutboxMessage.objects.first().subject
    with pytest.raises(DomainError, match="belum memasang"):
        services.second_factor_reset(actor=admin, user=officer)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.SUPERVISOR, Role.AGENCY_HEAD])
def test_nobody_else_resets_it_nor_an_administrator_his_own(officer, role):
    enrolled(officer)
    admin = OfficerFactory(role=Role.ADMIN)
    enrolled(admin)
    for actor, user in ((OfficerFactory(role=role), officer), (admin, admin)):
        with pytest.raises(NotAllowed):
            services.second_factor_reset(actor=actor, user=user)
    assert TotpDevice.objects.count() == 2


def test_the_last_administrator_is_helped_on_the_server(officer, monkeypatch, capsys):
    enrolled(officer)
    monkeypatch.setattr("builtins.input", lambda question: officer.nik)
    call_command("reset_second_factor")
    assert not TotpDevice.objects.exists()
    assert User.objects.get(pk=officer.pk).session_generation > officer.session_generation
    assert AuditEntry.objects.latest("sequence").actor is None
