"""Who acts in whose role, on which days (A6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.acting import acting_roles, delegations_of
from izin.accounts.enums import MandateCapacity, Role
from izin.accounts.models import RoleDelegation, SignatureMandate, User
from izin.accounts.selectors import mandate_on
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory, DelegationFactory, MandateFactory, OfficerFactory
from tests.threads import run_together

TODAY = date(2026, 11, 24)
LETTER = {"letter_number": "800/7/SP/2026", "letter_date": date(2026, 11, 20)}
WEEK = {"valid_from": date(2026, 11, 24), "valid_until": date(2026, 11, 30)}


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def kabid(db):
    return OfficerFactory(role=Role.DIVISION_HEAD, position="Kepala Bidang Perizinan")


@pytest.fixture
def kasi(db):
    return OfficerFactory(role=Role.LICENSING_SECTION_HEAD)


def grant(actor, substitute, holder=None, role=Role.DIVISION_HEAD, **changes):
    values = {**LETTER, **WEEK, **changes}
    return services.delegation_grant(actor=actor, role=role, substitute=substitute, holder=holder, **values)


def test_the_substitute_acts_and_the_holder_does_not(kabid, kasi):
    delegation = grant(kabid, kasi, kabid)
    assert acting_roles(kasi) == {Role.DIVISION_HEAD: kabid, Role.LICENSING_SECTION_HEAD: None}
    assert acting_roles(kabid) == {}
    assert delegation.position_line == "Plh. Kepala Bidang Perizinan"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("delegation.granted", kabid)
    assert entry.data["substitute"] == kasi.pk
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == {kabid.pk, kasi.pk}
    assert kasi.get_full_name() in OutboxMessage.objects.first().body


@pytest.mark.parametrize(("day", "acts"), [(23, False), (24, True), (30, True), (31, False)])
def test_it_holds_from_its_first_day_to_its_last(kabid, kasi, day, acts):
    grant(kabid, kasi, kabid)
    on = date(2026, 11, 1) + timedelta(days=day - 1)
    assert (Role.DIVISION_HEAD in acting_roles(kasi, on)) is acts
    assert (Role.DIVISION_HEAD in acting_roles(kabid, on)) is not acts


def test_roles_take_two_queries(kabid, kasi, django_assert_num_queries):
    for _other in range(3):
        DelegationFactory(substitute=kasi)
    fresh = User.objects.get(pk=kasi.pk)
    with django_assert_num_queries(2):
        assert Role.DIVISION_HEAD in acting_roles(fresh)


def test_who_has_no_role_or_may_not_log_in_acts_in_none(kasi, kabid):
    grant(kabid, kasi, kabid)
    assert acting_roles(ApplicantFactory()) == {}
    User.objects.filter(pk=kasi.pk).update(is_active=False)
    assert acting_roles(User.objects.get(pk=kasi.pk)) == {}
    # Nobody acts for him any more: the work is his again.
    assert acting_roles(kabid) == {Role.DIVISION_HEAD: None}


def test_nothing_is_handed_on(kabid, kasi):
    grant(kabid, kasi, kabid)
    third = OfficerFactory(role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        grant(kasi, third, kabid)
    grant(kasi, third, kasi, role=Role.LICENSING_SECTION_HEAD)
    assert acting_roles(third).keys() == {Role.FRONT_DESK, Role.LICENSING_SECTION_HEAD}


def test_a_vacant_post_is_filled_by_an_administrator_alone(kabid, kasi):
    with pytest.raises(NotAllowed):
        grant(kabid, kasi, post="Kepala Bidang Perizinan")
    admin = OfficerFactory(role=Role.ADMIN)
    with pytest.raises(DomainError) as refused:
        grant(admin, kasi)
    assert refused.value.field == "post"
    assert grant(admin, kasi, post="Kepala Bidang Perizinan").position_line == "Plt. Kepala Bidang Perizinan"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_until": date(2026, 11, 23)}, "valid_until"),
        ({"valid_from": date(2026, 11, 1), "valid_until": date(2026, 11, 20)}, "valid_until"),
        ({"letter_number": "  "}, "letter_number"),
        ({"role": Role.SECRETARY}, "holder"),
        ({"role": Role.ADMIN}, "role"),
    ],
)
def test_what_is_refused_changes_nothing(kabid, kasi, changes, field):
    with pytest.raises(DomainError) as refused:
        grant(OfficerFactory(role=Role.ADMIN), kasi, kabid, **changes)
    assert refused.value.field == field
    assert not RoleDelegation.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "substitute",
    [
        lambda: ApplicantFactory(),
        lambda: OfficerFactory(role=Role.CONTENT_EDITOR),
        lambda: OfficerFactory(is_active=False),
        lambda: OfficerFactory(role=Role.DIVISION_HEAD),
    ],
)
def test_who_can_not_stand_in(kabid, substitute):
    with pytest.raises(DomainError) as refused:
        grant(kabid, substitute(), kabid)
    assert refused.value.field == "substitute"
    assert not RoleDelegation.objects.exists()


def test_nobody_stands_in_for_himself(kabid):
    with pytest.raises(DomainError):
        grant(kabid, kabid, kabid)


def test_of_a_vacant_post_nobody_s_behalf_is_told(kasi):
    DelegationFactory(substitute=kasi, vacant=True)
    assert acting_roles(kasi) == {Role.DIVISION_HEAD: None, Role.LICENSING_SECTION_HEAD: None}


def test_one_substitute_at_a_time(kabid, kasi):
    grant(kabid, kasi, kabid)
    with pytest.raises(DomainError, match="Sudah ada pengganti"):
        grant(kabid, OfficerFactory(role=Role.SECRETARY), kabid, valid_until=date(2026, 12, 5))
    assert RoleDelegation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_holds():
    kabid = OfficerFactory(role=Role.DIVISION_HEAD)
    others = [OfficerFactory(role=Role.SECRETARY), OfficerFactory(role=Role.LICENSING_SECTION_HEAD)]
    results = run_together([lambda other=other: grant(kabid, other, kabid) for other in others])
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "RoleDelegation"]
    assert RoleDelegation.objects.count() == 1


@given(
    first=st.tuples(st.integers(0, 20), st.integers(0, 10)),
    second=st.tuples(st.integers(0, 20), st.integers(0, 10)),
    vacant=st.booleans(),
)
def test_the_database_refuses_any_overlap_and_nothing_else(first, second, vacant):
    begin = date(2026, 11, 1)
    holder = None if vacant else OfficerFactory(role=Role.DIVISION_HEAD)
    capacity = MandateCapacity.ACTING_PLT if vacant else MandateCapacity.ACTING_PLH

    def write(start, days):
        day = begin + timedelta(days=start)
        values = {"valid_from": day, "valid_until": day + timedelta(days=days)}
        return DelegationFactory(holder=holder, capacity=capacity, **values)

    overlap = first[0] <= second[0] + second[1] and second[0] <= first[0] + first[1]
    with transaction.atomic():
        write(*first)
        if overlap:
            with pytest.raises(IntegrityError, match="izin_delegation_one_at_a_time"), transaction.atomic():
                write(*second)
        else:
            write(*second)
        transaction.set_rollback(True)


def test_the_holder_comes_back_early(kabid, kasi):
    delegation = grant(kabid, kasi, kabid)
    with pytest.raises(NotAllowed):
        services.delegation_end(actor=kasi, pk=delegation.pk)
    ended = services.delegation_end(actor=kabid, pk=delegation.pk)
    assert (ended.ended_by, ended.mandate) == (kabid, None)
    assert acting_roles(kabid) == {Role.DIVISION_HEAD: None}
    assert acting_roles(kasi) == {Role.LICENSING_SECTION_HEAD: None}
    assert not delegations_of(kasi).exists()
    with pytest.raises(NotAllowed, match="sudah berakhir"):
        services.delegation_end(actor=kabid, pk=delegation.pk)
    # The days are free again.
    grant(kabid, kasi, kabid)


def test_who_acts_for_the_head_signs_by_the_same_letter_and_no_longer():
    head = OfficerFactory(role=Role.AGENCY_HEAD, position="Kepala Dinas")
    secretary = OfficerFactory(role=Role.SECRETARY)
    with pytest.raises(NotAllowed):
        grant(head, secretary, head, role=Role.AGENCY_HEAD)
    assert not RoleDelegation.objects.exists()
    delegation = grant(OfficerFactory(role=Role.ADMIN), secretary, head, role=Role.AGENCY_HEAD)
    mandate = mandate_on(secretary, TODAY)
    assert (mandate, mandate.position_line, mandate.decree) == (
        delegation.mandate,
        "Plh. Kepala Dinas",
        LETTER["letter_number"],
    )
    assert mandate_on(secretary, date(2026, 12, 1)) is None
    services.delegation_end(actor=head, pk=delegation.pk)
    assert Role.AGENCY_HEAD not in acting_roles(secretary)
    assert mandate_on(secretary, date(2026, 11, 25)) is None


def test_a_mandate_that_has_not_begun_goes_with_its_delegation():
    head, secretary = OfficerFactory(role=Role.AGENCY_HEAD), OfficerFactory(role=Role.SECRETARY)
    admin = OfficerFactory(role=Role.ADMIN)
    delegation = grant(admin, secretary, head, role=Role.AGENCY_HEAD, valid_from=date(2026, 11, 28))
    services.delegation_end(actor=admin, pk=delegation.pk)
    assert not SignatureMandate.objects.filter(officer__user=secretary).exists()


def test_who_has_another_mandate_on_these_days_can_not_act_for_the_head():
    head, secretary = OfficerFactory(role=Role.AGENCY_HEAD), OfficerFactory(role=Role.SECRETARY)
    MandateFactory(officer=secretary.officer, acting=True)
    with pytest.raises(DomainError, match="sudah mempunyai mandat"):
        grant(OfficerFactory(role=Role.ADMIN), secretary, head, role=Role.AGENCY_HEAD)
    assert not RoleDelegation.objects.exists()
