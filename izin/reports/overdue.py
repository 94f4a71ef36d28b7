"""What should have been done already (W5, W10): by the due dates the clock keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from izin.applications.clock import CaseClock, case_clocks, deemed_candidates
from izin.applications.models import Application
from izin.catalog.models import PermitType


def overdue_list(permit_type: PermitType | None = None) -> QuerySet[Application]:
    """Return the cases the office is late with, the latest first: the same as the officers' lists call late."""
    late = deemed_candidates()
    return late if permit_type is None else late.filter(permit_type=permit_type)


@dataclass(frozen=True)
class OverdueCase:
    """A late case with its clock."""

    application: Application
    clock: CaseClock


def overdue_cases(found: Iterable[Application]) -> list[OverdueCase]:
    """Return the cases of a page with their clocks, in their order; two queries besides reading them."""
    cases = list(found)
    clocks = case_clocks(cases)
    return [OverdueCase(case, clocks[case.pk]) for case in cases]
