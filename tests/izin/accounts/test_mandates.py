"""Who may sign on which day, and as what (C2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.accounts.models import MandateCapacity, SignatureMandate
from izin.accounts.selectors import mandate_on, mandate_required
from izin.accounts.services.mandates import mandate_grant
from izin.audit.models import AuditEntry
from izin.catalog.models import NumberCounter
from izin.permits.models import Issuance
from tests.factories.accounts import ApplicantFactory, MandateFactory, OfficerFactory, UserFactory
from tests.factories.applications import ready_to_sign
from tests.factories.permits import issue
from tests.threads import run_together

NOVEMBER = {"valid_from": date(2026, 11, 1), "valid_until": date(2026, 11, 30)}
POST = "Kepala Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga Kerja"


def head():
    return OfficerFactory(role=Role.AGENCY_HEAD, mandate=False, position=POST)


def grant(officer, *, actor=None, **changes):
    values = {
        "capacity": MandateCapacity.DEFINITIVE,
        "decree": "821.22/014/BKPSDM-2026",
        "valid_from": date(2026, 1, 1),
        **changes,
    }
    return mandate_grant(actor=actor, officer=officer, **values)


@pytest.mark.django_db
def test_a_mandate_is_written_and_audited():
    admin, user = OfficerFactory(role=Role.ADMIN), head()
    mandate = grant(
        user.officer,
        actor=admin,
        capacity=MandateCapacity.ACTING_PLT,
        acting_for="  Kepala   Dinas ",
        decree=" 800/1/2026 ",
        **NOVEMBER,
    )
    mandate.refresh_from_db()
    assert (mandate.officer, mandate.capacity) == (user.officer, "acting_plt")
    assert (mandate.acting_for, mandate.decree) == ("Kepala Dinas", "800/1/2026")
    assert (mandate.valid_from, mandate.valid_until) == tuple(NOVEMBER.values())
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("mandate.granted", admin, str(mandate.pk))
    assert entry.data == {
        "officer": user.officer.pk,
        "capacity": "acting_plt",
        "decree": "800/1/2026",
        "valid_from": "2026-11-01",
        "valid_until": "2026-11-30",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.AGENCY_HEAD, Role.SECRETARY])
def test_only_administrators_grant_mandates(role):
    actor = OfficerFactory(role=role) if role else ApplicantFactory()
    user = head()
    with pytest.raises(NotAllowed, match="Hanya admin"):
        grant(user.officer, actor=actor)
    assert not SignatureMandate.objects.filter(officer=user.officer).exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"decree": "  "}, "decree", None),
        ({"decree": "x" * 101}, "decree", None),
        ({"capacity": "deputy"}, "capacity", None),
        ({"valid_until": date(2025, 12, 31)}, "valid_until", "Tanggal berakhir"),
        ({"capacity": MandateCapacity.ACTING_PLH, "acting_for": "Kepala Dinas"}, None, "harus mempunyai tanggal"),
        ({"capacity": MandateCapacity.ACTING_PLT, **NOVEMBER}, None, "jabatan yang digantikan"),
        ({"capacity": MandateCapacity.ACTING_PLT, "acting_for": " ", **NOVEMBER}, None, "jabatan yang digantikan"),
        ({"acting_for": "Kepala Dinas"}, None, "jabatan yang digantikan"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_words_and_not_written(changes, field, message):
    with pytest.raises(DomainError, match=message) as caught:
        grant(head().officer, **changes)
    assert caught.value.field == field
    assert not SignatureMandate.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"capacity": "deputy"}, "izin_mandate_capacity_known"),
        ({"decree": ""}, "izin_mandate_decree_given"),
        ({"valid_until": date(2026, 10, 31)}, "izin_mandate_period_in_order"),
        ({"valid_until": None}, "izin_mandate_acting_ends"),
        ({"acting_for": ""}, "izin_mandate_acting_for_given"),
        ({"capacity": MandateCapacity.DEFINITIVE}, "izin_mandate_acting_for_given"),
    ],
)
def test_database_holds_the_rules_itself(changes, constraint):
    MandateFactory(acting=True)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SignatureMandate.objects.update(**changes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "meets"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), False),
        (date(2026, 10, 1), date(2026, 11, 1), True),
        (date(2026, 11, 15), date(2026, 11, 15), True),
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 1), None, False),
        (date(2020, 1, 1), None, True),
    ],
)
def test_an_officer_has_one_mandate_at_a_time(begins, ends, meets):
    user = head()
    grant(user.officer, **NOVEMBER)
    values = {"valid_from": begins, "valid_until": ends}
    if meets:
        with pytest.raises(DomainError, match="sudah mempunyai mandat"):
            grant(user.officer, **values)
        with pytest.raises(IntegrityError, match="izin_mandate_one_at_a_time"), transaction.atomic():
            MandateFactory(officer=user.officer, **values)
    else:
        grant(user.officer, **values)
    grant(head().officer, **values)  # another officer's days are his own


@pytest.mark.django_db(transaction=True)
def test_of_two_mandates_granted_at_the_same_moment_one_is_refused_in_words():
    officer = head().officer
    answers = run_together([lambda: grant(officer)] * 2)
    (refused,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(refused, DomainError)
    assert "sudah mempunyai mandat" in refused.message
    assert SignatureMandate.objects.count() == 1


@pytest.mark.django_db
def test_the_mandate_of_a_day_holds_from_its_first_to_its_last():
    user = head()
    plh = MandateFactory(acting=True, officer=user.officer)
    own = MandateFactory(officer=user.officer, valid_from=date(2026, 12, 5))
    MandateFactory()
    days = {
        date(2026, 10, 31): None,
        date(2026, 11, 1): plh,
        date(2026, 11, 30): plh,
        date(2026, 12, 1): None,
        date(2026, 12, 5): own,
        date(9999, 12, 31): own,
    }
    assert {day: mandate_on(user, day) for day in days} == days
    assert mandate_on(UserFactory(), date(2026, 11, 1)) is None


@pytest.mark.django_db
def test_today_is_a_day_of_the_office():
    user = head()
    MandateFactory(acting=True, officer=user.officer)
    # 30 November ends in Arosuka at 17:00 UTC.
    with time_machine.travel(datetime(2026, 11, 30, 16, 59, tzinfo=UTC), tick=False):
        assert mandate_required(user).valid_until == date(2026, 11, 30)
    with (
        time_machine.travel(datetime(2026, 11, 30, 17, 0, tzinfo=UTC), tick=False),
        pytest.raises(NotAllowed, match="tidak berlaku hari ini. Hubungi admin"),
    ):
        mandate_required(user)


@pytest.mark.django_db
def test_whose_post_is_not_recorded_is_told_so():
    with pytest.raises(DomainError, match="Jabatan Anda belum dicatat"):
        mandate_required(UserFactory())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, POST),
        ({"capacity": MandateCapacity.ACTING_PLT, "acting_for": "Kepala Dinas"}, "Plt. Kepala Dinas"),
        ({"capacity": MandateCapacity.ACTING_PLH, "acting_for": "Kepala Dinas"}, "Plh. Kepala Dinas"),
    ],
)
def test_the_letter_says_as_what_the_officer_signs(changes, line):
    mandate = MandateFactory(officer=head().officer, **{**NOVEMBER, **changes})
    assert SignatureMandate.objects.get(pk=mandate.pk).position_line == line


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [
        None,
        (date(2026, 12, 1), None),
        (date(2026, 1, 1), date(2026, 11, 29)),
    ],
    ids=["never had one", "begins tomorrow", "ended yesterday"],
)
def test_without_a_mandate_nothing_is_signed_and_no_number_is_taken(days):
    with time_machine.travel(datetime(2026, 11, 30, 3, 0, tzinfo=UTC), tick=True):
        application, signer = ready_to_sign(), head()
        if days:
            MandateFactory(officer=signer.officer, valid_from=days[0], valid_until=days[1])
        with pytest.raises(NotAllowed, match="Mandat tanda tangan Anda tidak berlaku hari ini"):
            issue(application, signer)
        application.refresh_from_db()
        assert application.status == "awaiting_signature"
        assert not Issuance.objects.exists()
        assert not NumberCounter.objects.filter(series__startswith="izin:").exists()
        assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_acting_head_signs_and_what_he_signed_stays_when_his_mandate_ends():
    # Not at another time: the development certificate would be made for it.
    signer, application, today = head(), ready_to_sign(), timezone.localdate()
    days = {"valid_from": today - timedelta(days=9), "valid_until": today + timedelta(days=1)}
    mandate = MandateFactory(acting=True, officer=signer.officer, **days)
    permit = issue(application, signer)
    mandate.valid_until = today - timedelta(days=1)
    mandate.save()
    assert issue(application, signer) == permit
    with pytest.raises(NotAllowed, match="tidak berlaku hari ini"):
        issue(ready_to_sign(), signer)


@pytest.mark.django_db
def test_a_mandate_is_no_role():
    secretary = OfficerFactory(role=Role.SECRETARY)
    MandateFactory(officer=secretary.officer)
    with pytest.raises(NotAllowed, match="bukan giliran Anda"):
        issue(ready_to_sign(), secretary)


@given(begins=st.dates(), days=st.integers(-40, 40))
def test_dates_in_the_wrong_order_are_told_at_their_field(begins, days):
    try:
        ends = begins + timedelta(days=days)
    except OverflowError:
        ends = None
    mandate = SignatureMandate(valid_from=begins, valid_until=ends)
    if ends is not None and days < 0:
        with pytest.raises(ValidationError) as caught:
            mandate.clean()
        assert list(caught.value.message_dict) == ["valid_until"]
    else:
        mandate.clean()
