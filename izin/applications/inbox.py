"""The officers' lists: what waits for somebody, for his unit, and every case (W2).

Every list is bounded: it is counted and paged up to MOST cases, so that its cost does not grow with the archive. What
lies beyond is found by searching.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from common.crypto import blind_index
from izin.accounts.acting import acting_roles
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.catalog.models import PermitType, Sector
from izin.workflow.engine import StageRule
from izin.workflow.enums import WITH_OFFICE, Action, Status

from .clock import past_due
from .models import Application, SavedFilter, Step

MINE, UNIT, ALL = "saya", "unit", "semua"
TABS = (MINE, UNIT, ALL)
LATE = "terlambat"
DUE_FIRST = (F("due_at").asc(nulls_last=True), "stage_since", "pk")
MOST = 10_000
# A name that more people have than this is too common to search by; somebody adds a word.
MOST_PEOPLE = 500
# Who works a stage, in the order of the guide's table (page 17): its columns.
STAGE_ROLES = (
    Role.FRONT_DESK,
    Role.BPJS_VERIFIER,
    Role.VERIFICATION_SECTION_HEAD,
    Role.LICENSING_SECTION_HEAD,
    Role.DIVISION_HEAD,
    Role.SECRETARY,
    Role.AGENCY_HEAD,
)


@dataclass(frozen=True)
class Desk:
    """An officer and the roles he works today, his own and those he stands in for."""

    officer: User
    roles: frozenset[Role]


def desk_of(officer: User) -> Desk:
    """Return an officer's desk; one query besides that of his roles."""
    return Desk(officer, frozenset(acting_roles(officer)))


@dataclass(frozen=True)
class CaseQuery:
    """What an officer looks for; empty parts do not restrict."""

    tab: str = MINE
    text: str = ""
    applicant: int | None = None
    permit_type: str = ""
    sector: str = ""
    role: str = ""
    status: str = ""
    overdue: bool = False
    claimed: bool = False


@dataclass(frozen=True)
class CaseList:
    """The cases of a list, and whether a name that was searched is too common to have been followed to its end."""

    cases: QuerySet[Application]
    too_common: bool = False


def case_search(desk: Desk, query: CaseQuery) -> CaseList:
    """Return the cases of a list with their claims: what waits for somebody, the one that is due first at its head;
    of every case the newest move first.

    What is overdue comes so first of all. What has no due date yet stands behind it, longest waiting first: the front
    desk's new applications, whose time begins with their registration.

    A search costs one query before the list is read: the people are found by themselves, as in a join their index
    could not be used beside those of the numbers and codes.
    """
    cases = Application.objects.exclude(status=Status.DRAFT)
    if query.tab == ALL:
        cases = cases.order_by("-stage_since", "-pk")
    else:
        cases = cases.filter(_waiting(desk, query.tab)).order_by(*DUE_FIRST)
    cases, too_common = _narrowed(desk, cases, query), False
    if words := query.text.replace("\0", "").split()[:8]:
        people = _people_named(words)
        too_common = len(people) > MOST_PEOPLE
        code = "".join(words)
        cases = cases.filter(
            Q(applicant__in=people) | Q(registration_number__icontains=code) | Q(receipt_code__icontains=code)
        )
    return CaseList(cases.select_related("applicant", "permit_type", "claim__officer"), too_common)


def _waiting(desk: Desk, tab: str) -> Q:
    """Return the condition of what waits for an officer's roles; MINE leaves out what a colleague works on."""
    waiting = Q(waiting_role__in=sorted(desk.roles & frozenset(STAGE_ROLES)))
    others = Q(claim__active_until__gt=timezone.now()) & ~Q(claim__officer=desk.officer.pk)
    return waiting & (Q(claim__isnull=True) | ~others) if tab == MINE else waiting


def _narrowed(desk: Desk, cases: QuerySet[Application], query: CaseQuery) -> QuerySet[Application]:
    if query.permit_type:
        cases = cases.filter(permit_type__slug=query.permit_type)
    if query.sector:
        types = PermitType.objects.filter(sector__code=query.sector).values_list("pk", flat=True)
        cases = cases.filter(permit_type__in=list(types))
    if query.role:
        cases = cases.filter(waiting_role=query.role)
    if query.status:
        cases = cases.filter(status=query.status)
    if query.overdue:
        cases = cases.filter(past_due())
    if query.claimed:
        cases = cases.filter(claim__officer=desk.officer.pk, claim__active_until__gt=timezone.now())
    if query.applicant is not None:
        cases = cases.filter(applicant=query.applicant)
    return cases


