"""What waits for an officer, and the list of every case (W2)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from izin.accounts.enums import Role
from izin.applications.list_models import SavedFilter
from izin.applications.models import Application, Step
from izin.applications.services.claiming import case_claim
from izin.workflow.enums import Action
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

INBOX = "/petugas/"
ALL = f"{INBOX}?tampil=semua"
PLACES = ["draft", "terima", "kasi_pv", "kasi_pnp", "kabid", "sekretaris", "kadis", "returned:kabid", "issued"]


def listed(client, address):
    return [link["href"] for link in page_of(client.get(address)).select("main tbody .case-number")]


def cells_of(response):
    """Return the words of the one row of a list, by the heads of its columns."""
    (row,) = page_of(response).select("main tbody tr")
    for place in row.select("wbr"):
        place.decompose()
    row.smooth()
    return {cell["data-label"]: " ".join(cell.get_text(" ").split()) for cell in row.select("[data-label]")}


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
    # Of every case the newest move comes first.
    assert listed(client, ALL) == [url(cases[at]) for at in reversed(PLACES) if at != "draft"]
    if not waiting:
        assert "Tidak ada permohonan yang menunggu Anda" in text_of(client.get(INBOX))


def test_two_roles_are_one_inbox_longest_waiting_first(client):
    permit_type = PermitTypeFactory()
    new, old = (ApplicationFactory(permit_type=permit_type, at=at, documents=False) for at in ("terima", "kabid"))
    Application.objects.filter(pk=old.pk).update(stage_since=timezone.now() - timedelta(days=3))
    client.force_login(OfficerFactory(role=Role.FRONT_DESK, also=[Role.DIVISION_HEAD]))
    assert listed(client, INBOX) == [url(old), url(new)]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("terima", ["TERIMA7", "Petugas Verifikasi (BO)", "Diproses"]),
        ("returned:kabid", ["7/UJI/SISFO/XI/2026", "Pemohon", "Dikembalikan"]),
        ("kadis", ["7/UJI/SISFO/XI/2026", "Kepala Dinas", "Menunggu tanda tangan"]),
        ("issued", ["7/UJI/SISFO/XI/2026", "-", "Diterbitkan"]),
    ],
)
def test_a_row_tells_number_whose_turn_it_is_and_status(client, at, told):
    application = ApplicationFactory(at=at, number=7, applicant=ApplicantFactory(full_name="Irman"))
    client.force_login(OfficerFactory())
    cells = cells_of(client.get(ALL))
    number, turn, status = told
    assert cells["Nomor"].split()[0] == number
    assert cells["Pemohon dan jenis izin"] == f"Irman {application.permit_type.name}"
    assert cells["Status"] == f"{status} {turn}"


def test_the_stages_of_a_row_tell_when_each_was_passed_and_which_is_waited_for(client):
    application = ApplicationFactory(at="kasi_pv", number=7, documents=False)
    at = datetime(2026, 11, 24, 9, 30, tzinfo=timezone.get_current_timezone())
    Step.objects.create(
        application=application, action=Action.APPROVE, stage_key="terima", actor=OfficerFactory(), at=at
    )
    client.force_login(OfficerFactory())
    cells = cells_of(client.get(ALL))
    assert cells["Petugas Verifikasi (BO)"] == "24/11"
    assert cells["Verifikator BPJS"] == "–"  # research is not asked about
    assert cells["Kabid"] == "Belum"
    row = page_of(client.get(ALL)).select_one("main tbody tr")
    assert row is not None
    (now,) = row.select("td.is-current")
    assert now["data-label"] == Role.VERIFICATION_SECTION_HEAD.label


def test_what_was_passed_before_it_was_sent_back_is_not_done_any_more(client):
    application = ApplicationFactory(at="terima", documents=False)
    Step.objects.create(
        application=application,
        action=Action.APPROVE,
        stage_key="kasi_pv",
        actor=OfficerFactory(),
        at=application.stage_since,
    )
    client.force_login(OfficerFactory())
    assert cells_of(client.get(ALL))["Kasi Pendataan dan Verifikasi"] == "Belum"


def test_a_case_that_was_sent_again_is_marked(client):
    ApplicationFactory(at="terima", number=7, round=2)
    client.force_login(OfficerFactory())
    assert cells_of(client.get(INBOX))["Nomor"].endswith("(dikirim ulang)")


@pytest.mark.parametrize("address", [INBOX, ALL])
def test_the_lists_take_the_same_queries_with_one_and_with_twenty_five(
    client, address, django_assert_num_queries, django_assert_max_num_queries
):
    permit_type = PermitTypeFactory()
    ApplicationFactory(permit_type=permit_type, at="terima", documents=False)
    client.force_login(OfficerFactory())
    client.get(address)
    with django_assert_max_num_queries(16) as counted:
        client.get(address)
    for _number in range(24):
        ApplicationFactory(permit_type=permit_type, at="terima", documents=False)
    with django_assert_num_queries(len(counted)):
        assert len(listed(client, f"{address}{'&' if '?' in address else '?'}baris=50")) == 25


def test_the_list_of_every_case_has_pages_that_keep_the_choice(client):
    permit_type = PermitTypeFactory()
    for _number in range(51):
        ApplicationFactory(permit_type=permit_type, at="kabid", documents=False, locations=[])
    client.force_login(OfficerFactory())
    assert len(listed(client, ALL)) == 25
    assert [link["href"] for link in page_of(client.get(ALL)).select("main a[rel=next]")] == ["?tampil=semua&page=2"]
    assert len(listed(client, f"{ALL}&page=3")) == 1
    assert len(listed(client, f"{ALL}&baris=100")) == 51


# --- Searching and filters -----------------------------------------------------------------------------------------


def people():
    permit_type = PermitTypeFactory()
    return {
        name: ApplicationFactory(
            at="kabid", number=number, permit_type=permit_type, documents=False, applicant__full_name=name
        )
        for number, name in enumerate(["Siti Ma'rifah", "Siti Aminah", "Budi Santoso"], start=700)
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("siti", ["Siti Aminah", "Siti Ma'rifah"]),
        ("AMINAH siti", ["Siti Aminah"]),
        ("702/uji", ["Budi Santoso"]),
        ("terima700", ["Siti Ma'rifah"]),
        ("ma'r", ["Siti Ma'rifah"]),
        ("%", []),
        ("tidak ada", []),
    ],
)
def test_a_search_finds_by_name_number_and_code(client, typed, found):
    cases = people()
    client.force_login(OfficerFactory())
    response = client.post("/petugas/cari/", {"tampil": "semua", "cari": typed})
    assert response.status_code == 302
    assert listed(client, response["Location"]) == [url(cases[name]) for name in found]


@pytest.mark.parametrize("spaced", [False, True])
def test_a_nik_finds_its_person_and_stands_in_no_address(client, spaced):
    case = people()["Siti Aminah"]
    nik = case.applicant.nik
    client.force_login(OfficerFactory())
    response = client.post("/petugas/cari/", {"tampil": "semua", "cari": f"{nik[:8]} {nik[8:]}" if spaced else nik})
    assert response["Location"] == f"/petugas/?tampil=semua&pemohon={case.applicant_id}"
    assert listed(client, response["Location"]) == [url(case)]
    # Typed into the address itself it is sent on, too.
    assert client.get(f"/petugas/?tampil=semua&cari={nik}")["Location"] == response["Location"]


def test_a_nik_that_nobody_has_finds_nobody(client):
    people()
    client.force_login(OfficerFactory())
    response = client.post("/petugas/cari/", {"tampil": "semua", "cari": "1302100101900009"})
    assert response["Location"] == "/petugas/?tampil=semua&pemohon=0"
    assert listed(client, response["Location"]) == []
    assert "Tidak ada yang cocok" in text_of(client.get(response["Location"]))


def test_filters_narrow_and_what_makes_no_sense_does_not(client):
    research, other = PermitTypeFactory(), PermitTypeFactory()
    case = ApplicationFactory(permit_type=research, at="kabid", documents=False)
    returned = ApplicationFactory(permit_type=other, at="returned:kabid", documents=False)
    client.force_login(OfficerFactory())
    everything = [url(returned), url(case)]
    for query, found in {
        f"jenis={research.slug}": [url(case)],
        f"sektor={other.sector.code}&jenis={other.slug}": [url(returned)],
        "tahap=division_head": [url(case)],
        "tahap=secretary": [],
        "status=returned": [url(returned)],
        "status=draft": everything,
        "jenis=tidak-ada&tahap=x&baris=-1&pemohon=abc&page=x": everything,
    }.items():
        assert listed(client, f"{ALL}&{query}") == found, query


def test_a_name_of_very_many_is_said_to_be_too_common(client, monkeypatch):
    people()
    monkeypatch.setattr("izin.applications.inbox.MOST_PEOPLE", 1)
    client.force_login(OfficerFactory())
    assert "Nama ini dimiliki banyak orang" in text_of(client.get(f"{ALL}&cari=siti"))
    assert "Nama ini dimiliki banyak orang" not in text_of(client.get(f"{ALL}&cari=budi"))


def test_a_list_goes_on_only_so_far_and_says_so(client, monkeypatch):
    people()
    monkeypatch.setattr("izin.backoffice.views.inbox.MOST", 2)
    client.force_login(OfficerFactory())
    response = client.get(ALL)
    assert len(listed(client, ALL)) == 2
    assert "2 permohonan pertama; persempit dengan pencarian" in text_of(response)


# --- Filters that are kept -----------------------------------------------------------------------------------------


def test_an_officer_keeps_a_filter_uses_it_and_forgets_it(client):
    people()
    officer = OfficerFactory()
    client.force_login(officer)
    response = client.post("/petugas/saringan/", {"nama": " Siti  saya ", "saringan": "tampil=semua&cari=siti&page=4"})
    assert response["Location"] == "/petugas/?tampil=semua&cari=siti"
    (kept,) = SavedFilter.objects.all()
    assert (kept.officer, kept.name, kept.query) == (officer, "Siti saya", "tampil=semua&cari=siti")
    (link,) = page_of(client.get(INBOX)).select(".saved-filters li a")
    assert link["href"] == "/petugas/?tampil=semua&cari=siti"
    assert len(listed(client, link["href"])) == 2
    client.force_login(OfficerFactory())
    assert not page_of(client.get(INBOX)).select(".saved-filters li")
    assert client.post(f"/petugas/saringan/{kept.pk}/hapus/").status_code == 404
    client.force_login(officer)
    assert client.post(f"/petugas/saringan/{kept.pk}/hapus/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_filter_of_the_same_name_is_replaced_and_there_are_only_so_many(client):
    officer = OfficerFactory()
    client.force_login(officer)
    for number in range(14):
        client.post("/petugas/saringan/", {"nama": f"S{number}", "saringan": f"cari=kata{number}"})
    assert SavedFilter.objects.count() == 12
    client.post("/petugas/saringan/", {"nama": "S1", "saringan": "cari=lain"})
    assert SavedFilter.objects.get(name="S1").query == "cari=lain"
    client.post("/petugas/saringan/", {"nama": "", "saringan": "cari=lain"})
    client.post("/petugas/saringan/", {"nama": "Kosong", "saringan": ""})
    assert SavedFilter.objects.count() == 12


def test_a_kept_filter_holds_no_nik(client):
    case = people()["Siti Aminah"]
    client.force_login(OfficerFactory())
    client.post("/petugas/saringan/", {"nama": "N", "saringan": f"tampil=semua&cari={case.applicant.nik}"})
    assert SavedFilter.objects.get().query == "tampil=semua"


def test_the_menu_and_the_tabs_count_what_waits(client):
    permit_type = PermitTypeFactory()
    for at in ("terima", "terima", "kabid", "issued", "returned:kabid"):
        ApplicationFactory(permit_type=permit_type, at=at, documents=False)
    client.force_login(OfficerFactory())
    page = page_of(client.get(INBOX))
    assert [link.get_text() for link in page.select(".tabs a")] == [
        "Giliran saya (2)",
        "Unit saya (2)",
        "Semua permohonan (3)",
    ]
    assert "Kotak masuk (2)" in page.select_one(".sidebar").get_text()


# --- Due dates and claims ------------------------------------------------------------------------------------------


def due(case, days):
    """Let a case be due some days from now."""
    at = timezone.now() + timedelta(days=days)
    Application.objects.filter(pk=case.pk).update(due_at=at, warn_at=at - timedelta(days=2))
    return case


def test_what_is_overdue_comes_first_then_what_is_due_next_then_what_waits_longest(client):
    permit_type = PermitTypeFactory()
    later, late, soon, none = (ApplicationFactory(permit_type=permit_type, at="kabid") for _number in range(4))
    due(later, 5)
    due(late, -3)
    due(soon, 1)
    client.force_login(OfficerFactory(role=Role.DIVISION_HEAD))
    assert listed(client, INBOX) == [url(late), url(soon), url(later), url(none)]
    assert listed(client, f"{ALL}&lewat=1") == [url(late)]
    page = page_of(client.get(INBOX))
    assert [badge.get_text() for badge in page.select("tbody .status-badge.tone-danger")] == ["Lewat batas waktu"]
    (line,) = page.select(".late-line a")
    assert line.get_text() == "1 permohonan di unit Anda lewat batas waktu"
    assert listed(client, line["href"]) == [url(late)]


def test_a_case_that_a_colleague_works_on_is_of_the_unit_and_not_mine(client):
    permit_type = PermitTypeFactory()
    mine, theirs, free = (ApplicationFactory(permit_type=permit_type, at="terima") for _number in range(3))
    me, colleague = OfficerFactory(full_name="Rina Marlina"), OfficerFactory(full_name="Budi Kelana")
    client.force_login(me)
    response = client.post(reverse("backoffice:case_claim", args=[mine.pk]), {"kembali": "/petugas/?tampil=unit"})
    assert response["Location"] == "/petugas/?tampil=unit"
    case_claim(application_id=theirs.pk, actor=colleague)
    assert listed(client, INBOX) == [url(mine), url(free)]
    assert listed(client, f"{INBOX}?tampil=unit") == [url(mine), url(theirs), url(free)]
    assert listed(client, f"{INBOX}?dikerjakan=1") == [url(mine)]
    unit = page_of(client.get(f"{INBOX}?tampil=unit"))
    assert [row.select_one(".hands-cell").get_text(" ").split()[0] for row in unit.select("tbody tr")] == [
        "Anda",
        "Budi",
        "Ambil",
    ]
    assert len(unit.select("tbody input[name=pilih]")) == 2  # a colleague's case is not chosen with others
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.force_login(me)
        assert len(listed(client, INBOX)) == 3  # claims lapse


@pytest.mark.parametrize("back", ["https://contoh.id/", "//contoh.id", "/akun/keluar/", ""])
def test_a_claim_leads_back_only_to_pages_of_officers(client, back):
    case = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    response = client.post(reverse("backoffice:case_claim", args=[case.pk]), {"kembali": back})
    assert response["Location"] == url(case)


def test_a_list_names_who_has_a_case_open(client):
    case = ApplicationFactory(at="terima")
    colleague = OfficerFactory(full_name="Budi Kelana")
    client.force_login(colleague)
    client.get(url(case))
    client.force_login(OfficerFactory())
    assert "Budi Kelana" in page_of(client.get(INBOX)).select_one(".hands-cell").get_text()
    assert "Sedang membuka halaman ini juga: Budi Kelana" in " ".join(text_of(client.get(url(case))).split())
