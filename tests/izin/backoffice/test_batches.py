"""Approving and signing several cases: each by itself, each with its result (W6, T4)."""

import pytest

from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.audit.models import AuditEntry
from izin.permits.models import Permit
from izin.signing.devca import DEV_PASSPHRASE
from izin.workflow.enums import Status
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory, ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import HeadFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

APPROVE, SIGN = "/petugas/massal/setujui/", "/petugas/massal/tanda-tangan/"


def cases(at, count=3):
    permit_type = PermitTypeFactory()
    return [ApplicationFactory(permit_type=permit_type, at=at) for _number in range(count)]


def data_of(chosen):
    return {"pilih": [case.pk for case in chosen], **{f"turn_{case.pk}": case.turn for case in chosen}}


def query_of(chosen):
    return "&".join(f"pilih={case.pk}" for case in chosen)


def places():
    return dict(Application.objects.values_list("pk", "stage_key"))


def test_the_page_shows_what_is_chosen_and_is_mine(client):
    chosen = cases("kabid")
    (other,) = cases("sekretaris", 1)
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    page = page_of(client.get(f"{APPROVE}?{query_of([*chosen, other])}&pilih=x&pilih=999999"))
    assert [row["data-item"] for row in page.select("[data-item]")] == [f"{APPROVE}{case.pk}/" for case in chosen]
    assert [row["data-turn"] for row in page.select("[data-item]")] == ["kabid/1"] * 3
    assert client.get(f"{APPROVE}?{query_of([other])}")["Location"] == "/petugas/"


def test_a_whole_list_is_chosen_by_its_address(client):
    chosen = cases("kabid")
    other = ApplicationFactory(at="kabid", applicant__full_name="Orang Lain")
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    everything = page_of(client.get(APPROVE, {"daftar": "tampil=unit"})).select("[data-item]")
    assert len(everything) == 4
    slug = chosen[0].permit_type.slug
    narrowed = page_of(client.get(APPROVE, {"daftar": f"jenis={slug}"})).select("[data-item]")
    assert f"{APPROVE}{other.pk}/" not in [row["data-item"] for row in narrowed]
    assert len(narrowed) == 3


def test_one_that_can_not_be_approved_leaves_the_others_whole(client):
    first, refused, stale, last = chosen = cases("kabid", 4)
    refused.documents.filter(requirement_key="proposal").update(verdict=Verdict.REFUSED, verdict_note="Buram.")
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    response = client.post(APPROVE, {**data_of(chosen), f"turn_{stale.pk}": "kabid/0"})
    assert places() == {first.pk: "sekretaris", refused.pk: "kabid", stale.pk: "kabid", last.pk: "sekretaris"}
    words = text_of(response)
    assert "2 disetujui, 2 belum." in words
    assert "Belum dinyatakan sesuai: " in words
    again = page_of(response).select_one("main a.btn-outline-primary")
    assert again is not None
    assert again["href"] == f"{APPROVE}?pilih={refused.pk}&pilih={stale.pk}"
    assert AuditEntry.objects.filter(action="application.approve").count() == 2


def test_one_by_one_a_script_is_told_what_became_of_each(client):
    first, second, _third = cases("kabid")
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    assert client.post(f"{APPROVE}{first.pk}/", {"turn": first.turn}).json() == {"done": True, "message": "Disetujui"}
    again = client.post(f"{APPROVE}{first.pk}/", {"turn": first.turn}).json()
    assert again["done"] is False
    assert "sudah diproses" in again["message"]
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    assert client.post(f"{APPROVE}{second.pk}/", {"turn": second.turn}).json()["done"] is False
    assert places()[second.pk] == "kabid"


# --- Signing -------------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_told_to_be_tried_on_no_other_letter(client):
    case = ready_to_sign()
    client.force_login(HeadFactory())
    answer = client.post(f"{SIGN}{case.pk}/", {"turn": case.turn, "passphrase": "salah"}).json()
    assert (answer["done"], answer["stop"]) == (False, True)
    assert "tidak cocok" in answer["message"]
    assert client.post(f"{SIGN}{case.pk}/", {"turn": case.turn}).json()["stop"] is True
    assert not Permit.objects.exists()


def test_each_letter_is_signed_by_its_own_request_and_a_failed_one_again(client):
    good, bad = ready_to_sign(), ready_to_sign()
    client.force_login(HeadFactory())
    page = page_of(client.get(f"{SIGN}?{query_of([good, bad])}"))
    assert [row["data-item"] for row in page.select("[data-item]")] == [f"{SIGN}{case.pk}/" for case in (good, bad)]
    ask = {"turn": "kadis/1", "passphrase": DEV_PASSPHRASE}
    bad.documents.filter(requirement_key="proposal").update(verdict="")
    answers = [client.post(f"{SIGN}{case.pk}/", ask).json() for case in (good, bad)]
    assert [answer["done"] for answer in answers] == [True, False]
    assert "stop" not in answers[0]
    assert answers[1]["stop"] is False
    bad.documents.update(verdict=Verdict.ACCEPTED)
    assert client.post(f"{SIGN}{bad.pk}/", ask).json()["done"] is True
    assert Application.objects.filter(status=Status.ISSUED).count() == 2
    assert client.post(f"{SIGN}{bad.pk}/", ask).json()["done"] is True  # pressed twice
    assert Permit.objects.count() == 2


def test_without_scripts_one_follows_the_other(client):
    first, second = ready_to_sign(), ready_to_sign()
    client.force_login(HeadFactory())
    page = page_of(client.get(f"{SIGN}?{query_of([first, second])}"))
    (link, _other) = page.select("a.needs-no-script")
    assert link["href"] == f"/petugas/permohonan/{first.pk}/tanda-tangan/?{query_of([first, second])}"
    response = client.post(link["href"], {"turn": first.turn, "passphrase": DEV_PASSPHRASE})
    assert response["Location"] == f"{SIGN}?pilih={second.pk}"


def test_the_lists_offer_what_may_be_done_to_several(client):
    cases("kabid", 2)
    ready_to_sign()
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    page = page_of(client.get("/petugas/?tampil=semua"))
    assert len(page.select("tbody input[name=pilih]")) == 2
    assert [button.get_text() for button in page.select("#pilihan button")] == ["Setujui yang dipilih"]
    client.force_login(OfficerFactory(role=Role.SUPERVISOR))
    assert not page_of(client.get("/petugas/?tampil=semua")).select("#pilihan, input[name=pilih]")
