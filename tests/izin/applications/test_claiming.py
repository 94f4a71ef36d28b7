"""Claiming a case, so that two officers never work on one; who else looks at it (W2)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.errors import NotAllowed
from izin.accounts.enums import Role
from izin.applications.claims import claim_in_force, claims_of, colleagues_present
from izin.applications.models import CaseClaim, CasePresence
from izin.applications.selectors import case_get
from izin.applications.services.claiming import (
    case_claim,
    case_release,
    case_seen,
    case_take_over,
    presence_sweep,
)
from izin.applications.services.deciding import application_approve, application_return
from izin.audit.models import AuditEntry
from izin.workflow.models import WorkSettings
from izin.workflow.services import superiors_load
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.threads import run_together

NOON = "2026-11-17T05:00:00Z"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(db):
    superiors_load()
    return ApplicationFactory(at="terima", documents=False)


@pytest.fixture
def clerks(db):
    return OfficerFactory.create_batch(2, role=Role.FRONT_DESK)


def claim(case, officer):
    return case_claim(application_id=case.pk, actor=officer)


def held_by(case):
    found = claim_in_force(case_get(case.pk))
    return found.officer if found else None


def test_a_claim_keeps_colleagues_off_until_it_is_given_up(case, clerks):
    mine, other = clerks
    claim(case, mine)
    assert held_by(case) == mine
    assert list(claims_of(mine)) == [CaseClaim.objects.get()]
    name = f"sedang dikerjakan {mine.get_full_name()}"
    with pytest.raises(NotAllowed, match=name):
        claim(case, other)
    for decide in (application_approve, application_return):
        more = {"note": "Perbaiki."} if decide is application_return else {}
        with pytest.raises(NotAllowed, match=name):
            decide(application_id=case.pk, actor=other, turn="terima/1", **more)
    with pytest.raises(NotAllowed, match=r"atau atasannya"):
        case_release(application_id=case.pk, actor=other)
    assert held_by(case) == mine
    case_release(application_id=case.pk, actor=mine)
    assert held_by(case) is None
    claim(case, other)
    assert held_by(case) == other
    assert [entry.action for entry in AuditEntry.objects.all()] == ["case.claimed", "case.released", "case.claimed"]


def test_it_lapses_after_as_many_minutes_as_the_settings_say_unless_something_is_done(case, clerks):
    WorkSettings.objects.create(claim_minutes=10)
    mine, other = clerks
    with time_machine.travel(NOON, tick=False) as clock:
        claim(case, mine)
        clock.shift(9 * MINUTE)
        case_seen(application_id=case.pk, officer=mine)
        clock.shift(9 * MINUTE)
        assert held_by(case) == mine
        clock.shift(MINUTE)
        assert held_by(case) is None
        assert not claims_of(mine)
        # A page that stays open does not bring back what has lapsed.
        case_seen(application_id=case.pk, officer=mine)
        claim(case, other)
        assert held_by(case) == other
        with pytest.raises(NotAllowed):
            application_approve(application_id=case.pk, actor=mine, turn="terima/1")


def test_deciding_ends_the_claim_and_a_claim_of_one_s_own_is_no_hindrance(case, clerks):
    claim(case, clerks[0])
    application_approve(application_id=case.pk, actor=clerks[0], turn="terima/1")
    assert not CaseClaim.objects.exists()


def test_nobody_claims_what_is_not_his_turn(case):
    for role in (Role.SECRETARY, Role.ADMIN):
        with pytest.raises(NotAllowed, match="bukan giliran Anda"):
            claim(case, OfficerFactory(role=role))
    returned = ApplicationFactory(at="returned:terima", documents=False)
    with pytest.raises(NotAllowed):
        claim(returned, OfficerFactory())
    assert not CaseClaim.objects.exists()


@pytest.mark.parametrize("role", [Role.VERIFICATION_SECTION_HEAD, Role.SECRETARY, Role.ADMIN, Role.SUPERVISOR])
def test_who_stands_above_frees_it_and_takes_it_over_when_it_is_his_turn_too(case, clerks, role):
    claim(case, clerks[0])
    chief = OfficerFactory(role=role)
    with pytest.raises(NotAllowed, match="bukan giliran Anda"):
        case_take_over(application_id=case.pk, actor=chief)
    both = OfficerFactory(role=role, also=[Role.FRONT_DESK])
    case_take_over(application_id=case.pk, actor=both)
    assert held_by(case) == both
    case_release(application_id=case.pk, actor=chief)
    assert held_by(case) is None
    assert AuditEntry.objects.order_by("-sequence")[0].data == {"stage": "terima", "from": both.pk}


def test_an_equal_or_one_below_takes_nothing_over(case, clerks):
    claim(case, clerks[0])
    with pytest.raises(NotAllowed, match="Hanya atasan"):
        case_take_over(application_id=case.pk, actor=clerks[1])
    assert held_by(case) == clerks[0]


def test_colleagues_see_each_other_for_two_minutes(case, clerks, django_assert_num_queries):
    mine, other = clerks
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(2):
            case_seen(application_id=case.pk, officer=other)
        case_seen(application_id=case.pk, officer=mine)
        with django_assert_num_queries(1):
            assert colleagues_present([case], mine) == {case.pk: [other]}
        clock.shift(2 * MINUTE)
        assert colleagues_present([case], mine) == {}
        assert presence_sweep() == 0
        clock.shift(timedelta(days=1))
        assert presence_sweep() == 2
    assert not CasePresence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_gets_it(django_user_model):
    case, officers = ApplicationFactory(at="terima", documents=False), OfficerFactory.create_batch(4)
    results = run_together([lambda officer=officer: claim(case, officer) for officer in officers])
    winners = [officer for officer, result in zip(officers, results, strict=True) if isinstance(result, CaseClaim)]
    assert len(winners) == 1
    assert held_by(case) == winners[0]
    assert sum(isinstance(result, NotAllowed) for result in results) == 3
    assert AuditEntry.objects.filter(action="case.claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_claimed_and_decided_at_once_the_case_is_nobody_s_twice():
    case, (first, second) = ApplicationFactory(at="terima", documents=False), OfficerFactory.create_batch(2)
    results = run_together(
        [
            lambda: claim(case, first),
            lambda: application_approve(application_id=case.pk, actor=second, turn="terima/1"),
        ]
    )
    lost = [result for result in results if isinstance(result, NotAllowed)]
    assert len(lost) == 1
    moved = case_get(case.pk).stage_key == "kasi_pv"
    assert moved == (lost[0] is results[0])
    assert (held_by(case) == first) != moved


def test_a_claim_that_lapsed_long_ago_is_swept(case, clerks):
    claim(case, clerks[0])
    CaseClaim.objects.update(active_until=timezone.now() - timedelta(days=2))
    assert presence_sweep() == 1
