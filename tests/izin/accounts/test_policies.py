"""Who may do what with accounts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from common.crypto import blind_index
from izin.accounts.enums import Role
from izin.accounts.policies import can_create_officer, can_reissue_password, has_role, login_throttle_name
from tests.factories.accounts import ApplicantFactory, OfficerFactory, UserFactory

NIK = "1302100503910003"


@pytest.mark.django_db
def test_has_role_needs_an_active_user_with_one_of_the_roles():
    head = OfficerFactory(role=Role.AGENCY_HEAD)
    retired = OfficerFactory(role=Role.AGENCY_HEAD, is_active=False)
    assert has_role(head, Role.AGENCY_HEAD)
    assert has_role(head, Role.SECRETARY, Role.AGENCY_HEAD)
    assert not has_role(head, Role.SECRETARY)
    assert not has_role(head)
    assert not has_role(retired, Role.AGENCY_HEAD)
    assert not has_role(AnonymousUser(), Role.AGENCY_HEAD)


@pytest.mark.django_db
def test_only_administrators_open_accounts_of_officers():
    assert can_create_officer(OfficerFactory(role=Role.ADMIN))
    assert can_create_officer(UserFactory(superuser=True))
    assert not can_create_officer(OfficerFactory(role=Role.AGENCY_HEAD))
    assert not can_create_officer(ApplicantFactory())
    assert not can_create_officer(AnonymousUser())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        (Role.FRONT_DESK, "applicant", True),
        (Role.FRONT_DESK, "officer", False),
        (Role.FRONT_DESK, "superuser", False),
        (Role.FRONT_DESK, "inactive", False),
        (Role.ADMIN, "applicant", True),
        (Role.ADMIN, "officer", True),
        (Role.ADMIN, "superuser", False),
        (Role.SECRETARY, "applicant", False),
        (None, "applicant", False),
    ],
)
def test_who_may_have_a_password_sent_again(actor, target, allowed):
    by = OfficerFactory(role=actor) if actor else ApplicantFactory()
    user = {
        "applicant": lambda: ApplicantFactory(),
        "officer": lambda: OfficerFactory(role=Role.AGENCY_HEAD),
        "superuser": lambda: UserFactory(superuser=True),
        "inactive": lambda: ApplicantFactory(is_active=False),
    }[target]()
    assert can_reissue_password(by, user) is allowed


@pytest.mark.parametrize("typed", [NIK, "1302 1005 0391 0003", "1302.1005.0391.0003"])
def test_throttle_counts_the_blind_index_however_the_nik_is_typed(rf, typed):
    assert login_throttle_name(rf.post("/", {"username": "lain"}), {"username": typed}) == blind_index(NIK)
    assert login_throttle_name(rf.post("/", {"username": typed}), None) == blind_index(NIK)


def test_throttle_takes_the_name_of_a_logged_in_user_as_it_is(rf):
    assert login_throttle_name(rf.post("/"), {"username": blind_index(NIK)}) == blind_index(NIK)


def test_throttle_without_any_name_still_counts(rf):
    assert login_throttle_name(rf.post("/")) == blind_index("")
