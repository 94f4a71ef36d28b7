"""The officers' pages of changes that they verify."""

from datetime import date

import pytest

from common.content_store import content_save
from izin.accounts import services
from izin.accounts.enums import ChangeState, Role
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory, OfficerFactory, ktp_jpeg

pytestmark = pytest.mark.django_db

LIST = "/petugas/perubahan-data/"
NIK = "1302070503910003"


@pytest.fixture
def officer(client):
    user = OfficerFactory(role=Role.FRONT_DESK)
    client.force_login(user)
    return user


@pytest.fixture
def change(db):
    person = ApplicantFactory(nik=NIK, full_name="Irman Syaputra")
    return services.profile_change_request(
        user=person,
        nik=NIK,
        full_name="Irman <b>Syahputra",
        birth_place="Solok",
        birth_date=date(1991, 3, 5),
        sex="male",
        note="<script>alert(1)</script>",
        ktp_sha256=content_save("private", ktp_jpeg(width=90)),
    )


def url(change, rest=""):
    return f"{LIST}{change.pk}/{rest}"


def test_list_and_comparison_show_what_is_wanted(client, officer, change):
    assert "Irman Syaputra" in client.get(LIST).content.decode()
    page = client.get(url(change)).content.decode()
    assert "Irman &lt;b&gt;Syahputra" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert page.count("Berubah") == 1


def test_both_scans_are_shown_marked_and_each_opening_is_logged(client, officer, change):
    originals = {"lama": change.user.profile.ktp_sha256, "baru": change.ktp_sha256}
    for which, original in originals.items():
        response = client.get(url(change, f"ktp/{which}/"))
        assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
        assert services.scan_copy(original) != original
        assert "no-store" in response["Cache-Control"]
    seen = AuditEntry.objects.filter(action="profile_change.scan_viewed").order_by("sequence")
    assert [(entry.actor, entry.data["which"]) for entry in seen] == [(officer, "lama"), (officer, "baru")]
    assert client.get(url(change, "ktp/lain/")).status_code == 404


def test_approval(client, officer, change):
    response = client.post(url(change), {"setujui": "1"})
    assert (response.status_code, response["Location"]) == (302, LIST)
    change.refresh_from_db()
    assert change.state == ChangeState.APPROVED
    page = client.get(url(change)).content.decode()
    assert "Setujui perubahan" not in page
    assert NIK not in page


@pytest.mark.parametrize("data", [{}, {"reason": "  "}, {"reason": "x" * 501}])
def test_refusal_without_a_good_reason_is_shown_again(client, officer, change, data):
    response = client.post(url(change), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    change.refresh_from_db()
    assert change.state == ChangeState.PENDING


def test_refusal(client, officer, change):
    assert client.post(url(change), {"reason": "KTP tidak terbaca."})["Location"] == LIST
    change.refresh_from_db()
    assert (change.state, change.decision_note) == (ChangeState.REFUSED, "KTP tidak terbaca.")
    assert client.get(LIST).content.decode().count("Irman") == 0


def test_who_comes_second_is_told_so(client, officer, change):
    services.profile_change_withdraw(user=change.user, pk=change.pk)
    response = client.post(url(change), {"setujui": "1"}, follow=True)
    assert "sudah diputuskan" in response.content.decode()


def test_a_taken_nik_is_told_to_the_officer_alone(client, officer, change):
    ApplicantFactory(nik="1302070503910009", full_name="Orang Lain")
    change.nik = "1302070503910009"
    change.save()
    page = client.post(url(change), {"setujui": "1"}, follow=True).content.decode()
    assert "sudah dipakai akun lain" in page
    assert "Orang Lain" not in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FRONT_DESK, Role.ADMIN}))
def test_other_roles_see_nothing(client, change, role):
    client.force_login(OfficerFactory(role=role))
    for path in (LIST, url(change), url(change, "ktp/lama/")):
        assert client.get(path).status_code == 403
    assert client.post(url(change), {"setujui": "1"}).status_code == 403
    change.refresh_from_db()
    assert change.state == ChangeState.PENDING
