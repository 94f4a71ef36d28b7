"""The officers' lists with 10,000 open and 200,000 closed cases: how many queries, and how long each takes (W2)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

OPEN, CLOSED, PEOPLE = 10_000, 200_000, 40_000
QUERIES_MOST = 20
MILLISECONDS_MOST = 20.0
# What an officer asks for, as the address of his list.
LISTS = {
    "mine": "",
    "mine, page 40": "page=40",
    "unit, overdue": "tampil=unit&lewat=1",
    "all": "tampil=semua",
    "all, last page": "tampil=semua&page=400",
    "all, by name": "tampil=semua&cari=siti%20aminah",
    "all, by number": "tampil=semua&cari=4711/UJI",
    "all, of a type": "tampil=semua&jenis=rekomendasi-izin-keramaian",
    "all, issued": "tampil=semua&status=issued",
    "all, of a sector": "tampil=semua&sektor=kesehatan",
}
GIVEN = ("Siti", "Budi", "Rina", "Yusrizal", "Desi", "Hendri", "Fitri", "Nurul", "Irman", "Afrizal")
FAMILY = ("Aminah", "Santoso", "Marlina", "Koto", "Chaniago", "Piliang", "Tanjung", "Sikumbang", "Guci", "Jambak")


def fill() -> None:
    """Write the cases straight into the tables, in a few statements; what no list reads stays empty."""
    from izin.accounts.models import User
    from izin.applications.models import Application

    User.objects.bulk_create(
        [
            User(
                nik=f"1302109{number:09}",
                nik_index=f"{number:064x}",
                full_name=f"{GIVEN[number % 10]} {FAMILY[number // 10 % 10]} {number}",
                email=f"orang{number}@contoh.id",
                password="!",
            )
            for number in range(PEOPLE)
        ],
        batch_size=2000,
    )
    people = list(User.objects.filter(email__startswith="orang").order_by("pk").values_list("pk", flat=True))
    made = _cases(people)
    while batch := [case for _index, case in zip(range(5000), made, strict=False)]:
        Application.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE izin_applications_application")
        cursor.execute("VACUUM ANALYZE izin_accounts_user")


def _cases(people: list[int]) -> Iterator[Any]:
    from izin.applications.models import Application
    from izin.catalog.selectors import permit_type_list
    from izin.workflow.enums import Status

    types = list(permit_type_list())
    # Most of what comes in are the first two types; one in two hundred is the rarest.
    flows = {kind.pk: kind.flow for kind in types}
    now = timezone.now()
    for number in range(OPEN + CLOSED):
        kind = types[number % len(types)] if number % 7 == 0 else types[number % 2]
        flow = flows[kind.pk]
        is_open = number < OPEN
        stage = flow[number % len(flow)] if is_open and number % 3 else flow[0]
        sent = now - timedelta(hours=number % 400 if is_open else 400 + number // 10)
        status = Status.ISSUED if not is_open else Status.AWAITING_SIGNATURE if stage.signs else Status.SUBMITTED
        due = sent + timedelta(days=7)
        yield Application(
            applicant_id=people[number * 7919 % len(people)],
            permit_type=kind,
            revision_id=kind.live_revision_id,
            status=status,
            stage_key=stage.key if is_open else "",
            waiting_role=stage.role if is_open else "",
            receipt_code=f"B{number:08}",
            registration_number=f"{number}/UJI/SISFO/XI/2025",
            registered_at=sent,
            submitted_at=sent,
            stage_since=sent + timedelta(hours=1),
            due_at=due,
            warn_at=due - timedelta(days=2),
            round=1,
        )


def measure() -> Iterator[tuple[str, int, float, str]]:
    """Yield for each list its name, how many queries it takes, the milliseconds of the slowest in the database, and
    that query's plan."""
    from izin.accounts.enums import Role
    from izin.accounts.services import officer_create
    from izin.backoffice.views.inbox import inbox

    clerk = officer_create(
        actor=None,
        nik="1302101203850077",
        full_name="Petugas Uji",
        email="uji@contoh.id",
        roles=[Role.FRONT_DESK],
        password="!",
        position="Petugas",
    )
    for name, query in LISTS.items():
        _ask(inbox, clerk, query)  # flows of types are remembered
        with CaptureQueriesContext(connection) as asked:
            _ask(inbox, clerk, query)
        # What is read with a lock or written is not asked twice.
        plans = [_plan(entry["sql"]) for entry in asked if entry["sql"].startswith("SELECT")]
        slowest = max(plans)
        yield name, len(asked), *slowest


def _ask(view: Any, officer: Any, query: str) -> None:
    request = RequestFactory(HTTP_HOST="localhost").get(f"/petugas/?{query}")
    request.user = officer
    request.session = {}  # type: ignore[assignment]
    answer = view(request)
    if answer.status_code != 200:
        raise RuntimeError(f"{query} answered {answer.status_code}")


def _plan(sql: str) -> tuple[float, str]:
    """Return the milliseconds PostgreSQL took for a query, the best of three, and its plan."""
    best = (float("inf"), "")
    with connection.cursor() as cursor:
        for _round in range(3):
            cursor.execute(f"EXPLAIN ANALYZE {sql}".replace("%", "%%"), [])
            lines = [row[0] for row in cursor.fetchall()]
            taken = next(float(line.split()[2]) for line in lines if line.startswith("Execution Time"))
            best = min(best, (taken, "\n".join([sql, *lines])))
    return best