def _people_named(words: Iterable[str]) -> list[int]:
    people = User.objects.all()
    for word in words:
        people = people.filter(full_name__icontains=word)
    return list(people.order_by("pk").values_list("pk", flat=True)[: MOST_PEOPLE + 1])


def applicant_pk_by_nik(nik: str) -> int:
    """Return the key of the person with this NIK, 0 when there is none. Addresses carry the key, never the NIK."""
    return User.objects.filter(nik_index=blind_index(nik)).values_list("pk", flat=True).first() or 0


def inbox_counts(desk: Desk) -> dict[str, int]:
    """Return how many cases wait in each list of an officer, and how many of his unit are LATE; one query."""
    open_cases = Application.objects.filter(status__in=sorted(WITH_OFFICE))
    return open_cases.aggregate(
        **{MINE: Count("pk", filter=_waiting(desk, MINE)), UNIT: Count("pk", filter=_waiting(desk, UNIT))},
        **{ALL: Count("pk"), LATE: Count("pk", filter=_waiting(desk, UNIT) & past_due())},
    )


def filter_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what lists can be narrowed to: permit types and sectors, each as (value, name); two queries."""
    types = PermitType.objects.order_by("name").values_list("slug", "name")
    return list(types), list(Sector.objects.order_by("name").values_list("code", "name"))


def saved_filters(officer: User) -> QuerySet[SavedFilter]:
    """Return an officer's own filters, by name."""
    return SavedFilter.objects.filter(officer=officer)


@dataclass(frozen=True)
class StageCell:
    """A stage in the table: `state` is done, current, waiting, or none where the flow has no such stage."""

    state: str
    at: datetime | None = None


NO_STAGE = StageCell("none")
# Revisions never change: what was read of one stays true.
_FLOWS: dict[int, tuple[StageRule, ...]] = {}


def stage_cells(cases: Iterable[Application]) -> dict[int, dict[Role, StageCell]]:
    """Return for each case what has become of the stage of each role; one query, and one for flows not seen before."""
    shown = list(cases)
    flows = _flows({case.revision_id for case in shown})
    steps = Step.objects.filter(
        application__in=[case.pk for case in shown], action__in=[Action.APPROVE, Action.ISSUE]
    ).order_by("at", "pk")
    passed: dict[tuple[int, str], datetime] = {(step.application_id, step.stage_key): step.at for step in steps}
    return {case.pk: _cells(case, flows[case.revision_id], passed) for case in shown}


def _cells(
    case: Application, flow: Iterable[StageRule], passed: Mapping[tuple[int, str], datetime]
) -> dict[Role, StageCell]:
    cells = dict.fromkeys(STAGE_ROLES, NO_STAGE)
    ahead = False
    for stage in flow:
        if stage.key == case.stage_key:
            cells[stage.role] = StageCell("current" if case.waiting_role else "returned", case.stage_since)
            ahead = True
        elif not ahead and (case.pk, stage.key) in passed:
            cells[stage.role] = StageCell("done", passed[case.pk, stage.key])
        else:
            cells[stage.role] = StageCell("waiting")
    return cells


def _flows(revision_ids: set[int]) -> Mapping[int, tuple[StageRule, ...]]:
    if missing := revision_ids - _FLOWS.keys():
        for revision in Revision.objects.filter(pk__in=missing):
            _FLOWS[revision.pk] = tuple(PermitType.at_revision(revision).flow)
    return _FLOWS


def case_choose(desk: Desk, pks: Iterable[int]) -> list[Application]:
    """Return those of the cases that wait for the officer, in the order of his list; what is not his is left out."""
    mine = Application.objects.filter(_waiting(desk, UNIT), pk__in=list(pks))
    return list(
        mine.select_related("applicant", "permit_type", "revision").order_by(
            F("due_at").asc(nulls_last=True), "stage_since", "pk"
        )
    )


def cases_named(pks: Iterable[int]) -> dict[int, Application]:
    """Return the cases of these keys with their applicants, as far as there are any; one query."""
    return Application.objects.exclude(status=Status.DRAFT).select_related("applicant").in_bulk(list(pks))


def case_next(desk: Desk, *, after: Any = None) -> Application | None:
    """Return the case an officer should open now, the first of his own list but `after`; one query."""
    return case_search(desk, CaseQuery()).cases.exclude(pk=after).first()
