"""The pages of who stands in for whom."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from izin.accounts.enums import Role
from izin.accounts.models import RoleDelegation
from tests.factories.accounts import DelegationFactory, OfficerFactory

pytestmark = pytest.mark.django_db

LIST, NEW = "/petugas/pelimpahan/", "/petugas/pelimpahan/baru/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        yield


def typed(substitute, **changes):
    return {
        "role": Role.DIVISION_HEAD,
        "substitute": substitute.pk,
        "letter_number": "800/7/SP/2026",
        "letter_date": "20/11/2026",
        "valid_from": "24-11-2026",
        "valid_until": "30.11.2026",
        **changes,
    }


def test_a_holder_names_his_substitute(client):
    kabid, kasi = OfficerFactory(role=Role.DIVISION_HEAD), OfficerFactory(role=Role.LICENSING_SECTION_HEAD)
    client.force_login(kabid)
    page = client.get(NEW).content.decode()
    assert 'name="holder"' not in page
    assert client.post(NEW, typed(kasi))["Location"] == LIST
    delegation = RoleDelegation.objects.get()
    assert (delegation.holder, delegation.substitute, delegation.valid_until) == (kabid, kasi, date(2026, 11, 30))
    page = client.get(LIST).content.decode()
    assert "Sedang berlaku" in page
    assert "Akhiri sekarang" in page
    client.force_login(kasi)
    page = client.get(LIST).content.decode()
    assert "Plh. Kabid" in page
    assert "Akhiri sekarang" not in page


def test_an_officer_can_not_hand_over_what_is_not_his(client):
    kasi = OfficerFactory(role=Role.LICENSING_SECTION_HEAD)
    client.force_login(kasi)
    other = OfficerFactory(role=Role.FRONT_DESK)
    response = client.post(NEW, typed(other, holder=OfficerFactory(role=Role.DIVISION_HEAD).pk))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]
    assert not RoleDelegation.objects.exists()


def test_an_administrator_records_a_vacant_post(client):
    client.force_login(OfficerFactory(role=Role.ADMIN))
    kasi = OfficerFactory(role=Role.LICENSING_SECTION_HEAD)
    response = client.post(NEW, typed(kasi))
    assert list(response.context["form"].errors) == ["post"]
    assert 'value="800/7/SP/2026"' in response.content.decode()
    assert client.post(NEW, typed(kasi, post="Kepala Bidang Perizinan")).status_code == 302
    assert RoleDelegation.objects.get().position_line == "Plt. Kepala Bidang Perizinan"


def test_dates_in_the_wrong_order_are_told_at_their_field(client):
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    other = OfficerFactory(role=Role.FRONT_DESK)
    response = client.post(NEW, typed(other, valid_until="23/11/2026"))
    assert list(response.context["form"].errors) == ["valid_until"]
    assert not RoleDelegation.objects.exists()


def test_the_holder_ends_it(client):
    delegation = DelegationFactory()
    client.force_login(delegation.holder)
    assert client.post(f"{LIST}{delegation.pk}/akhiri/")["Location"] == LIST
    delegation.refresh_from_db()
    assert delegation.ended_by == delegation.holder
    assert client.post(f"{LIST}999999/akhiri/").status_code == 404


def test_the_list_takes_the_same_queries_however_long(client, django_assert_num_queries):
    client.force_login(OfficerFactory(role=Role.ADMIN))
    DelegationFactory()
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)
    for _more in range(5):
        DelegationFactory()
    with django_assert_num_queries(10):
        assert len(client.get(LIST).context["rows"]) == 6
