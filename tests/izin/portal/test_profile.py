"""The applicant's own page: what he sees of himself, what he changes, and the notice he is asked to agree to again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from izin.accounts import services
from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.enums import ChangeState
from izin.accounts.models import ProfileChange
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, ktp_jpeg
from tests.factories.regions import solok_regions

pytestmark = pytest.mark.django_db

NIK = "1302070503910003"
PROFILE, CONTACT, IDENTITY = "/portal/profil/", "/portal/profil/kontak/", "/portal/profil/data-diri/"
CONTACT_ANSWERS = {
    "phone": "0813 1111 2222",
    "email": "baru@contoh.id",
    "province": "13",
    "regency": "13.02",
    "district": "13.02.10",
    "village": "13.02.10.2001",
    "street": "Jorong Baru",
    "occupation": "Bidan",
    "password": PASSWORD,
}
IDENTITY_ANSWERS = {
    "nik": NIK,
    "full_name": "Irman Syahputra",
    "title_front": "",
    "title_back": "S.Kep., M.Kes.",
    "birth_place": "Solok",
    "birth_date": "05/03/1991",
    "sex": "male",
    "note": "Gelar baru.",
}


@pytest.fixture
def person(client):
    solok_regions()
    user = ApplicantFactory(nik=NIK, full_name="Irman Syaputra", profile__region_id="13.02.10.2001")
    client.force_login(user)
    return user


def scan(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("ktp.jpg", ktp_jpeg(width=90) if data is None else data, "image/jpeg")


def test_own_page_shows_what_is_known_but_not_the_whole_nik(client, person):
    page = client.get(PROFILE).content.decode()
    for words in ("Irman Syaputra", "1302********0003", "Koto Baru", person.email, "Perawat"):
        assert words in page
    assert NIK not in page


def test_own_scan_is_shown_as_its_marked_copy(client, person):
    response = client.get(reverse("portal:profile_ktp"))
    shown = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert shown.startswith(b"\xff\xd8")
    assert services.scan_copy(person.profile.ktp_sha256) != person.profile.ktp_sha256


def test_contact_form_begins_with_what_is_known(client, person):
    page = client.get(CONTACT).content.decode()
    assert '<option value="13.02.10.2001" selected>' in page
    assert f'value="{person.email}"' in page
    assert PASSWORD not in page


def test_contact_of_an_account_without_a_region_begins_with_no_selects(client):
    solok_regions()
    client.force_login(ApplicantFactory())
    page = client.get(CONTACT).content.decode()
    assert "selected" not in page.replace('value="" selected', "")
    assert 'value="Jorong Simpang"' in page


def test_contact_changes_at_once_and_the_session_stays(client, person):
    response = client.post(CONTACT, CONTACT_ANSWERS)
    assert (response.status_code, response["Location"]) == (302, PROFILE)
    page = client.get(PROFILE).content.decode()
    assert "Perubahan tersimpan." in page
    assert "+62 813-1111-2222" in page
    assert "Jorong Baru, Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("password", "salah", "Kata sandi salah."),
        ("password", "", "Kata sandi Anda harus diisi."),
        ("email", "x", "Alamat e-mail tidak benar"),
        ("phone", "0755", "Nomor WhatsApp tidak benar"),
        ("village", "13.02.07.2002", "Pilih dari daftar."),
        ("province", "", "Provinsi harus diisi."),
        ("street", "", "Jalan/Jorong, RT/RW harus diisi."),
        ("occupation", "x" * 101, "100"),
    ],
)
def test_bad_contact_is_refused_at_its_field(client, person, field, value, message):
    response = client.post(CONTACT, {**CONTACT_ANSWERS, field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert message in response.content.decode()
    person.refresh_from_db()
    assert person.email != "baru@contoh.id"
    assert PASSWORD not in response.content.decode()
    assert not OutboxMessage.objects.exists()


def test_regions_of_the_contact_form_work_without_a_script(client, person):
    answers = {**CONTACT_ANSWERS, "district": "13.02.07", "village": "", "pilih": "district", "password": ""}
    response = client.post(CONTACT, answers)
    page = response.content.decode()
    assert response.status_code == 200
    assert "field-error" not in page
    assert 'value="13.02.07.2002"' in page
    assert 'value="Jorong Baru"' in page


def test_own_contact_is_not_somebody_elses_and_a_shared_one_is_asked_about(client, person):
    same = {**CONTACT_ANSWERS, "email": person.email, "phone": person.phone}
    assert client.post(CONTACT, same).status_code == 302
    ApplicantFactory(email="baru@contoh.id")
    response = client.post(CONTACT, CONTACT_ANSWERS)
    assert list(response.context["form"].errors) == ["contact_confirmed"]
    assert client.post(CONTACT, {**CONTACT_ANSWERS, "contact_confirmed": "on"}).status_code == 302


def test_passwords_are_not_guessed_here(client, person):
    answers = {**CONTACT_ANSWERS, "password": "salah"}
    statuses = [client.post(CONTACT, answers).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.post(CONTACT, CONTACT_ANSWERS).status_code == 429
    person.refresh_from_db()
    assert person.email != "baru@contoh.id"


def test_identity_is_asked_for_and_waits(client, person):
    assert 'value="Irman Syaputra"' in client.get(IDENTITY).content.decode()
    response = client.post(IDENTITY, {**IDENTITY_ANSWERS, "ktp": scan()})
    assert (response.status_code, response["Location"]) == (302, PROFILE)
    change = ProfileChange.objects.get()
    assert (change.user, change.state, len(change.ktp_sha256)) == (person, ChangeState.PENDING, 64)
    page = client.get(PROFILE).content.decode()
    assert "sedang diperiksa petugas" in page
    assert "Irman Syahputra, S.Kep., M.Kes." in page
    assert NIK not in page
    assert client.get(IDENTITY)["Location"] == client.post(IDENTITY, IDENTITY_ANSWERS)["Location"] == PROFILE
    assert ProfileChange.objects.count() == 1
    client.post(reverse("portal:profile_identity_withdraw"))
    change.refresh_from_db()
    assert change.state == ChangeState.WITHDRAWN
    assert "sedang diperiksa petugas" not in client.get(PROFILE).content.decode()


def test_identity_without_a_new_scan_keeps_the_old_one(client, person):
    client.post(IDENTITY, IDENTITY_ANSWERS)
    assert ProfileChange.objects.get().ktp_sha256 == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nik": "1"}, "nik"),
        ({"full_name": ""}, "full_name"),
        ({"birth_date": "31/02/1991"}, "birth_date"),
        ({"note": ""}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"sex": "female"}, "mismatch_confirmed"),
        ({"ktp": b"%PDF-1.7 bukan"}, "ktp"),
    ],
)
def test_bad_identity_is_refused_at_its_field(client, person, wrong, field):
    if "ktp" in wrong:
        wrong = {"ktp": scan(wrong["ktp"])}
    response = client.post(IDENTITY, {**IDENTITY_ANSWERS, **wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ProfileChange.objects.exists()


def test_an_identity_that_is_the_same_is_refused_above_the_form(client, person):
    same = {**IDENTITY_ANSWERS, "full_name": "Irman Syaputra", "title_back": ""}
    response = client.post(IDENTITY, same)
    assert "Belum ada data yang berubah." in response.content.decode()
    assert not ProfileChange.objects.exists()


def test_a_refusal_is_told_on_the_page(client, person):
    client.post(IDENTITY, IDENTITY_ANSWERS)
    change = ProfileChange.objects.get()
    services.profile_change_refuse(actor=OfficerFactory(), pk=change.pk, reason="<b>Tidak</b> terbaca.")
    page = client.get(PROFILE).content.decode()
    assert "&lt;b&gt;Tidak&lt;/b&gt; terbaca." in page
    assert "Ajukan perubahan data diri" in page


# --- The notice about personal data, when it has changed -----------------------------------------------------------


def test_who_agreed_to_an_earlier_notice_is_asked_after_the_login(client):
    user = ApplicantFactory(nik=NIK, profile__consent_version="2025-01")
    client.post("/akun/masuk/", {"username": NIK, "password": PASSWORD})
    assert client.get(PROFILE)["Location"] == "/akun/persetujuan/"
    page = client.get("/akun/persetujuan/").content.decode()
    assert "UU 27/2022" in page
    assert client.get("/kebijakan-privasi/").status_code != 302
    assert client.post("/akun/persetujuan/").status_code == 302
    user.profile.refresh_from_db()
    assert user.profile.consent_version == CONSENT_VERSION
    assert client.get(PROFILE).status_code == 200
    assert AuditEntry.objects.get(action="account.consented").actor == user


def test_who_agreed_to_the_notice_of_today_is_not_asked(client, person):
    assert client.get(PROFILE).status_code == 200
    assert client.get("/akun/persetujuan/")["Location"] == reverse("portal:after_login")


def test_who_does_not_agree_can_log_out(client):
    client.force_login(ApplicantFactory(profile__consent_version="2025-01"))
    assert client.get("/portal/")["Location"] == "/akun/persetujuan/"
    assert client.post("/akun/keluar/").status_code == 302
    assert client.get("/portal/")["Location"].startswith("/akun/masuk/")


def test_pages_load_the_script_under_the_strict_policy(client, person):
    for path in (CONTACT, IDENTITY):
        response = client.get(path)
        page = response.content.decode()
        assert '"allowEval": false' in page
        assert '"includeIndicatorStyles": false' in page
        assert "'unsafe" not in response["Content-Security-Policy"]
        assert not re.search(r"<[^>]+ (style|on\w+)=", page)
