"""The report of a period against figures worked out by hand (W10)."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from izin.accounts.enums import Role
from izin.applications.inbox import LATE, UNIT, CaseQuery, case_search, desk_of, inbox_counts
from izin.applications.models import Application, Document
from izin.reports.figures import FigureQuery, figures_of
from izin.reports.overdue import overdue_cases, overdue_list
from izin.reports.periods import PeriodKind, period_at
from izin.workflow.models import Holiday
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import DocumentFactory
from tests.factories.catalog import PermitTypeFactory

from .moves import case_of, moment

pytestmark = pytest.mark.django_db

# A Tuesday. November 2026 begins with a Sunday.
NOW = moment("2026-11-24")
NOVEMBER = period_at(PeriodKind.MONTH, date(2026, 11, 1))


@pytest.fixture
def officers():
    desk, head = OfficerFactory(full_name="Desi"), OfficerFactory(full_name="Kadis", role=Role.AGENCY_HEAD)
    return {"terima": desk, "kadis": head, "kabid": OfficerFactory(full_name="Kabid", role=Role.DIVISION_HEAD)}


@pytest.fixture
def research():
    return PermitTypeFactory(name="Izin Penelitian", service_days=5)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def cases(officers, research):
    """Three permits, an open case that is late, one with its applicant, and one of another month."""
    # The 10th is a holiday. 3 -> 12: 4, 5, 6, 9, 11, 12 = 6 working days, no pause.
    Holiday.objects.create(date=date(2026, 11, 10), name="Hari Pahlawan", kind="local")
    case_of(
        research,
        ["2026-11-02 submit", "2026-11-03 approve terima", "2026-11-11 approve kabid", "2026-11-12 issue kadis"],
        officers,
        at="issued",
    )
    # 5 -> 19 is 6, 9, 11, 12, 13, 16, 17, 18, 19 = 9, of which 6 -> 16 (9, 11, 12, 13, 16 = 5) were the applicant's: 4.
    case_of(
        research,
        [
            "2026-11-04 submit",
            "2026-11-05 approve terima",
            "2026-11-06 return kabid",
            "2026-11-16 resubmit kabid",
            "2026-11-17 approve kabid",
            "2026-11-19 issue kadis",
        ],
        officers,
        at="issued",
    )
    # Returned before it was registered: no clock ran. 18 -> 20 = 2.
    case_of(
        research,
        [
            "2026-10-30 submit",
            "2026-11-02 return terima",
            "2026-11-17 resubmit terima",
            "2026-11-18 approve terima",
            "2026-11-18 approve kabid",
            "2026-11-20 issue kadis",
        ],
        officers,
        at="issued",
    )
    # Open since the 6th: 9, 11, 12, 13, 16 .. 20, 23, 24 = 11 of 5.
    late = case_of(research, ["2026-11-05 submit", "2026-11-06 approve terima"], officers, at="kabid")
    case_of(research, ["2026-11-20 submit", "2026-11-23 approve terima"], officers, at="kabid")
    case_of(research, ["2026-11-20 submit", "2026-11-23 return terima"], officers, at="returned:terima")
    other = PermitTypeFactory(name="Izin Keramaian")
    case_of(other, ["2026-10-01 submit", "2026-10-02 approve terima", "2026-10-05 issue kadis"], officers, at="issued")
    return {"late": late, "other": other}


def test_volume_time_and_returns_by_hand(cases):
    found = figures_of(FigureQuery(NOVEMBER))
    total = found.total
    # Sent in November: all of research but the one of 30 October.
    assert (total.received, total.issued, total.rejected, total.withdrawn) == (5, 3, 0, 0)
    # 2, 4 and 6 working days.
    assert (total.durations.median, total.durations.p90) == (4, 6)
    # Two of three: 66.7, rounded.
    assert (total.issued_after_return, total.share_returned) == (2, 67)
    assert (found.open, found.with_applicant) == (2, 1)
    assert [volume.label for volume in found.types] == ["Izin Penelitian"]


def test_a_type_alone_and_another_period(cases):
    assert figures_of(FigureQuery(NOVEMBER, cases["other"])).total.issued == 0
    october = figures_of(FigureQuery(NOVEMBER.moved(-1)))
    assert [(v.label, v.received, v.issued, v.durations.median) for v in october.types] == [
        ("Izin Keramaian", 1, 1, 1),
        ("Izin Penelitian", 1, 0, None),
    ]


def test_stages_by_hand(cases):
    terima, kabid, kadis = figures_of(FigureQuery(NOVEMBER)).stages
    # Waiting before each act of the front desk: 1, 1, 1 (30 Oct -> 2 Nov), 1, 1, 1, 1; the 17th -> 18th is one of them.
    assert (terima.approved, terima.returned, terima.durations.median, terima.waiting) == (5, 2, 1, 0)
    # Kabid: 3 -> 11 is 5, return 5 -> 6 is 1, 16 -> 17 is 1, on the same day 0.
    assert (kabid.approved, kabid.returned, sorted(kabid.days.elements())) == (3, 1, [0, 1, 1, 5])
    assert (kabid.waiting, kabid.oldest.date().isoformat()) == (2, "2026-11-06")
    # The head: 1, 2 and 2.
    assert (kadis.approved, sorted(kadis.days.elements()), kadis.durations.p90) == (3, [1, 2, 2], 2)


def test_officers_see_each_other_or_only_themselves(cases, officers):
    everybody = figures_of(FigureQuery(NOVEMBER)).officers
    assert [(work.label, work.acts) for work in everybody] == [("Desi", 7), ("Kabid", 4), ("Kadis", 3)]
    mine = figures_of(FigureQuery(NOVEMBER, officer=officers["kabid"])).officers
    assert [(work.label, work.acts) for work in mine] == [("Kabid", 4)]


def test_the_timeline_has_every_day(cases):
    timeline = figures_of(FigureQuery(NOVEMBER)).timeline
    assert len(timeline) == 30
    assert {day.day: (received, issued) for day, received, issued in timeline if received or issued} == {
        2: (1, 0),
        4: (1, 0),
        5: (1, 0),
        12: (0, 1),
        19: (0, 1),
        20: (2, 1),
    }
    year = figures_of(FigureQuery(period_at(PeriodKind.YEAR, date(2026, 1, 1)))).timeline
    assert [(received, issued) for _month, received, issued in year][9:11] == [(2, 1), (5, 3)]


def test_the_most_common_reasons_come_first(cases):
    for note, day, count in [("Buram.", "2026-11-05", 2), ("Terpotong.", "2026-11-06", 1), ("Lama.", "2026-10-06", 3)]:
        for number in range(count):
            DocumentFactory(
                application=cases["late"],
                requirement_key=f"{note}{number}"[:40],
                verdict="refused",
                verdict_note=note,
                verdict_at=moment(day),
            )
    assert figures_of(FigureQuery(NOVEMBER)).reasons == [("Buram.", 2), ("Terpotong.", 1)]
    assert Document.objects.count() == 6


def test_overdue_by_hand(cases):
    # Registered on the 6th, five days: 9, 11, 12, 13, 16 (the 10th is a holiday). Late: 17 .. 20, 23, 24 = 6.
    (late,) = overdue_cases(overdue_list())
    assert late.application == cases["late"]
    assert timezone.localtime(late.application.due_at) == moment("2026-11-16").replace(hour=16)
    assert (late.clock.level, late.clock.days, late.clock.words) == ("late", 6, "Lewat 6 hari kerja")
    assert not overdue_list(cases["other"]).exists()


def test_the_latest_comes_first(cases, officers, research):
    worse = case_of(research, ["2026-11-03 submit", "2026-11-04 approve terima"], officers, at="kabid")
    assert list(overdue_list()) == [worse, cases["late"]]


@pytest.mark.parametrize(("hour", "count"), [("15:59:59", 0), ("16:00:00", 1), ("16:00:01", 1)])
def test_the_report_and_the_officers_lists_agree_to_the_second(officers, research, hour, count):
    # From Friday the 6th: 9, 10, 11, 12, 13.
    case_of(research, ["2026-11-05 submit", "2026-11-06 approve terima"], officers, at="kabid")
    case_of(research, ["2026-11-05 submit", "2026-11-06 approve terima"], officers, at="returned:kabid")
    case_of(
        research, ["2026-11-05 submit", "2026-11-06 approve terima", "2026-11-09 issue kadis"], officers, at="issued"
    )
    assert Application.objects.exclude(due_at=None).count() == 3
    desk = desk_of(officers["kabid"])
    with time_machine.travel(f"2026-11-13T{hour}+07:00", tick=False):
        listed = case_search(desk, CaseQuery(tab=UNIT, overdue=True)).cases
        assert (overdue_list().count(), inbox_counts(desk)[LATE], listed.count()) == (count, count, count)


def test_time_with_the_applicant_makes_nothing_overdue(officers, research):
    # 2 -> 24 is 16, of which 3 -> 20 (13) were the applicant's: 3 of 5.
    moves = ["2026-10-30 submit", "2026-11-02 approve terima", "2026-11-03 return kabid", "2026-11-20 resubmit kabid"]
    case_of(research, moves, officers, at="kabid")
    assert not overdue_list().exists()


def test_the_cost_does_not_grow(cases, officers, research):
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            figures_of(FigureQuery(NOVEMBER))
            overdue_cases(overdue_list())
        counts.append(len(queries))
        for _case in range(3):
            case_of(
                research,
                [
                    "2026-11-04 submit",
                    "2026-11-05 approve terima",
                    "2026-11-06 return kabid",
                    "2026-11-16 resubmit kabid",
                    "2026-11-17 approve kabid",
                    "2026-11-19 issue kadis",
                ],
                {**officers, "kabid": OfficerFactory()},
                at="issued",
            )
            case_of(research, ["2026-11-05 submit", "2026-11-06 approve terima"], officers, at="kabid")
    assert counts[0] == counts[1] <= 18


def test_nothing_at_all_is_a_report_too(db):
    found = figures_of(FigureQuery(NOVEMBER))
    assert (found.total.received, found.total.share_returned, found.types, found.stages) == (0, None, [], [])
    assert not overdue_list().exists()
