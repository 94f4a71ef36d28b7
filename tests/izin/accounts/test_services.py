"""Opening accounts, changing and re-issuing passwords."""

import threading
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.enums import PasswordReason, Role, Sex
from izin.accounts.errors import NikTaken
from izin.accounts.events import password_issued
from izin.accounts.models import ApplicantProfile, User
from izin.accounts.selectors import user_by_nik
from izin.accounts.services.writing import PASSWORD_LENGTH, password_generate
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, UserFactory, ktp_jpeg
from tests.factories.regions import solok_regions

NIK = "1302100503910003"
CHOSEN = "rahasia-milikku-9"


@pytest.fixture
def answers(db):
    solok_regions()
    return {
        "nik": NIK,
        "full_name": "  Irman   Syaputra ",
        "title_front": " Ns. ",
        "title_back": "S.Kom",
        "birth_place": "Daratan Merantih",
        "birth_date": date(1991, 3, 5),
        "sex": Sex.MALE,
        "occupation": "Perawat",
        "street": "Daratan Merantih",
        "village_code": "13.02.10.2001",
        "phone": "0853-5513-5518",
        "email": "Irman@Contoh.ID",
        "ktp_sha256": content_save("private", ktp_jpeg()),
        "consent_version": "2026-11",
    }


@pytest.fixture
def issued():
    """What the event `password_issued` told, in order."""
    heard = []

    def hear(sender, **kwargs):
        heard.append(kwargs)

    password_issued.connect(hear)
    yield heard
    password_issued.disconnect(hear)


@pytest.fixture
def groups(db):
    services.roles_load()


@pytest.mark.django_db
def test_registration_writes_user_profile_message_and_audit(answers, issued):
    user = services.applicant_register(**answers)
    user.refresh_from_db()
    assert user.get_full_name() == "Ns. Irman Syaputra, S.Kom"
    assert (user.nik, user.email, user.phone) == (NIK, "irman@contoh.id", "6285355135518")
    assert user.must_change_password
    assert (user.is_staff, user.is_superuser, user.roles) == (False, False, frozenset())
    assert user.profile.address_line == (
        "Daratan Merantih, Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat"
    )
    assert user.profile.region_id == "13.02.10.2001"
    assert user.profile.consented_at is not None
    (told,) = issued
    assert told["reason"] is PasswordReason.REGISTERED
    assert user.check_password(told["password"])
    message = OutboxMessage.objects.get(channel="email")
    assert (message.recipient, message.address, message.secret) == (user, "irman@contoh.id", True)
    assert told["password"] in message.body
    assert NIK not in message.body + message.subject
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("account.registered", user, str(user.pk))
    assert entry.data == {"consent_version": "2026-11", "nik_mismatches_confirmed": 0}


@pytest.mark.django_db
def test_registration_accepts_a_nik_that_does_not_fit_and_notes_it(answers):
    answers.update(sex=Sex.FEMALE, birth_date=answers["birth_date"] + timedelta(days=1))
    services.applicant_register(**answers)
    assert AuditEntry.objects.get().data["nik_mismatches_confirmed"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nik": "123"}, "nik"),
        ({"nik": "1302107202910003"}, "nik"),
        ({"full_name": "   "}, "full_name"),
        ({"full_name": "x" * 151}, "full_name"),
        ({"email": "bukan-email"}, "email"),
        ({"phone": ""}, "phone"),
        ({"phone": "0755"}, "phone"),
        ({"birth_date": timezone.localdate() + timedelta(days=2)}, "birth_date"),
        ({"birth_place": " "}, "birth_place"),
        ({"sex": "lain"}, "sex"),
        ({"village_code": ""}, "village"),
        ({"village_code": "13.02.10"}, "village"),
        ({"village_code": "13.02.10.2099"}, "village"),
        ({"village_code": "13.02.10.2001'; --"}, "village"),
        ({"ktp_sha256": "0" * 64}, "ktp"),
        ({"consent_version": ""}, "consent_version"),
    ],
)
def test_registration_refuses_with_the_field_and_writes_nothing(answers, issued, change, field):
    with pytest.raises(DomainError) as caught:
        services.applicant_register(**{**answers, **change})
    assert caught.value.field == field
    assert str(caught.value)
    assert not User.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not AuditEntry.objects.exists()
    assert issued == []


