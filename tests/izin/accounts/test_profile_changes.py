"""What applicants change at once, what officers verify, and the notice people agree to."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.enums import ChangeState, Channel, Role, Sex
from izin.accounts.errors import NikTaken
from izin.accounts.models import ProfileChange
from izin.accounts.selectors import consent_due, nik_doubts, user_by_nik
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory, UserFactory, ktp_jpeg
from tests.factories.regions import solok_regions
from tests.threads import run_together

NIK = "1302070503910003"
OTHER_NIK = "1302070503910009"
WANTED = {
    "nik": NIK,
    "full_name": " Irman  Syahputra ",
    "title_front": "Ns.",
    "title_back": "S.Kep",
    "birth_place": "Solok",
    "birth_date": date(1991, 3, 5),
    "sex": Sex.MALE,
    "note": "Salah ketik.",
}
CONTACT = {
    "password": PASSWORD,
    "email": "Baru@contoh.id",
    "phone": "0813 1111 2222",
    "occupation": "Bidan",
    "street": "Jorong Baru",
    "village_code": "13.02.07.2002",
}


@pytest.fixture
def person(db):
    return ApplicantFactory(nik=NIK, full_name="Irman Syaputra", email="lama@contoh.id", phone="6281200001111")


@pytest.fixture
def change(person):
    return services.profile_change_request(user=person, **WANTED)


@pytest.fixture
def officer(db):
    return OfficerFactory(role=Role.FRONT_DESK)


def test_a_request_changes_nothing_yet(person, change):
    person.refresh_from_db()
    assert person.full_name == "Irman Syaputra"
    assert (change.state, change.name_line) == (ChangeState.PENDING, "Ns. Irman Syahputra, S.Kep")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.data) == (
        "profile_change.requested",
        {"fields": ["full_name", "title_front", "title_back"]},
    )
    assert NIK not in str(entry.data)


def test_there_is_only_one_request_at_a_time(person, change):
    with pytest.raises(DomainError, match="masih menunggu"):
        services.profile_change_request(user=person, **{**WANTED, "full_name": "Lain"})
    services.profile_change_withdraw(user=person, pk=change.pk)
    again = services.profile_change_request(user=person, **WANTED)
    assert again.pk != change.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nik": "123"}, "nik"),
        ({"full_name": " "}, "full_name"),
        ({"birth_date": date(2999, 1, 1)}, "birth_date"),
        ({"sex": "lain"}, "sex"),
        ({"note": "  "}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"ktp_sha256": "0" * 64}, "ktp"),
    ],
)
def test_a_wrong_request_is_refused_with_its_field(person, wrong, field):
    with pytest.raises(DomainError) as caught:
        services.profile_change_request(user=person, **{**WANTED, **wrong})
    assert caught.value.field == field
    assert not ProfileChange.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_request_that_changes_nothing_is_none(person):
    same = {"full_name": person.full_name, "title_front": "", "title_back": "", "birth_place": "Solok"}
    with pytest.raises(DomainError, match="Belum ada data yang berubah"):
        services.profile_change_request(user=person, **{**WANTED, **same})


def test_approval_writes_all_of_it_and_tells_the_owner(person, officer):
    scan = content_save("private", ktp_jpeg(width=90))
    wanted = {**WANTED, "nik": OTHER_NIK, "ktp_sha256": scan}
    change = services.profile_change_request(user=person, **wanted)
    services.profile_change_approve(actor=officer, pk=change.pk)
    person = user_by_nik(OTHER_NIK)
    assert user_by_nik(NIK) is None
    assert person.get_full_name() == "Ns. Irman Syahputra, S.Kep"
    assert person.profile.ktp_sha256 == scan
    change.refresh_from_db()
    assert (change.state, change.decided_by) == (ChangeState.APPROVED, officer)
    message = OutboxMessage.objects.get(channel=Channel.EMAIL)
    assert (message.address, "disetujui" in message.subject) == ("lama@contoh.id", True)
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.action, entry.actor) == ("profile_change.approved", officer)
    assert set(entry.data["fields"]) == {"nik", "full_name", "title_front", "title_back", "ktp"}


def test_an_approved_nik_of_another_account_leaves_everything_as_it_was(person, officer):
    ApplicantFactory(nik=OTHER_NIK)
    change = services.profile_change_request(user=person, **{**WANTED, "nik": OTHER_NIK})
    with pytest.raises(NikTaken):
        services.profile_change_approve(actor=officer, pk=change.pk)
    person.refresh_from_db()
    change.refresh_from_db()
    assert (person.nik, person.full_name, change.state) == (NIK, "Irman Syaputra", ChangeState.PENDING)
    assert not OutboxMessage.objects.exists()


def test_refusal_needs_a_reason_and_tells_it(person, officer, change):
    for empty in ("", "   "):
        with pytest.raises(DomainError) as caught:
            services.profile_change_refuse(actor=officer, pk=change.pk, reason=empty)
        assert caught.value.field == "reason"
    services.profile_change_refuse(actor=officer, pk=change.pk, reason="Nama pada KTP lain.")
    person.refresh_from_db()
    assert person.full_name == "Irman Syaputra"
    assert "Nama pada KTP lain." in OutboxMessage.objects.get(channel=Channel.EMAIL).body


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FRONT_DESK, Role.ADMIN}))
def test_other_roles_do_not_decide(change, role):
    actor = OfficerFactory(role=role)
    with pytest.raises(NotAllowed):
        services.profile_change_approve(actor=actor, pk=change.pk)
    with pytest.raises(NotAllowed):
        services.profile_change_refuse(actor=actor, pk=change.pk, reason="x")


def test_nobody_decides_on_his_own_change(person, change):
    person.groups.add(Group.objects.get_or_create(name=Role.FRONT_DESK.label)[0])
    with pytest.raises(NotAllowed):
        services.profile_change_approve(actor=person, pk=change.pk)


def test_what_is_decided_stays_decided(person, officer, change):
    services.profile_change_refuse(actor=officer, pk=change.pk, reason="Tidak cocok.")
    for act in (
        lambda: services.profile_change_approve(actor=officer, pk=change.pk),
        lambda: services.profile_change_refuse(actor=officer, pk=change.pk, reason="x"),
        lambda: services.profile_change_withdraw(user=person, pk=change.pk),
    ):
        with pytest.raises(NotAllowed):
            act()
    change.refresh_from_db()
    assert change.state == ChangeState.REFUSED


def test_a_stranger_does_not_withdraw(change):
    with pytest.raises(ProfileChange.DoesNotExist):
        services.profile_change_withdraw(user=ApplicantFactory(), pk=change.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides(person, change):
    desk, admin = OfficerFactory(role=Role.FRONT_DESK), OfficerFactory(role=Role.ADMIN)
    results = run_together(
        [
            lambda: services.profile_change_approve(actor=desk, pk=change.pk),
            lambda: services.profile_change_refuse(actor=admin, pk=change.pk, reason="Tidak cocok."),
            lambda: services.profile_change_withdraw(user=person, pk=change.pk),
        ]
    )
    refused = [result for result in results if isinstance(result, NotAllowed)]
    assert len(refused) == 2, results
    change.refresh_from_db()
    person.refresh_from_db()
    assert (change.state == ChangeState.APPROVED) == (person.full_name == "Irman Syahputra")
    assert AuditEntry.objects.exclude(action="profile_change.requested").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_one_is_stored(person):
    results = run_together([lambda: services.profile_change_request(user=person, **WANTED)] * 4)
    assert sum(isinstance(result, ProfileChange) for result in results) == 1, results
    assert ProfileChange.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lain"},
        {"sex": "lain"},
        {"full_name": ""},
        {"note": ""},
        {"ktp_sha256": "x"},
        {"birth_date": date(1899, 1, 1)},
        {"state": ChangeState.APPROVED},
        {"decided_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_can_not_be(person, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileChange.objects.create(user=person, **{**WANTED, **wrong})


def test_a_profile_lies_in_a_village(person):
    solok_regions()
    person.profile.region_id = "13.02.10"
    with pytest.raises(IntegrityError, match="izin_profile_region_is_village"), transaction.atomic():
        person.profile.save()


def test_the_database_stores_no_plain_nik(change):
    assert not ProfileChange.objects.extra(where=["nik LIKE %s"], params=[f"%{NIK}%"]).exists()


# --- Contact -------------------------------------------------------------------------------------------------------


def test_contact_changes_at_once_and_old_and_new_are_told(person):
    solok_regions()
    services.contact_change(user=person, **CONTACT)
    person.refresh_from_db()
    assert (person.email, person.phone, person.profile.occupation) == ("baru@contoh.id", "6281311112222", "Bidan")
    assert person.profile.address_line.startswith("Jorong Baru, Nagari Talang, Kecamatan Gunung Talang, ")
    addresses = {"lama@contoh.id", "baru@contoh.id", "6281200001111", "6281311112222"}
    assert {message.address for message in OutboxMessage.objects.all()} == addresses
    entry = AuditEntry.objects.get()
    assert entry.action == "account.contact_changed"
    assert {"email", "phone"} <= set(entry.data["fields"])
    assert "contoh.id" not in str(entry.data)


def test_a_moved_person_with_the_same_contact_gets_no_message(person):
    solok_regions()
    services.contact_change(user=person, **{**CONTACT, "email": person.email, "phone": person.phone})
    assert not OutboxMessage.objects.exists()
    assert AuditEntry.objects.count() == 1
    services.contact_change(user=person, **{**CONTACT, "email": person.email, "phone": person.phone})
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "salah"}, "password"),
        ({"email": "x"}, "email"),
        ({"phone": "0755"}, "phone"),
        ({"street": " "}, "street"),
        ({"occupation": ""}, "occupation"),
        ({"village_code": "13.02"}, "village"),
        ({"village_code": "x" * 300}, "village"),
    ],
)
def test_a_wrong_contact_is_refused_and_nothing_is_written(person, wrong, field):
    solok_regions()
    with pytest.raises(DomainError) as caught:
        services.contact_change(user=person, **{**CONTACT, **wrong})
    assert caught.value.field == field
    person.refresh_from_db()
    assert (person.email, person.profile.street) == ("lama@contoh.id", "Jorong Simpang")
    assert not OutboxMessage.objects.exists()
    assert not AuditEntry.objects.exists()


# --- Consent, doubts about a NIK -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_consent_is_due_after_a_new_version_and_given_once():
    user = ApplicantFactory(profile__consent_version="2025-01")
    assert consent_due(user)
    for _time in range(2):
        services.consent_give(user=user)
    assert not consent_due(user)
    assert AuditEntry.objects.get().data == {"version": CONSENT_VERSION, "before": "2025-01"}
    assert not consent_due(UserFactory())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nik", "count"),
    [(NIK, 0), ("1302010503910003", 0), ("1399100503910003", 1), ("1302100503910000", 1), ("9999990503910003", 1)],
)
def test_a_nik_is_doubted_when_no_regency_gave_it(nik, count):
    solok_regions()
    assert len(nik_doubts(nik, birth_date=date(1991, 3, 5), sex=Sex.MALE)) == count
