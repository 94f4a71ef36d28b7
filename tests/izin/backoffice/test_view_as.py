"""Looking at an applicant's pages as he sees them: read only, for a short time, with a reason, logged."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from izin.accounts.enums import Role
from izin.accounts.models import User, ViewGrant
from izin.applications.models import Application
from izin.audit.models import AuditEntry
from izin.chat.models import Thread
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelled:
        yield travelled


@pytest.fixture
def person(clock):
    return ApplicantFactory(full_name="Siti Aminah")


@pytest.fixture
def officer(client, person):
    user = OfficerFactory(role=Role.FRONT_DESK, full_name="Petugas Loket")
    client.force_login(user)
    return user


def begin(client, person, reason="Pemohon menelepon."):
    return client.post(f"/petugas/pemohon/{person.pk}/lihat/", {"reason": reason})


def test_the_officer_sees_what_the_applicant_sees_under_a_banner(client, person, officer):
    application = ApplicationFactory(applicant=person)
    assert begin(client, person)["Location"] == "/portal/"
    for address in ("/portal/", f"/portal/permohonan/{application.pk}/", "/portal/profil/"):
        page = client.get(address)
        assert page.status_code == 200
        assert page.context["user"] == person
        assert "view-banner" in page.content.decode()
    # Elsewhere he is himself, and reminded.
    page = client.get("/petugas/")
    assert page.context["user"] == officer
    assert "view-banner" in page.content.decode()
    assert client.get("/portal/permohonan/999999/").status_code == 404
    entry = AuditEntry.objects.get(action="account.as_applicant_viewed")
    assert (entry.actor, entry.subject_id) == (officer, str(person.pk))
    assert ViewGrant.objects.get().reason == "Pemohon menelepon."


def test_nothing_can_be_done_anywhere(client, person, officer):
    application = ApplicationFactory(applicant=person)
    waiting = ApplicationFactory(at="terima")
    begin(client, person)
    addresses = [
        f"/portal/permohonan/{application.pk}/kirim/",
        "/portal/pesan/",
        "/portal/profil/kontak/",
        "/akun/ganti-sandi/",
        "/akun/perangkat/",
        f"/petugas/permohonan/{waiting.pk}/setujui/",
        f"/petugas/pemohon/{person.pk}/",
    ]
    before = list(Application.objects.order_by("pk").values_list()), AuditEntry.objects.count()
    for address in addresses:
        for method in (client.post, client.put, client.delete):
            response = method(address)
            assert response.status_code == 403
            assert "hanya melihat" in response.content.decode()
    assert (list(Application.objects.order_by("pk").values_list()), AuditEntry.objects.count()) == before
    assert User.objects.get(pk=person.pk).password == person.password


def test_looking_leaves_no_mark_of_the_applicant(client, person, officer):
    thread = ThreadFactory(applicant=person)
    MessageFactory(thread=thread)
    begin(client, person)
    assert client.get("/portal/pesan/").status_code == 200
    assert Thread.objects.get().applicant_seen == thread.applicant_seen
    client.post("/petugas/pemohon/lihat/selesai/")
    client.force_login(person)
    client.get("/portal/pesan/")
    assert Thread.objects.get().applicant_seen != thread.applicant_seen


def test_a_file_is_opened_in_the_name_of_the_officer(client, person, officer):
    application = ApplicationFactory(applicant=person)
    document = application.documents.first()
    begin(client, person)
    response = client.get(f"/portal/permohonan/{application.pk}/berkas/{document.pk}/")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.subject_id) == ("account.file_viewed", officer, str(person.pk))
    assert not AuditEntry.objects.filter(actor=person).exists()


def test_it_ends_by_itself(client, person, officer, clock):
    begin(client, person)
    clock.shift(timedelta(minutes=15))
    response = client.get("/portal/", follow=True)
    assert response.redirect_chain == [("/petugas/", 302)]
    assert "sudah habis" in response.content.decode()
    assert "view-banner" not in response.content.decode()


def test_it_ends_with_one_click(client, person, officer):
    begin(client, person)
    assert client.post("/petugas/pemohon/lihat/selesai/")["Location"] == "/petugas/pemohon/"
    assert ViewGrant.objects.get().ended_at
    assert client.get("/portal/").status_code == 403


def test_it_ends_when_the_officer_logs_out_or_loses_the_right(client, person, officer):
    begin(client, person)
    officer.groups.clear()
    assert client.get("/portal/")["Location"] == "/petugas/"
    begin(client, person)
    assert client.post("/akun/keluar/").status_code == 302
    assert client.get("/portal/")["Location"].startswith("/akun/masuk/")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_there_is_nothing_to_see(client, person, officer, reason):
    assert begin(client, person, reason).status_code == 422
    assert not ViewGrant.objects.exists()
    assert client.get("/portal/").status_code == 403


def test_officers_and_closed_accounts_are_never_looked_at(client, person, officer):
    both = ApplicantFactory(is_staff=True)
    assert begin(client, both).status_code == 404
    assert begin(client, OfficerFactory()).status_code == 404
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert begin(client, person).status_code == 422
    assert not ViewGrant.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FRONT_DESK, Role.ADMIN)])
def test_no_other_role_looks(client, person, role):
    client.force_login(OfficerFactory(role=role))
    assert begin(client, person).status_code == 403
    assert not ViewGrant.objects.exists()