@pytest.mark.django_db
def test_a_taken_nik_is_answered_without_telling_whose_it_is(answers):
    other = ApplicantFactory(nik=NIK, full_name="Orang Lain")
    with pytest.raises(DomainError) as caught:
        services.applicant_register(**answers)
    assert isinstance(caught.value, NikTaken)
    assert caught.value.field == "nik"
    for secret in (NIK, other.full_name, other.email, other.phone, other.masked_nik):
        assert secret not in str(caught.value)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_registrations_at_once_one_wins(answers):
    barrier = threading.Barrier(2, timeout=20)
    results = []

    def register():
        try:
            barrier.wait()
            results.append(services.applicant_register(**answers))
        except DomainError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=register) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    refused = [result for result in results if isinstance(result, DomainError)]
    assert len(results) == 2
    assert [error.field for error in refused] == ["nik"]
    assert User.objects.count() == ApplicantProfile.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_when_the_message_can_not_be_stored_there_is_no_account(answers):
    def fail(sender, **kwargs):
        raise RuntimeError

    password_issued.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.applicant_register(**answers)
    finally:
        password_issued.disconnect(fail)
    assert not User.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_generated_passwords_are_long_different_and_unambiguous():
    made = {password_generate() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {PASSWORD_LENGTH}
    assert not set("".join(made)) & set("0o1liOIL")


@pytest.mark.django_db
def test_password_change_ends_the_duty_and_is_audited():
    user = ApplicantFactory(first_login=True)
    changed = services.password_change(user=user, new_password=CHOSEN)
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert changed.get_session_auth_hash() == user.get_session_auth_hash()
    assert not user.must_change_password
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("account.password_changed", user, {})


@pytest.mark.django_db
@pytest.mark.parametrize("weak", [PASSWORD, "pendek1", "1234567890123", NIK, "password123", "irman@contoh.id"])
def test_password_change_refuses_weak_and_old_passwords(weak):
    user = ApplicantFactory(nik=NIK, first_login=True, email="irman@contoh.id")
    with pytest.raises(DomainError) as caught:
        services.password_change(user=user, new_password=weak)
    assert caught.value.field == "new_password1"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.must_change_password
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_front_desk_corrects_the_address_and_a_new_password_goes_out(issued):
    officer, user = OfficerFactory(role=Role.FRONT_DESK), ApplicantFactory(email="salah@contoh.id")
    services.password_reissue(actor=officer, user=user, email="Benar@contoh.id", phone="0812 3456 7890")
    user.refresh_from_db()
    assert (user.email, user.phone, user.must_change_password) == ("benar@contoh.id", "6281234567890", True)
    assert not user.check_password(PASSWORD)
    assert user.check_password(issued[0]["password"])
    message = OutboxMessage.objects.get(channel="email")
    assert (message.address, message.secret) == ("benar@contoh.id", True)
    assert AuditEntry.objects.get().data == {"email_changed": True, "phone_changed": True}


@pytest.mark.django_db
def test_each_reissue_is_an_event_of_its_own():
    officer, user = OfficerFactory(role=Role.FRONT_DESK), ApplicantFactory()
    for _ in range(2):
        services.password_reissue(actor=officer, user=user, email=user.email, phone=user.phone)
    assert OutboxMessage.objects.count() == 4


@pytest.mark.django_db
def test_front_desk_can_not_take_over_the_account_that_signs(issued):
    officer, head = OfficerFactory(role=Role.FRONT_DESK), OfficerFactory(role=Role.AGENCY_HEAD)
    with pytest.raises(NotAllowed):
        services.password_reissue(actor=officer, user=head, email="maling@contoh.id", phone=head.phone)
    head.refresh_from_db()
    assert head.check_password(PASSWORD)
    assert head.email != "maling@contoh.id"
    assert issued == []


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "field"), [({"email": "x"}, "email"), ({"phone": "1"}, "phone")])
def test_reissue_refuses_wrong_addresses(change, field):
    officer, user = OfficerFactory(role=Role.FRONT_DESK), ApplicantFactory()
    with pytest.raises(DomainError) as caught:
        services.password_reissue(actor=officer, user=user, **{"email": user.email, "phone": user.phone, **change})
    assert caught.value.field == field
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


