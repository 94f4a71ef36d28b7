"""The officers' report page (W10)."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from izin.accounts.enums import Role
from tests.factories.accounts import OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.html import errors_of, page_of, text_of
from tests.izin.reports.moves import case_of, moment

pytestmark = pytest.mark.django_db

URL, LATE = "/petugas/laporan/", "/petugas/laporan/terlambat/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment("2026-11-24")):
        yield


@pytest.fixture
def cases(db):
    desk, kabid = OfficerFactory(full_name="Desi"), OfficerFactory(full_name="Budi", role=Role.DIVISION_HEAD)
    officers = {"terima": desk, "kabid": kabid}
    kind = PermitTypeFactory(name="Izin <Penelitian>", slug="penelitian-a", service_days=5)
    moves = ["2026-11-02 submit", "2026-11-03 approve terima"]
    case_of(kind, [*moves, "2026-11-05 approve kabid", "2026-11-09 issue kadis"], officers, at="issued")
    late = case_of(kind, moves, officers, at="kabid")
    return {"officers": officers, "kind": kind, "late": late}


def tiles(response):
    return {t.span.get_text(): t.strong.get_text() for t in page_of(response).select(".figure-tile")}


def test_a_superior_sees_everybody_and_what_is_late(client, cases):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    response = client.get(URL)
    found = tiles(response)
    assert (found["permohonan masuk"], found["izin terbit"]) == ("2", "1")
    assert found["melewati waktu layanan sekarang"] == "1"
    assert found["separuh izin selesai dalam (hari kerja)"] == "4 hari"
    words = text_of(response)
    assert "November 2026" in words
    assert "Desi" in words
    assert "Budi" in words
    # Registered on the 3rd, five days: the 10th. Since then 11 .. 13, 16 .. 20, 23, 24 = 10.
    assert "Lewat 10 hari kerja" in text_of(response, "#terlambat ~ div")
    assert "10 November 2026" in text_of(response, "#terlambat ~ div")
    assert text_of(client.get(LATE), "tbody a").replace("/ ", "/") == str(cases["late"])


def test_a_clerk_sees_his_own_work_only(client, cases):
    client.force_login(cases["officers"]["terima"])
    words = text_of(client.get(URL), "[aria-labelledby=per-petugas]")
    assert "Pekerjaan Anda" in words
    assert "Desi" in words
    assert "Budi" not in words


def test_charts_say_in_words_what_they_show(client, cases):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    page = page_of(client.get(URL))
    charts = page.select("figure.chart")
    assert len(charts) == 2
    for chart in charts:
        drawing = chart.find("svg", role="img")
        for name in drawing["aria-labelledby"].split():
            assert page.find(id=name).get_text().strip()
        assert chart.select("details table tbody tr")
    assert not page.select("main [style], main script")
    assert "Izin <Penelitian>: 1." in charts[1].find("desc").get_text()
    x = [circle["cx"] for circle in charts[0].select("circle.line-1")]
    assert len(x) == 30
    assert all(float(value) for value in x)


def test_periods_and_types_are_asked_in_the_address(client, cases):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    assert tiles(client.get(URL, {"periode": "bulan", "dari": "2026-10-05"}))["permohonan masuk"] == "0"
    assert tiles(client.get(URL, {"periode": "tahun", "jenis": "penelitian-a"}))["permohonan masuk"] == "2"
    free = {"periode": "rentang", "dari": "2026-11-09", "sampai": "2026-11-09"}
    response = client.get(URL, free)
    assert (tiles(response)["permohonan masuk"], tiles(response)["izin terbit"]) == ("0", "1")
    following = page_of(response).select(".period-nav a")[1]["href"]
    assert following == "?periode=rentang&dari=2026-11-10&sampai=2026-11-10"


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"periode": "rentang"}, {"dari": "Isi awal rentang.", "sampai": "Isi akhir rentang."}),
        (
            {"periode": "rentang", "dari": "2026-02-01", "sampai": "2026-01-01"},
            {"sampai": "Akhir rentang harus pada atau sesudah awalnya."},
        ),
        (
            {"periode": "rentang", "dari": "1990-02-01", "sampai": "2026-01-01"},
            {"sampai": "Rentang paling panjang sepuluh tahun."},
        ),
    ],
)
def test_a_period_that_makes_no_sense_is_told(client, cases, query, errors):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    response = client.get(URL, query)
    assert response.status_code == 422
    assert errors_of(response) == errors


@pytest.mark.parametrize("query", [{"periode": "abad"}, {"dari": "kemarin"}, {"jenis": "tidak-ada"}])
def test_any_question_is_answered(client, cases, query):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    assert client.get(URL, query).status_code == 422
    assert client.get(LATE, query).status_code == 200


def test_the_page_costs_the_same_however_much_there_is(client, cases):
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
        for _case in range(4):
            case_of(cases["kind"], ["2026-11-02 submit", "2026-11-03 approve terima"], cases["officers"], at="kabid")
    assert counts[0] == counts[1] <= 32
