"""What waits for an officer, and the list of every case (W2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from izin.accounts.enums import Role
from izin.applications.models import Application
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

INBOX = "/petugas/"
ALL = f"{INBOX}?tampil=semua"
PLACES = ["draft", "terima", "kasi_pv", "kasi_pnp", "kabid", "sekretaris", "kadis", "returned:kabid", "issued"]


def listed(client, address):
    return [link["href"] for link in page_of(client.get(address)).select("main tbody a")]


def url(application):
    return reverse("backoffice:case_detail", args=[application.pk])


@pytest.mark.parametrize(
    ("role", "waiting"),
    [
        (Role.FRONT_DESK, ["terima"]),
        (Role.BPJS_VERIFIER, []),
        (Role.VERIFICATION_SECTION_HEAD, ["kasi_pv"]),
        (Role.LICENSING_SECTION_HEAD, ["kasi_pnp"]),
        (Role.DIVISION_HEAD, ["kabid"]),
        (Role.SECRETARY, ["sekretaris"]),
        (Role.AGENCY_HEAD, ["kadis"]),
        (Role.SUPERVISOR, []),
        (Role.ADMIN, []),
    ],
)
def test_an_officer_sees_what_waits_for_the_role_and_may_see_every_case_that_was_sent(client, role, waiting):
    permit_type = PermitTypeFactory()
    cases = {at: ApplicationFactory(permit_type=permit_type, at=at, documents=False) for at in PLACES}
    client.force_login(OfficerFactory(role=role))
    assert listed(client, INBOX) == [url(cases[at]) for at in waiting]
    assert listed(client, ALL) == [url(cases[at]) for at in PLACES if at != "draft"]
    if not waiting:
        assert "Tidak ada permohonan yang menunggu Anda" in text_of(client.get(INBOX))


def test_two_roles_are_one_inbox_longest_waiting_first(client):
    permit_type = PermitTypeFactory()
    new, old = (ApplicationFactory(permit_type=permit_type, at=at, documents=False) for at in ("terima", "kabid"))
    Application.objects.filter(pk=old.pk).update(stage_since=timezone.now() - timedelta(days=3))
    client.force_login(OfficerFactory(role=Role.FRONT_DESK, also=[Role.DIVISION_HEAD]))
    assert listed(client, INBOX) == [url(old), url(new)]


@pytest.mark.parametrize(
    ("at", "cells"),
    [
        ("terima", ["TERIMA7", "Petugas Verifikasi (BO)", "Diproses"]),
        ("returned:kabid", ["7/UJI/SISFO/XI/2026", "Pemohon", "Dikembalikan"]),
        ("kadis", ["7/UJI/SISFO/XI/2026", "Kepala Dinas", "Menunggu tanda tangan"]),
        ("issued", ["7/UJI/SISFO/XI/2026", "-", "Diterbitkan"]),
    ],
)
def test_a_row_tells_number_whose_turn_it_is_and_status(client, at, cells):
    application = ApplicationFactory(at=at, number=7, applicant=ApplicantFactory(full_name="Irman"))
    client.force_login(OfficerFactory())
    (row,) = page_of(client.get(ALL)).select("main tbody tr")
    words = [cell.get_text().strip() for cell in row.select("td")]
    assert [words[0], words[3], words[5]] == cells
    assert words[1:3] == ["Irman", application.permit_type.name]


def test_a_case_that_was_sent_again_is_marked(client):
    ApplicationFactory(at="terima", number=7, round=2)
    client.force_login(OfficerFactory())
    (row,) = page_of(client.get(INBOX)).select("main tbody tr")
    assert row.td.get_text().strip() == "TERIMA7 (dikirim ulang)"


@pytest.mark.parametrize("address", [INBOX, ALL])
def test_the_lists_take_the_same_queries_with_one_and_with_twenty_five(
    client, address, django_assert_num_queries, django_assert_max_num_queries
):
    permit_type = PermitTypeFactory()
    ApplicationFactory(permit_type=permit_type, at="terima", documents=False)
    client.force_login(OfficerFactory())
    client.get(address)
    with django_assert_max_num_queries(10) as counted:
        client.get(address)
    for _number in range(24):
        ApplicationFactory(permit_type=permit_type, at="terima", documents=False)
    with django_assert_num_queries(len(counted)):
        assert len(listed(client, address)) == 25


def test_the_list_of_every_case_has_pages_that_keep_the_choice(client):
    permit_type = PermitTypeFactory()
    for _number in range(51):
        ApplicationFactory(permit_type=permit_type, at="kabid", documents=False, locations=[])
    client.force_login(OfficerFactory())
    assert len(listed(client, ALL)) == 50
    assert [link["href"] for link in page_of(client.get(ALL)).select("main a[rel=next]")] == ["?tampil=semua&page=2"]
    assert len(listed(client, f"{ALL}&page=2")) == 1
