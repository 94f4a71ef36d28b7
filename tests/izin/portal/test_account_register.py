"""Registration: what is asked, what is refused where, and that nothing typed is lost."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from common.content_store import content_read
from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.enums import Channel, Sex
from izin.accounts.forms.ktp import KTP_TOKEN_SALT, KeptKtp
from izin.accounts.models import User
from izin.accounts.selectors import user_by_nik
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, ktp_jpeg
from tests.factories.regions import solok_regions

pytestmark = pytest.mark.django_db

NIK = "1302100503910003"
PATH = "/akun/daftar/"
ANSWERS = {
    "nik": "1302 1005 0391 0003",
    "full_name": "Irman  Syaputra",
    "title_front": "Ns.",
    "title_back": "S.Kom",
    "birth_place": "Daratan Merantih",
    "birth_date": "05/03/1991",
    "sex": Sex.MALE.value,
    "occupation": "Perawat",
    "province": "13",
    "regency": "13.02",
    "district": "13.02.10",
    "village": "13.02.10.2001",
    "street": "Daratan Merantih, RT 01",
    "phone": "0853-5513-5518",
    "email": "Irman.S@Contoh.id",
    "data_correct": "on",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _regions(db):
    solok_regions()


def ktp(data: bytes | None = None, name: str = "ktp irman.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, ktp_jpeg() if data is None else data, content_type="image/jpeg")


def token_in(page: str) -> str:
    found = re.search(r'name="ktp_token"[^>]*value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def test_addresses_are_the_fixed_ones():
    assert (reverse("register"), reverse("register_done")) == (PATH, "/akun/daftar/berhasil/")


def test_form_asks_for_everything_the_guide_names(client):
    response = client.get(PATH)
    page = response.content.decode()
    assert response.status_code == 200
    for label in (
        "NIK", "Nama lengkap", "Gelar depan", "Gelar belakang", "Tempat lahir", "Tanggal lahir", "Jenis kelamin",
        "Pekerjaan", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Nagari/Desa/Kelurahan", "Jalan/Jorong, RT/RW",
        "Nomor WhatsApp", "E-mail", "Scan KTP", "Data yang saya masukkan sudah benar", "512 KB", "UU 27/2022",
    ):  # fmt: skip
        assert label in page
    assert "mismatch_confirmed" not in page
    assert 'enctype="multipart/form-data"' in page
    assert "no-store" in response["Cache-Control"]
    assert not client.session.keys()


def test_happy_path_to_the_first_page_behind_the_login(client):
    response = client.post(PATH, {**ANSWERS, "ktp": ktp()})
    assert (response.status_code, response["Location"]) == (302, reverse("register_done"))
    user = user_by_nik(NIK)
    assert user.get_full_name() == "Ns. Irman Syaputra, S.Kom"
    assert (user.email, user.phone) == ("irman.s@contoh.id", "6285355135518")
    assert user.profile.consent_version == CONSENT_VERSION
    assert user.profile.birth_date.isoformat() == "1991-03-05"
    stored = content_read("private", user.profile.ktp_sha256)
    assert stored.startswith(b"\xff\xd8")
    done = client.get(reverse("register_done")).content.decode()
    assert "ir•••••@contoh.id" in done
    assert "irman.s@contoh.id" not in done
    password = re.search(r"Kata sandi pertama Anda: (\S+)", OutboxMessage.objects.get(channel="email").body).group(1)
    response = client.post("/akun/masuk/", {"username": NIK, "password": password})
    assert (response.status_code, response["Location"]) == (302, reverse("portal:after_login"))
    assert client.get(response["Location"])["Location"] == reverse("password_change")
    response = client.post(
        reverse("password_change"),
        {"old_password": password, "new_password1": "pilihan-saya-22", "new_password2": "pilihan-saya-22"},
    )
    assert response["Location"] == reverse("portal:after_login")
    user.refresh_from_db()
    assert user.check_password("pilihan-saya-22")
    assert not user.must_change_password
    assert client.get(reverse("register"))["Location"] == reverse("portal:after_login")


REGIONS = ("province", "regency", "district", "village")
BAD = [
    ("nik", "", "NIK harus diisi."),
    ("nik", "130210050391000", "NIK harus 16 angka"),
    ("nik", "1302107202910003", "bukan sebuah tanggal"),
    ("nik", "1" * 33, "paling banyak 32"),
    ("full_name", "   ", "Nama lengkap harus diisi."),
    ("full_name", "x" * 151, "150"),
    ("full_name", "Ir\x00man", "null"),
    ("title_front", "x" * 51, "50"),
    ("title_back", "x" * 101, "100"),
    ("birth_place", "", "Tempat lahir harus diisi."),
    ("birth_date", "", "Tanggal lahir harus diisi."),
    ("birth_date", "31/02/1991", "tanggal yang valid"),
    ("birth_date", "kemarin", "tanggal yang valid"),
    ("birth_date", "05/03/1891", "Tanggal lahir tidak mungkin benar"),
    ("birth_date", f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}", "Tanggal lahir tidak mungkin benar"),
    ("sex", "", "Jenis kelamin harus diisi."),
    ("sex", "lain", "lain"),
    ("occupation", "", "Pekerjaan harus diisi."),
    ("province", "", "Provinsi harus diisi."),
    ("regency", "", "Kabupaten/Kota harus diisi."),
    ("district", "", "Kecamatan harus diisi."),
    ("village", "", "Nagari/Desa/Kelurahan harus diisi."),
    ("village", "13.02.10.2099", "Pilih dari daftar."),
    ("village", "13.02.07.2002", "Pilih dari daftar."),
    ("village", "' OR 1=1", "Pilih dari daftar."),
    ("street", "", "Jalan/Jorong, RT/RW harus diisi."),
    ("phone", "", "Nomor WhatsApp harus diisi."),
    ("phone", "0755-31447", "Nomor WhatsApp tidak benar"),
    ("email", "", "E-mail harus diisi."),
    ("email", "irman@", "Alamat e-mail tidak benar"),
    ("data_correct", "", "Centang pernyataan ini jika data Anda sudah benar."),
    ("consent", "", "Centang persetujuan ini"),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD, ids=[f"{row[0]}-{n}" for n, row in enumerate(BAD)])
def test_bad_answer_is_refused_at_its_field_and_the_rest_is_kept(client, field, value, message):
    response = client.post(PATH, {**ANSWERS, field: value, "ktp": ktp()})
    page = response.content.decode()
    form = response.context["form"]
    assert response.status_code == 200
    assert list(form.errors) == [field]
    assert message in str(form.errors[field])
    assert f'id="id_{field}_error"' in page
    for name, kept in ANSWERS.items():
        if name in REGIONS and field in REGIONS:
            continue
        if name not in {field, "data_correct", "consent", "sex"}:
            selected = " selected" if name in REGIONS else ""
            assert f'value="{html.escape(kept)}"{selected}' in page
    assert "KTP sudah terunggah: ktp irman.jpg." in page
    assert not User.objects.exists()
    assert not OutboxMessage.objects.exists()


BAD_KTP = [
    (None, "Pilih scan KTP Anda."),
    (b"", "kosong"),
    (b"%PDF-1.7 bukan gambar", "bukan JPG"),
    (b"\xff\xd8\xff\xe0 rusak", "rusak"),
    (b"\xff\xd8\xff\xe0" + b"x" * (512 * 1024), "512 KB"),
]


@pytest.mark.parametrize(("data", "message"), BAD_KTP, ids=["missing", "empty", "pdf", "broken", "large"])
def test_bad_scan_is_refused_with_its_reason(client, data, message):
    answers = {**ANSWERS} if data is None else {**ANSWERS, "ktp": ktp(data)}
    response = client.post(PATH, answers)
    assert list(response.context["form"].errors) == ["ktp"]
    assert message in str(response.context["form"].errors["ktp"])
    assert token_in(response.content.decode()) == ""
    assert not User.objects.exists()


def test_picture_that_only_claims_to_be_jpg_is_refused(client, tmp_path):
    path = tmp_path / "ktp.jpg"
    Image.new("RGB", (10, 10)).save(path, "PNG")
    response = client.post(PATH, {**ANSWERS, "ktp": ktp(path.read_bytes())})
    assert "bukan JPG" in str(response.context["form"].errors["ktp"])


def test_accepted_scan_need_not_be_chosen_again(client):
    page = client.post(PATH, {**ANSWERS, "email": "", "ktp": ktp()}).content.decode()
    response = client.post(PATH, {**ANSWERS, "ktp_token": token_in(page)})
    assert response.status_code == 302
    assert content_read("private", user_by_nik(NIK).profile.ktp_sha256).startswith(b"\xff\xd8")


def test_new_scan_replaces_the_kept_one_and_a_bad_one_leaves_it(client):
    first = client.post(PATH, {**ANSWERS, "email": "", "ktp": ktp(name="satu.jpg")}).content.decode()
    bad = client.post(PATH, {**ANSWERS, "ktp_token": token_in(first), "ktp": ktp(b"bukan", name="dua.jpg")})
    assert list(bad.context["form"].errors) == ["ktp"]
    assert "KTP sudah terunggah: satu.jpg." in bad.content.decode()
    other = ktp_jpeg(width=80)
    second = client.post(
        PATH, {**ANSWERS, "email": "", "ktp_token": token_in(first), "ktp": ktp(other, name="dua.jpg")}
    ).content.decode()
    assert "KTP sudah terunggah: dua.jpg." in second
    assert token_in(second) != token_in(first)


def test_kept_scan_belongs_to_one_session(client):
    page = client.post(PATH, {**ANSWERS, "email": "", "ktp": ktp()}).content.decode()
    response = Client().post(PATH, {**ANSWERS, "ktp_token": token_in(page)})
    assert list(response.context["form"].errors) == ["ktp"]
    assert token_in(response.content.decode()) == ""


@pytest.mark.parametrize("token", ["x", "a:b:c", signing.dumps({"sha256": "0" * 64}, salt="lain")])
def test_forged_tokens_are_worth_nothing(client, token):
    response = client.post(PATH, {**ANSWERS, "ktp_token": token})
    assert list(response.context["form"].errors) == ["ktp"]


def test_token_of_a_scan_that_is_gone_asks_for_it_again():
    token = KeptKtp(sha256="0" * 64, name="x.jpg").token("n")
    assert signing.loads(token, salt=KTP_TOKEN_SALT)["nonce"] == "n"
    assert KeptKtp.from_token(token, "n") is None


def test_file_name_can_not_carry_markup(client):
    page = client.post(PATH, {**ANSWERS, "email": "", "ktp": ktp(name="<b>x.jpg")}).content.decode()
    assert "terunggah: &lt;b&gt;x.jpg" in page


def test_mismatch_with_the_nik_asks_once_and_does_not_block(client):
    answers = {**ANSWERS, "birth_date": "06/03/1991", "sex": Sex.FEMALE.value}
    response = client.post(PATH, {**answers, "ktp": ktp()})
    page = response.content.decode()
    assert list(response.context["form"].errors) == ["mismatch_confirmed"]
    assert "Tanggal lahir tidak cocok" in page
    assert "Jenis kelamin tidak cocok" in page
    assert 'name="mismatch_confirmed"' in page
    assert not User.objects.exists()
    response = client.post(PATH, {**answers, "mismatch_confirmed": "on", "ktp_token": token_in(page)})
    assert response.status_code == 302
    assert user_by_nik(NIK).profile.sex == Sex.FEMALE


def test_confirmation_stays_ticked_when_something_else_is_wrong(client):
    answers = {**ANSWERS, "birth_date": "06/03/1991", "mismatch_confirmed": "on", "email": ""}
    response = client.post(PATH, {**answers, "ktp": ktp()})
    assert list(response.context["form"].errors) == ["email"]
    assert re.search(r'name="mismatch_confirmed"[^>]*checked', response.content.decode())


@pytest.mark.parametrize("typed", ["5-3-1991", "05.03.1991", "05 03 1991", "05031991", "1991-03-05"])
def test_birth_date_may_be_typed_in_other_ways(client, typed):
    assert client.post(PATH, {**ANSWERS, "birth_date": typed, "ktp": ktp()}).status_code == 302
    assert user_by_nik(NIK).profile.birth_date.isoformat() == "1991-03-05"


def test_a_taken_nik_gets_the_same_answer_and_only_its_owner_is_told(client):
    other = ApplicantFactory(nik=NIK, full_name="Orang Lain", email="pemilik@contoh.id")
    taken = client.post(PATH, {**ANSWERS, "ktp": ktp()})
    new = Client().post(PATH, {**ANSWERS, "nik": "1302100503910004", "email": "baru@contoh.id", "ktp": ktp()})
    assert (taken.status_code, taken["Location"]) == (new.status_code, new["Location"])
    page = client.get(taken["Location"]).content.decode()
    assert "ir•••••@contoh.id" in page
    assert "Pernah mendaftar sebelumnya?" in page
    for secret in (other.full_name, other.email, other.phone, "pemilik"):
        assert secret not in page
    assert User.objects.count() == 2
    told = OutboxMessage.objects.filter(recipient=other)
    assert {message.address for message in told} == {other.email, other.phone}
    assert all("1302********0003" in message.body and NIK not in message.body for message in told)
    other.refresh_from_db()
    assert other.full_name == "Orang Lain"


def test_the_owner_of_a_taken_nik_hears_of_it_once_a_day(client):
    other = ApplicantFactory(nik=NIK)
    for _time in range(3):
        client.post(PATH, {**ANSWERS, "ktp": ktp()})
    assert OutboxMessage.objects.filter(recipient=other, channel=Channel.EMAIL).count() == 1


def test_eleventh_registration_of_an_address_in_an_hour_waits(client):
    for n in range(10):
        answers = {**ANSWERS, "nik": f"130210050391{n + 1:04}", "contact_confirmed": "on", "ktp": ktp()}
        assert client.post(PATH, answers, REMOTE_ADDR="203.0.113.7").status_code == 302
    answers = {**ANSWERS, "nik": "1302100503910099", "contact_confirmed": "on"}
    response = client.post(PATH, {**answers, "ktp": ktp()}, REMOTE_ADDR="203.0.113.7")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "satu jam kemudian" in response.content.decode()
    assert User.objects.count() == 10
    assert client.post(PATH, {**answers, "ktp": ktp()}, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_many_broken_forms_of_an_address_wait_too(client):
    answers = [client.post(PATH, {}, REMOTE_ADDR="203.0.113.7").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_done_page_is_only_for_those_who_registered(client):
    assert client.get(reverse("register_done"))["Location"] == PATH


@pytest.mark.parametrize(("host", "words"), [("", "kotak keluar"), ("smtp.contoh.id", "periksa SPAM")])
def test_done_page_says_where_the_password_is(client, settings, host, words):
    client.post(PATH, {**ANSWERS, "ktp": ktp()})
    settings.EMAIL_HOST = host
    page = client.get(reverse("register_done")).content.decode()
    assert words in page
    assert settings.OFFICE_CONTACT_PHONE in page


def test_registration_needs_its_csrf_token():
    client = Client(enforce_csrf_checks=True)
    assert client.post(PATH, {**ANSWERS, "ktp": ktp()}).status_code == 403
    assert not User.objects.exists()


# --- What is shown again without being judged --------------------------------------------------------------------


def options(page: str, name: str) -> list[str]:
    (select,) = re.findall(rf'<select name="{name}".*?</select>', page, re.S)
    return [value for value in re.findall(r'<option value="([^"]*)"', select) if value]


def test_regions_are_chosen_step_by_step_without_a_script(client):
    answers = {**ANSWERS, "regency": "", "district": "", "village": "", "email": "salah", "nik": "1"}
    response = client.post(PATH, {**answers, "pilih": "province", "ktp": ktp()})
    page = response.content.decode()
    assert response.status_code == 200
    assert not response.context["form"].errors
    assert "field-error" not in page
    assert options(page, "regency") == ["13.02"]
    assert options(page, "district") == []
    assert 'value="Irman  Syaputra"' in page
    assert 'value="salah"' in page
    assert "KTP sudah terunggah: ktp irman.jpg." in page
    assert not User.objects.exists()
    kept = {"ktp_token": token_in(page), "pilih": "district"}
    page = client.post(PATH, {**ANSWERS, "village": "", **kept}).content.decode()
    assert options(page, "village") == ["13.02.10.2005", "13.02.10.2001"]
    assert client.post(PATH, {**ANSWERS, "ktp_token": token_in(page)}).status_code == 302


def test_another_province_empties_what_lay_in_the_old_one(client):
    response = client.post(PATH, {**ANSWERS, "province": "99", "pilih": "province"})
    page = response.content.decode()
    assert options(page, "regency") == options(page, "village") == []


def test_a_bad_scan_is_said_even_when_nothing_else_is_judged(client):
    response = client.post(PATH, {**ANSWERS, "pilih": "province", "ktp": ktp(b"%PDF-1.7")})
    assert list(response.context["form"].errors) == ["ktp"]


def test_the_sex_of_the_nik_is_ticked_when_none_is(client):
    answers = {**ANSWERS, "sex": "", "nik": "1302104502910003", "pilih": "province"}
    assert re.search(r'value="female"[^>]* checked', client.post(PATH, answers).content.decode())


def test_only_the_first_gap_of_an_address_is_told(client):
    gap = {"province": "", "regency": "", "district": "", "village": ""}
    response = client.post(PATH, {**ANSWERS, **gap, "ktp": ktp()})
    assert list(response.context["form"].errors) == ["province"]


@pytest.mark.parametrize(
    ("field", "typed", "wanted"),
    [("full_name", "IRMAN SYAPUTRA", "Irman Syaputra"), ("email", "irman@gmial.com", "irman@gmail.com")],
)
def test_a_suggestion_is_made_once_and_never_forced(client, field, typed, wanted):
    answers = {**ANSWERS, field: typed}
    page = client.post(PATH, {**answers, "ktp": ktp()}).content.decode()
    assert "Periksa sebentar" in page
    assert f"Gunakan {wanted}" in page
    assert f'name="seen" value="{field}:{wanted}"' in page
    assert not User.objects.exists()
    token = token_in(page)
    taken = client.post(PATH, {**answers, "ktp_token": token, "gunakan": field}).content.decode()
    assert f'value="{wanted}"' in taken
    assert "field-error" not in taken
    response = client.post(PATH, {**answers, "ktp_token": token, "seen": f"{field}:{wanted}"})
    assert response.status_code == 302
    assert getattr(user_by_nik(NIK), field) == typed


@pytest.mark.parametrize("field", ["nik", "sex", "password", "", "__class__"])
def test_nothing_else_can_be_taken_over(client, field):
    page = client.post(PATH, {**ANSWERS, "gunakan": field}).content.decode()
    assert 'value="Irman  Syaputra"' in page


def test_contact_of_another_account_is_asked_about_once_without_saying_which(client):
    ApplicantFactory(email="irman.s@contoh.id", full_name="Orang Lain")
    page = client.post(PATH, {**ANSWERS, "ktp": ktp()})
    assert list(page.context["form"].errors) == ["contact_confirmed"]
    assert "Orang Lain" not in page.content.decode()
    token = token_in(page.content.decode())
    assert client.post(PATH, {**ANSWERS, "contact_confirmed": "on", "ktp_token": token}).status_code == 302


def test_showing_the_form_again_does_not_make_the_day_of_a_scan_longer(client):
    with time_machine.travel("2026-11-24T01:00:00Z", tick=False) as clock:
        page = client.post(PATH, {**ANSWERS, "pilih": "province", "ktp": ktp()}).content.decode()
        clock.shift(timedelta(hours=23))
        page = client.post(PATH, {**ANSWERS, "pilih": "province", "ktp_token": token_in(page)}).content.decode()
        assert token_in(page)
        clock.shift(timedelta(hours=2))
        page = client.post(PATH, {**ANSWERS, "pilih": "province", "ktp_token": token_in(page)}).content.decode()
        assert token_in(page) == ""


# --- The selects and the remarks, asked for by the script ----------------------------------------------------------

REGION_PATH = "/akun/wilayah/"


def test_selects_are_the_same_for_everybody_and_may_be_kept(client):
    response = client.get(REGION_PATH, {"province": "13", "regency": "13.02", "district": "13.02.10"})
    page = response.content.decode()
    assert options(page, "province") == ["13"]
    assert options(page, "district") == ["13.02.07", "13.02.10"]
    assert options(page, "village") == ["13.02.10.2005", "13.02.10.2001"]
    assert "field-error" not in page
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize(
    "query",
    [
        {"province": "' OR 1=1 --"},
        {"province": "13\x00"},
        {"province": "1" * 5000},
        {"province": "99"},
        {"province": "", "regency": "13.02", "district": "13.02.10"},
        {"regency": "13.02"},
        {"province": "<script>"},
        {"province": "１３"},
    ],
)
def test_hostile_codes_offer_nothing(client, query):
    response = client.get(REGION_PATH, query)
    page = response.content.decode()
    assert response.status_code == 200
    assert options(page, "province") == ["13"]
    assert options(page, "regency") == options(page, "district") == options(page, "village") == []
    assert "<script>" not in page


def test_selects_cost_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(REGION_PATH, {"province": "13", "regency": "13.02", "district": "13.02.10", "village": "x"})


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("nik", "1302104502910003", "perempuan, lahir 05/02/91"),
        ("nik", "123", ""),
        ("full_name", "NURUL HIDAYAH", "Gunakan Nurul Hidayah"),
        ("full_name", "<B>NURUL", "Gunakan &lt;b&gt;nurul"),
        ("phone", "0812 3456 7890", "+62 812-3456-7890"),
        ("phone", "0755", ""),
        ("email", "a@gmial.com", "Gunakan a@gmail.com"),
        ("email", "a" * 400 + "@gmial.com", ""),
        ("password", "x", ""),
    ],
)
def test_remarks_do_not_judge(client, field, typed, words):
    response = client.post("/akun/daftar/petunjuk/", {field: typed})
    page = response.content.decode().strip()
    assert response.status_code == 200
    assert "<b>" not in page
    assert (words in page) if words else page == ""
    assert client.get("/akun/daftar/petunjuk/", {field: typed}).status_code == 405
