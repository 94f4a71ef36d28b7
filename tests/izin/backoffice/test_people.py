"""The pages of people's accounts."""

import pytest

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.services.roles import roles_load
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, DelegationFactory, OfficerFactory

pytestmark = pytest.mark.django_db

OFFICERS, APPLICANTS = "/petugas/petugas/", "/petugas/pemohon/"


@pytest.fixture
def admin(client):
    roles_load()
    user = OfficerFactory(role=Role.ADMIN)
    client.force_login(user)
    return user


def test_an_officer_is_made_and_gets_his_password(client, admin):
    OfficerFactory(role=Role.FRONT_DESK)
    data = {"nik": "13.02 0712 0580 0001", "full_name": "Rina Marlina", "position": "Staf", "email": "Rina@contoh.id"}
    response = client.post(f"{OFFICERS}baru/", {**data, "roles": []})
    assert list(response.context["form"].errors) == ["roles"]
    assert 'value="Rina Marlina"' in response.content.decode()
    response = client.post(f"{OFFICERS}baru/", {**data, "roles": ["front_desk"]})
    made = User.objects.get(full_name="Rina Marlina")
    assert response["Location"] == f"{OFFICERS}{made.pk}/"
    assert made.must_change_password
    assert OutboxMessage.objects.get(recipient=made).secret
    assert "Rina Marlina" in client.get(response["Location"]).content.decode()
    taken = client.post(f"{OFFICERS}baru/", {**data, "roles": ["front_desk"]})
    assert list(taken.context["form"].errors) == ["nik"]


def test_ones_own_page_offers_nothing_that_locks_oneself_out(client, admin):
    page = client.get(f"{OFFICERS}{admin.pk}/").content.decode()
    assert "Nonaktifkan" not in page
    assert "Simpan peran" not in page
    response = client.post(f"{OFFICERS}{admin.pk}/peran/", {"roles": ["secretary"]})
    assert response.status_code == 422
    assert client.post(f"{OFFICERS}{admin.pk}/nonaktifkan/", follow=True).status_code == 200
    admin.refresh_from_db()
    assert admin.is_active
    assert User.objects.get(pk=admin.pk).roles == {Role.ADMIN}


def test_buttons_do_what_they_say(client, admin):
    person = OfficerFactory(role=Role.SECRETARY, phone="")
    page = f"{OFFICERS}{person.pk}/"
    assert client.post(f"{page}peran/", {"roles": ["supervisor"]})["Location"] == page
    assert User.objects.get(pk=person.pk).roles == {Role.SUPERVISOR}
    assert client.post(f"{page}kata-sandi/")["Location"] == page
    assert User.objects.get(pk=person.pk).must_change_password
    assert "Akun ini belum memasang" in client.post(f"{page}hapus-dua-langkah/", follow=True).content.decode()
    assert client.post(f"{page}nonaktifkan/")["Location"] == page
    assert "Aktifkan akun ini" in client.get(page).content.decode()


def test_the_list_says_who_is_away_and_takes_the_same_queries_however_long(client, admin, django_assert_num_queries):
    OfficerFactory(role=Role.SUPERVISOR)
    client.get(OFFICERS)
    with django_assert_num_queries(12):
        client.get(OFFICERS)
    delegation = DelegationFactory(valid_from="2020-01-01", valid_until="2090-01-01")
    for _more in range(5):
        OfficerFactory(role=Role.SUPERVISOR, also=[Role.CONTENT_EDITOR])
    with django_assert_num_queries(12):
        page = client.get(OFFICERS)
    assert len(page.context["rows"]) == 9
    away = [row["person"] for row in page.context["rows"] if row["away"]]
    assert away == [delegation.holder]


def test_the_front_desk_finds_an_applicant_by_nik_in_the_body_alone(client):
    client.force_login(OfficerFactory(role=Role.FRONT_DESK))
    person = ApplicantFactory(full_name="Siti Aminah")
    response = client.post(APPLICANTS, {"nik": person.nik})
    assert response["Location"] == f"{APPLICANTS}{person.pk}/"
    assert client.post(APPLICANTS, {"nik": "1302070503910999"}).status_code == 422
    assert "Siti Aminah" in client.get(f"{APPLICANTS}?cari=aminah").content.decode()
    for refused in ("ab", person.nik):
        page = client.get(APPLICANTS, {"cari": refused})
        assert page.context["page_obj"] is None
    assert client.get(f"{APPLICANTS}{OfficerFactory().pk}/").status_code == 404


def test_a_contact_is_corrected_and_the_opening_is_logged(client):
    officer = OfficerFactory(role=Role.FRONT_DESK)
    client.force_login(officer)
    person = ApplicantFactory()
    page = f"{APPLICANTS}{person.pk}/"
    shown = client.get(page).content.decode()
    assert person.masked_nik in shown
    assert person.nik not in shown
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("account.profile_viewed", officer, str(person.pk))
    assert list(client.post(page, {"email": "x", "phone": "1"}).context["form"].errors) == ["email", "phone"]
    assert client.post(page, {"email": "Benar@contoh.id", "phone": "0812 3456 7890"})["Location"] == page
    person.refresh_from_db()
    assert (person.email, person.phone, person.must_change_password) == ("benar@contoh.id", "6281234567890", True)
    assert {message.address for message in OutboxMessage.objects.all()} == {"benar@contoh.id", "6281234567890"}
