"""A Plh. of the head of office signs: by one letter he gets turn and mandate, and both end with it (A6)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from common.errors import NotAllowed
from izin.accounts import services
from izin.accounts.enums import Role
from izin.applications.policies import may_decide
from izin.permits.models import Issuance, Permit
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ready_to_sign
from tests.factories.permits import HeadFactory, issue

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 11, 30)


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture
def delegation(clock):
    return services.delegation_grant(
        actor=OfficerFactory(role=Role.ADMIN),
        role=Role.AGENCY_HEAD,
        holder=HeadFactory(position="Kepala Dinas"),
        substitute=OfficerFactory(role=Role.SECRETARY, full_name="Sekretaris Dinas"),
        letter_number="800/9/SP/2026",
        letter_date=date(2026, 11, 23),
        valid_from=date(2026, 11, 24),
        valid_until=LAST_DAY,
    )


def test_the_substitute_signs_in_his_capacity_and_on_whose_behalf_is_kept(delegation):
    application = ready_to_sign()
    with pytest.raises(NotAllowed):
        issue(application, delegation.holder)
    permit = issue(application, delegation.substitute)
    assert permit.signer_name == delegation.substitute.get_full_name()
    assert permit.signer_position == "Plh. Kepala Dinas"
    step = application.steps.get()
    assert (step.actor, step.on_behalf_of) == (delegation.substitute, delegation.holder)


@pytest.mark.parametrize("end", ["by its last day", "by the holder"])
def test_when_it_has_ended_he_signs_no_more_and_the_holder_does(delegation, clock, end):
    application = ready_to_sign()
    if end == "by the holder":
        services.delegation_end(actor=delegation.holder, pk=delegation.pk)
    else:
        clock.move_to(datetime(2026, 12, 1, 3, tzinfo=UTC))
    assert not may_decide(delegation.substitute, application)
    with pytest.raises(NotAllowed):
        issue(application, delegation.substitute)
    assert not Permit.objects.exists()
    assert not Issuance.objects.exists()
    assert issue(application, delegation.holder).signer_position == "Kepala Dinas"