OFFICER = {
    "nik": NIK,
    "full_name": "Rina Marlina",
    "title_back": "S.H.",
    "email": "rina@contoh.id",
    "position": "Kasi Pendataan dan Verifikasi",
    "rank": "Penata",
    "nip": "19850305 201001 1 001",
}


@pytest.mark.django_db
def test_administrator_opens_an_officers_account(groups, issued):
    admin = OfficerFactory(role=Role.ADMIN)
    roles = [Role.VERIFICATION_SECTION_HEAD, Role.SUPERVISOR]
    user = services.officer_create(actor=admin, roles=roles, **OFFICER)
    assert user_by_nik(NIK) == user
    assert user.roles == set(roles)
    assert (user.is_staff, user.must_change_password, user.is_applicant) == (True, True, False)
    assert (user.officer.nip, user.officer.rank) == ("198503052010011001", "Penata")
    assert user.check_password(issued[0]["password"])
    assert OutboxMessage.objects.get().address == "rina@contoh.id"
    assert AuditEntry.objects.get().data == {"roles": ["supervisor", "verification_section_head"]}


@pytest.mark.django_db
def test_officer_with_a_given_password_gets_no_message(groups, issued):
    user = services.officer_create(actor=None, roles=[Role.SECRETARY], password=CHOSEN, **OFFICER)
    assert user.check_password(CHOSEN)
    assert not user.must_change_password
    assert issued == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [({"roles": []}, "roles"), ({"nip": "12"}, "nip"), ({"position": " "}, "position"), ({"nik": "1"}, "nik")],
)
def test_officer_create_refuses_with_the_field_and_writes_nothing(groups, change, field):
    with pytest.raises(DomainError) as caught:
        services.officer_create(actor=None, **{"roles": [Role.SECRETARY], **OFFICER, **change})
    assert caught.value.field == field
    assert not User.objects.exists()


@pytest.mark.django_db
def test_others_do_not_open_accounts_of_officers(groups):
    for actor in (OfficerFactory(role=Role.AGENCY_HEAD), ApplicantFactory()):
        with pytest.raises(NotAllowed):
            services.officer_create(actor=actor, roles=[Role.ADMIN], **OFFICER)
    assert user_by_nik(NIK) is None


@pytest.mark.django_db
def test_roles_are_loaded_once_and_keep_what_was_given_by_hand(capsys):
    call_command("load_roles")
    assert "10 new" in capsys.readouterr().out
    editors = Group.objects.get(name=Role.CONTENT_EDITOR.label)
    editors.permissions.add(*Group.objects.get(name=Role.ADMIN.label).permissions.model.objects.all()[:1])
    call_command("load_roles")
    assert "0 new" in capsys.readouterr().out
    assert editors.permissions.count() == 2
    may_open = Group.objects.filter(permissions__codename="access_admin", name__in=[role.label for role in Role])
    assert {group.name for group in may_open} == {"Pengelola Konten", "Admin"}


@pytest.mark.django_db
def test_registrations_of_one_address_are_counted_apart():
    address, other = "203.0.113.7", "203.0.113.8"
    assert [services.registration_allowed(ip_address=address) for _ in range(11)] == [True] * 10 + [False]
    assert services.registration_allowed(ip_address=other)
    assert [services.registration_post_allowed(ip_address=address) for _ in range(61)] == [True] * 60 + [False]


@pytest.mark.django_db
def test_plain_users_have_no_profile():
    assert not UserFactory().is_applicant
