"""The figures everybody may read: counted as the register shows them, at a fixed price, never out of thin air."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from izin.applications.models import Application
from izin.permits.models import Permit
from izin.surveys.models import Survey
from izin.surveys.skm import ELEMENTS, Grade
from izin.workflow.models import Holiday
from public_search.figures import live_figures, service_time
from tests.factories.accounts import ApplicantFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import HeadFactory, PermitFactory

# A Tuesday, 10.00 in Solok.
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


# --- What the register shows ---------------------------------------------------------------------------------------


@pytest.fixture
def office(db):
    """Permits of one type, made at a fixed moment; nothing of another test in the cache."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        kind, person, head = PermitTypeFactory(), ApplicantFactory(), HeadFactory()

        def permit(*, days_ago=0, took=0, permit_type=kind):
            issued_at = NOW - timedelta(days=days_ago)
            made = PermitFactory(
                issuance__application__permit_type=permit_type,
                issuance__application__applicant=person,
                issuance__application__documents=False,
                issuance__signer=head,
                issued_at=issued_at,
            )
            Application.objects.filter(pk=made.application_id).update(registered_at=issued_at - timedelta(days=took))
            return made

        permit.kind = kind
        yield permit
    cache.clear()


def answer(permit, values, days_ago=0):
    Survey.objects.create(permit=permit, questionnaire=values, questionnaire_at=NOW - timedelta(days=days_ago))


def shown(tag, **context):
    page = Template("{% load public_figures %}{% " + tag + " %}").render(Context(context))
    return " ".join(page.split())


def test_before_the_first_permit_nothing_is_shown(office):
    found = live_figures()
    assert (found.permits, found.permits_this_year, found.satisfaction, found.time) == (0, 0, None, None)
    assert shown("live_figures") == ""


def test_permits_are_counted_by_the_year_of_the_office(office):
    permits = [office(), office(), office()]
    # The last hour of 2025 in Solok, and the first of 2026, which is still 2025 in UTC.
    Permit.objects.filter(pk=permits[0].pk).update(issued_at=datetime(2025, 12, 31, 16, 30, tzinfo=UTC))
    Permit.objects.filter(pk=permits[1].pk).update(issued_at=datetime(2025, 12, 31, 17, 30, tzinfo=UTC))
    found = live_figures()
    assert (found.permits, found.permits_this_year) == (3, 2)
    html = shown("live_figures")
    assert "izin terbit tahun 2026" in html
    assert "Keadaan 24 November 2026 10.00 WIB." in html
    assert "indeks kepuasan" not in html
    assert "lama proses" not in html


def test_satisfaction_is_of_whole_questionnaires_of_the_last_year(office):
    answer(office(), dict.fromkeys(ELEMENTS, 4))
    answer(office(), dict.fromkeys(ELEMENTS, 3))
    answer(office(), dict.fromkeys(ELEMENTS, 1), days_ago=366)
    answer(office(), {"U1": 1})
    Survey.objects.create(permit=office())
    found = live_figures().satisfaction
    assert (found.index, found.grade, found.respondents) == (Decimal("87.50"), Grade.B, 2)
    html = shown("live_figures")
    assert "87,50" in html
    assert "mutu layanan B, Baik; 2 responden" in html


def test_working_time_leaves_out_weekends_and_holidays(office):
    Holiday.objects.create(date=date(2026, 11, 19), name="Libur", kind=Holiday.Kind.LOCAL)
    Holiday.objects.create(date=date(2026, 11, 20), name="Batal", kind=Holiday.Kind.COLLECTIVE, active=False)
    for took in (0, 1, 4, 5, 7):
        office(took=took)
    # From Friday, Thursday, Tuesday to Tuesday: 2, 3 and 4 working days.
    found = service_time(office.kind)
    assert (found.permits, found.median, found.nine_of_ten) == (5, 2, 4)
    assert live_figures().time == found


def test_four_permits_say_too_little(office):
    for _ in range(4):
        office(took=1)
    office(days_ago=91, took=1)
    office(took=1, permit_type=PermitTypeFactory())
    assert service_time(office.kind) is None
    html = shown("service_time permit_type", permit_type=office.kind)
    assert "Belum cukup data" in html
    assert "paling sedikit 5 izin" in html
    assert "5 hari kerja" in html
    assert "Separuh" not in html


def test_what_is_promised_stands_beside_what_was_done(office):
    for took in (0, 0, 0, 1, 4):
        office(took=took)
    html = shown("service_time permit_type", permit_type=office.kind)
    assert "<dt>Standar layanan</dt><dd>5 hari kerja</dd>" in html
    assert "<dt>Separuh izin terbit dalam</dt><dd>hari yang sama</dd>" in html
    assert "<dt>Sembilan dari sepuluh izin terbit dalam</dt><dd>2 hari kerja</dd>" in html
    assert "Belum cukup data" not in html


# --- Price ---------------------------------------------------------------------------------------------------------


def test_figures_cost_the_same_however_many_permits(office, django_assert_num_queries):
    for took in range(6):
        answer(office(took=took), dict.fromkeys(ELEMENTS, 4))
    with django_assert_num_queries(4):
        live_figures()
    with django_assert_num_queries(2):
        service_time(office.kind)
    with django_assert_num_queries(0):
        live_figures()
        service_time(office.kind)


def test_figures_are_five_minutes_old_at_most(office):
    office()
    assert live_figures().permits == 1
    assert service_time(office.kind) is None
    for _ in range(5):
        office()
    with time_machine.travel(NOW + timedelta(seconds=299)):
        assert live_figures().permits == 1
        assert service_time(office.kind) is None
    with time_machine.travel(NOW + timedelta(seconds=301)):
        assert live_figures().permits == 6
        assert service_time(office.kind).permits == 6


def test_the_times_of_a_type_are_found_by_index(office):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        service_time(office.kind)
    (query,) = (found["sql"] for found in queries)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(row for (row,) in cursor)
    assert "Seq Scan" not in plan
