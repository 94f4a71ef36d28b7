"""Lists and dashboard of an applicant: found, filtered, sorted, in as many queries with 500 rows as with 5 (F1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from izin.applications.models import Application
from izin.permits.models import Permit
from izin.workflow.enums import Status
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, SectorFactory
from tests.factories.permits import PermitFactory
from tests.html import fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST, PERMITS, DASHBOARD = "/portal/permohonan/", "/portal/izin/", "/portal/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def bulk(applicant, permit_type, number):
    """Make many drafts at once, without documents."""
    Application.objects.bulk_create(
        Application(
            applicant=applicant,
            permit_type=permit_type,
            revision=permit_type.live_revision,
            answers={"judul": f"J {n}"},
        )
        for n in range(number)
    )


def names(response):
    return [cell.get_text() for cell in page_of(response).select("tbody th")]


def test_an_application_is_found_by_type_code_number_and_answers(client, applicant):
    health, school = PermitTypeFactory(name="Izin Praktik Bidan"), PermitTypeFactory(name="Izin Operasional SD")
    ApplicationFactory(applicant=applicant, permit_type=health, at="kabid", number=77, documents=False)
    answers = {**ANSWERS, "judul": "Sekolah di tepi Danau Singkarak"}
    ApplicationFactory(applicant=applicant, permit_type=school, answers=answers, documents=False)
    ApplicationFactory(permit_type=school, documents=False)
    for words in ("praktik BIDAN", "TERIMA77", "terima77", "77/uji", "bidan izin"):
        assert names(client.get(LIST, {"cari": words})) == ["Izin Praktik Bidan"], words
    assert names(client.get(LIST, {"cari": "danau singkarak"})) == ["Izin Operasional SD"]
    assert names(client.get(LIST, {"cari": ""})) == ["Izin Operasional SD", "Izin Praktik Bidan"]


@pytest.mark.parametrize("words", ["tidak ada", "%", "_", "\x00", "'; drop table", '"><script>alert(1)</script>'])
def test_what_is_not_there_is_not_found_and_the_words_are_shown_as_text(client, applicant, words):
    ApplicationFactory(applicant=applicant, answers={}, documents=False)
    response = client.get(LIST, {"cari": words})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    if words != "\x00":
        assert "Tidak ada permohonan yang cocok" in text_of(response)


def test_filters_and_sorting(client, applicant):
    first, second = PermitTypeFactory(name="Izin A"), PermitTypeFactory(name="Izin B")
    for permit_type, at in ((second, "draft"), (first, "terima"), (second, "returned:terima"), (first, "draft")):
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at=at, documents=False)
    assert names(client.get(LIST)) == ["Izin A", "Izin B", "Izin A", "Izin B"]
    assert names(client.get(LIST, {"status": Status.DRAFT})) == ["Izin A", "Izin B"]
    assert names(client.get(LIST, {"jenis": second.slug})) == ["Izin B", "Izin B"]
    assert names(client.get(LIST, {"jenis": second.slug, "status": Status.RETURNED})) == ["Izin B"]
    assert names(client.get(LIST, {"urut": "jenis"})) == ["Izin A", "Izin A", "Izin B", "Izin B"]
    oldest = page_of(client.get(LIST, {"urut": "terlama"})).select("tbody .status-badge")
    assert [badge.get_text() for badge in oldest] == ["Draf", "Diproses", "Dikembalikan", "Draf"]


@pytest.mark.parametrize(
    "asked", [{"status": "x"}, {"jenis": "x"}, {"urut": "x"}, {"tampil": "9999"}, {"page": "x"}, {"page": "99"}]
)
def test_an_address_that_makes_no_sense_shows_the_whole_list(client, applicant, asked):
    ApplicationFactory(applicant=applicant, documents=False)
    assert len(names(client.get(LIST, asked))) == 1


def test_the_page_has_as_many_rows_as_asked_for_and_keeps_what_was_asked(client, applicant):
    bulk(applicant, PermitTypeFactory(), 60)
    sizes = [len(names(client.get(LIST, {"tampil": size} if size else {}))) for size in ("", "10", "25", "50")]
    assert sizes == [10, 10, 25, 50]
    response = client.get(LIST, {"tampil": "25", "cari": "J", "page": "2"})
    assert fields_of(response)["cari"] == "J"
    assert fields_of(response)["tampil"] == "25"
    (following,) = page_of(response).select("a[rel=next]")
    assert following["href"] == "?tampil=25&cari=J&page=3"


@pytest.mark.parametrize("address", [LIST, f"{LIST}?cari=izin&tampil=50", DASHBOARD])
def test_five_hundred_applications_take_the_queries_of_five(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries, address
):
    permit_type = PermitTypeFactory()
    bulk(applicant, permit_type, 5)
    client.get(address)
    with django_assert_max_num_queries(15) as counted:
        client.get(address)
    bulk(applicant, permit_type, 495)
    with django_assert_num_queries(len(counted)):
        assert client.get(address).status_code == 200


def test_the_menu_leads_to_what_runs_and_what_was_issued_of_each_sector(client, applicant):
    health = PermitTypeFactory(sector=SectorFactory(code="kesehatan", name="Kesehatan"))
    research = PermitTypeFactory(needs_result_report=True)
    for kind, at in ((health, "terima"), (health, "draft"), (health, "issued"), (research, "terima")):
        ApplicationFactory(applicant=applicant, permit_type=kind, at=at, documents=False)
    page = page_of(client.get(DASHBOARD))
    groups = {
        group.summary.get_text(strip=True): [link["href"] for link in group.select("li a")]
        for group in page.select(".sidebar .menu-group")
    }
    assert groups == {
        "Penelitian": [
            f"{LIST}?sektor=penelitian&status=berjalan",
            "/portal/izin/?sektor=penelitian",
            "/portal/hasil-penelitian/",
        ],
        "Kesehatan": [f"{LIST}?sektor=kesehatan&status=berjalan", "/portal/izin/?sektor=kesehatan"],
    }
    running = client.get(groups["Kesehatan"][0])
    assert len(page_of(running).select("tbody tr")) == 2
    assert [group.summary.get_text(strip=True) for group in page_of(running).select(".sidebar .menu-group[open]")] == [
        "Kesehatan"
    ]
    PermitFactory(issuance__application__applicant=applicant, issuance__application__permit_type=research)
    assert len(page_of(client.get(groups["Kesehatan"][1])).select("main article")) == 0
    assert len(page_of(client.get(groups["Penelitian"][1])).select("main article")) == 1


def permits(applicant, number):
    """Make one permit the slow way; many more are copies of its rows."""
    return [PermitFactory(issuance__application__applicant=applicant) for _number in range(number)]


def test_permits_are_found_filtered_and_sorted(client, applicant):
    today = timezone.localdate()
    late, soon = permits(applicant, 2)
    Permit.objects.filter(pk=late.pk).update(valid_from=today, valid_until=today + timedelta(days=300))
    Permit.objects.filter(pk=soon.pk).update(valid_from=today, valid_until=today + timedelta(days=10))

    def found(**asked):
        rows = page_of(client.get(PERMITS, asked)).select("article .summary-row:first-child dd")
        return [row.get_text() for row in rows]

    assert found(cari=late.number) == [late.number]
    assert found(status="expiring") == [soon.number]
    assert found(urut="berakhir") == [soon.number, late.number]
    assert found(urut="terlama") == [late.number, soon.number]
    assert "Tidak ada izin yang cocok" in text_of(client.get(PERMITS, {"cari": "tidak ada"}))


def test_a_permit_that_expires_soon_waits_on_the_dashboard(client, applicant):
    today = timezone.localdate()
    (permit,) = permits(applicant, 1)
    Permit.objects.filter(pk=permit.pk).update(valid_from=today, valid_until=today + timedelta(days=10))
    response = client.get(DASHBOARD)
    assert f"Izin nomor {permit.number} berlaku sampai" in text_of(response, "section[aria-labelledby=tindakan]")
    Permit.objects.filter(pk=permit.pk).update(valid_until=today + timedelta(days=100))
    assert "berlaku sampai" not in text_of(client.get(DASHBOARD))


def test_returned_ones_come_before_drafts_however_old(client, applicant):
    permit_type = PermitTypeFactory()
    ApplicationFactory(applicant=applicant, permit_type=permit_type, at="returned:kabid", documents=False)
    bulk(applicant, permit_type, 30)
    response = client.get(DASHBOARD)
    badges = page_of(response).select("section[aria-labelledby=tindakan] article .status-badge")
    assert [badge.get_text() for badge in badges] == ["Dikembalikan", *["Draf"] * 9]
    assert "21 lagi di daftar permohonan" in text_of(response)


def test_the_tiles_count(client, applicant):
    permit_type = PermitTypeFactory()
    for at in ("terima", "kadis", "issued"):
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at=at, documents=False)
    numbers = [part.get_text() for part in page_of(client.get(DASHBOARD)).select(".tile-number")]
    assert numbers == ["2", "1"]
