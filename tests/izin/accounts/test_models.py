"""Users, profiles, posts: how they are written out, and what the database refuses."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import IntegrityError, transaction

from common.crypto import blind_index
from izin.accounts.enums import Role
from izin.accounts.models import ApplicantProfile, Officer, User
from izin.accounts.names import address_format, name_with_titles
from izin.accounts.selectors import user_by_nik
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, UserFactory

NIK = "1302100503910003"


@pytest.mark.parametrize(
    ("front", "back", "written"),
    [
        ("Ns.", "S.Kom", "Ns. IRMAN SYAPUTRA, S.Kom"),
        ("", "S.Kom", "IRMAN SYAPUTRA, S.Kom"),
        ("dr.", "", "dr. IRMAN SYAPUTRA"),
        ("", "", "IRMAN SYAPUTRA"),
    ],
)
def test_name_with_degrees(front, back, written):
    assert name_with_titles("IRMAN SYAPUTRA", front, back) == written
    user = User(full_name="IRMAN SYAPUTRA", title_front=front, title_back=back, nik=NIK)
    assert (user.get_full_name(), str(user), user.get_short_name()) == (written, written, "IRMAN SYAPUTRA")


ADDRESS = {
    "street": "Daratan Merantih",
    "village": "Koto Baru",
    "district": "Kubung",
    "regency": "Kabupaten Solok",
    "province": "Sumatera Barat",
}
GUIDE = "Daratan Merantih, Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, GUIDE),
        ({"village": "Nagari Koto Baru", "district": "Kecamatan Kubung", "province": "Provinsi Sumatera Barat"}, GUIDE),
        ({"regency": "Solok"}, GUIDE),
        (
            {"regency": "Kota Padang", "village": "Lolong", "district": "Padang Utara"},
            "Daratan Merantih, Desa/Kelurahan Lolong, Kecamatan Padang Utara, Kota Padang, Provinsi Sumatera Barat",
        ),
        (
            {"province": "Riau", "regency": "Kampar", "village": "Desa Kuok", "district": "Kuok"},
            "Daratan Merantih, Desa Kuok, Kecamatan Kuok, Kabupaten Kampar, Provinsi Riau",
        ),
    ],
)
def test_address_on_one_line(changes, line):
    parts = {**ADDRESS, **changes}
    assert address_format(**parts) == line
    assert ApplicantProfile(**parts).address_line == line


def test_nothing_a_template_or_a_log_may_print_reveals_the_nik():
    user = User(nik=NIK, full_name="Irman")
    assert NIK not in f"{user} {user!r} {user.get_full_name()}"
    assert user.masked_nik == "1302********0003"


@pytest.mark.django_db
def test_user_is_found_and_authenticated_by_nik_typed_in_any_way(rf):
    user = UserFactory(nik=NIK)
    request = rf.post("/akun/masuk/")
    assert User.objects.get_by_natural_key("1302 1005 0391 0003") == user
    assert user_by_nik(NIK) == user
    assert user_by_nik("1302100503910004") is None
    assert authenticate(request, username=NIK, password=PASSWORD) == user
    assert authenticate(request, username=NIK, password="salah") is None
    assert authenticate(request, username=user.nik_index, password=PASSWORD) is None
    assert user.get_username() == blind_index(NIK)


@pytest.mark.django_db
def test_superuser_made_on_the_command_line_logs_in_with_the_nik(monkeypatch, rf):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", nik_index=NIK, full_name="Admin", email="a@contoh.id", interactive=False, verbosity=0
    )
    user = user_by_nik(NIK)
    assert user.is_superuser
    assert user.nik == NIK
    assert authenticate(rf.post("/"), username=NIK, password=PASSWORD) == user


@pytest.mark.django_db
def test_roles_are_read_with_one_query_and_remembered(django_assert_num_queries):
    officer = User.objects.get(pk=OfficerFactory(role=Role.DIVISION_HEAD, also=(Role.ADMIN,)).pk)
    with django_assert_num_queries(1):
        assert officer.roles == {Role.DIVISION_HEAD, Role.ADMIN}
        assert officer.is_officer
        assert officer.roles == {Role.DIVISION_HEAD, Role.ADMIN}


@pytest.mark.django_db
def test_applicants_and_officers_are_told_apart():
    applicant, officer, other = ApplicantFactory(), OfficerFactory(), UserFactory()
    assert [u.is_applicant for u in (applicant, officer, other)] == [True, False, False]
    assert [u.is_officer for u in (applicant, officer, other)] == [False, True, False]


def test_role_labels_are_different_groups():
    assert len({role.label for role in Role}) == len(Role) == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (User, {"full_name": ""}, "izin_user_full_name_given"),
        (User, {"email": "Orang@contoh.id"}, "izin_user_email_lower"),
        (User, {"phone": "081234567890"}, "izin_user_phone_normalised"),
        (User, {"nik_index": "1302100503910003"}, "izin_user_nik_index_shape"),
        (ApplicantProfile, {"sex": "x"}, "izin_profile_sex_known"),
        (ApplicantProfile, {"ktp_sha256": "abc"}, "izin_profile_ktp_shape"),
        (ApplicantProfile, {"birth_date": "1899-12-31"}, "izin_profile_birth_date_possible"),
        (ApplicantProfile, {"consent_version": ""}, "izin_profile_consent_given"),
        (Officer, {"position": ""}, "izin_officer_position_given"),
        (Officer, {"nip": "123"}, "izin_officer_nip_shape"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_database_holds_the_rules_itself(model, change, constraint):
    ApplicantFactory()
    OfficerFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


@pytest.mark.django_db
def test_one_account_a_nik():
    UserFactory(nik=NIK)
    with pytest.raises(IntegrityError, match="nik_index"), transaction.atomic():
        UserFactory(nik=NIK)
    assert User.objects.count() == 1
