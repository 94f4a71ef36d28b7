"""Managing officers' accounts: roles, closing, sessions, locks; and nobody locks the office out."""

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.people import applicant_by_nik, is_locked_out, officer_search
from izin.accounts.services.roles import roles_load
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, OfficerFactory, UserFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    roles_load()
    return OfficerFactory(role=Role.ADMIN)


@pytest.fixture
def clerk():
    return OfficerFactory(role=Role.FRONT_DESK)


def last_entry():
    return AuditEntry.objects.latest("sequence")


def generation(user):
    return User.objects.values_list("session_generation", flat=True).get(pk=user.pk)


def test_roles_are_exactly_those_that_are_given_and_losing_one_logs_out(admin, clerk):
    more = services.officer_roles_change(actor=admin, user=clerk, roles=[Role.FRONT_DESK, Role.SECRETARY])
    assert more.roles == {Role.FRONT_DESK, Role.SECRETARY}
    assert generation(clerk) == 0
    fewer = services.officer_roles_change(actor=admin, user=more, roles=[Role.SECRETARY])
    assert fewer.roles == {Role.SECRETARY}
    assert generation(clerk) == 1
    assert (last_entry().action, last_entry().data) == (
        "officer.roles_changed",
        {"added": [], "removed": ["front_desk"]},
    )
    services.officer_roles_change(actor=admin, user=fewer, roles=[Role.SECRETARY])
    assert AuditEntry.objects.count() == 2


def test_no_role_at_all_is_refused(admin, clerk):
    with pytest.raises(DomainError) as refused:
        services.officer_roles_change(actor=admin, user=clerk, roles=[])
    assert refused.value.field == "roles"
    assert clerk.roles == {Role.FRONT_DESK}


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, user: services.officer_roles_change(actor=actor, user=user, roles=[Role.SECRETARY]),
        lambda actor, user: services.officer_deactivate(actor=actor, user=user),
        lambda actor, user: services.officer_reactivate(actor=actor, user=user),
        lambda actor, user: services.account_sessions_end(actor=actor, user=user),
        lambda actor, user: services.lockout_lift(actor=actor, user=user),
    ],
)
def test_nobody_does_it_to_himself_nor_without_being_an_administrator(admin, clerk, act):
    OfficerFactory(role=Role.ADMIN)
    before = list(User.objects.order_by("pk").values_list())
    for actor, user in ((admin, admin), (clerk, OfficerFactory(role=Role.SECRETARY)), (ApplicantFactory(), clerk)):
        before = list(User.objects.order_by("pk").values_list())
        with pytest.raises(NotAllowed):
            act(actor, user)
        assert list(User.objects.order_by("pk").values_list()) == before
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["close", "take the role"])
def test_two_administrators_do_not_remove_each_other(act):
    roles_load()
    first, second = OfficerFactory(role=Role.ADMIN), OfficerFactory(role=Role.ADMIN)

    def remove(actor, user):
        if act == "close":
            return services.officer_deactivate(actor=actor, user=user)
        return services.officer_roles_change(actor=actor, user=user, roles=[Role.SECRETARY])

    results = run_together([lambda: remove(first, second), lambda: remove(second, first)])
    assert sorted(type(result).__name__ for result in results) == ["NotAllowed", "User"]
    assert User.objects.filter(is_active=True, groups__name=Role.ADMIN.label).count() == 1


def test_a_superuser_who_is_no_administrator_any_more_is_none(admin):
    boss = OfficerFactory(role=Role.ADMIN, is_superuser=True)
    services.officer_roles_change(actor=admin, user=boss, roles=[Role.SECRETARY])
    boss.refresh_from_db()
    assert not boss.is_superuser


def test_a_closed_account_lets_nobody_in_until_it_is_opened(client, admin, clerk):
    client.force_login(clerk)
    services.officer_deactivate(actor=admin, user=clerk)
    assert client.get("/petugas/")["Location"].startswith("/akun/masuk/")
    assert [user.pk for user in officer_search(closed=True)] == [clerk.pk]
    with pytest.raises(NotAllowed, match="sudah nonaktif"):
        services.officer_deactivate(actor=admin, user=clerk)
    services.officer_reactivate(actor=admin, user=clerk)
    clerk.refresh_from_db()
    assert clerk.is_active
    assert last_entry().action == "officer.reactivated"


def test_an_applicants_account_is_not_managed_here(admin):
    person = ApplicantFactory()
    with pytest.raises(NotAllowed):
        services.officer_deactivate(actor=admin, user=person)
    with pytest.raises(NotAllowed):
        services.officer_roles_change(actor=admin, user=person, roles=[Role.ADMIN])
    assert not User.objects.get(pk=person.pk).roles


def test_new_contact_is_told_to_the_old_one(admin, clerk):
    old = clerk.email
    values = {"full_name": clerk.full_name, "position": "Analis", "phone": "", "email": "baru@contoh.id"}
    services.officer_update(actor=admin, user=clerk, **values)
    assert {message.address for message in OutboxMessage.objects.filter(channel="email")} == {old, "baru@contoh.id"}
    assert "position" in last_entry().data["fields"]
    with pytest.raises(NotAllowed):
        services.officer_update(actor=clerk, user=clerk, **values)


def test_a_lock_is_lifted_by_the_front_desk_for_applicants_alone(admin, clerk):
    person = ApplicantFactory()
    values = {"ip_address": "10.0.0.1", "failures_since_start": 5, "attempt_time": timezone.now()}
    for user in (person, admin):
        AccessAttempt.objects.create(username=user.nik_index, **values)
    assert is_locked_out(person)
    services.lockout_lift(actor=clerk, user=person)
    assert not is_locked_out(person)
    assert (last_entry().action, last_entry().actor) == ("account.unlocked", clerk)
    with pytest.raises(NotAllowed):
        services.lockout_lift(actor=clerk, user=admin)
    assert is_locked_out(admin)


def test_people_are_found(admin, clerk):
    person = ApplicantFactory()
    assert applicant_by_nik(person.nik) == person
    assert applicant_by_nik(clerk.nik) is None
    assert applicant_by_nik(UserFactory().nik) is None
    assert {user.pk for user in officer_search(clerk.full_name)} == {clerk.pk}
    assert {user.pk for user in officer_search(role="admin")} == {admin.pk}
