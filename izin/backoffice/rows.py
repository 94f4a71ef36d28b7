"""How a case is told to officers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.claims import claim_in_force, colleagues_present
from izin.applications.inbox import STAGE_ROLES, Desk, StageCell, stage_cells
from izin.applications.models import Application
from izin.workflow.enums import Status

TONES = {
    Status.SUBMITTED: "info",
    Status.RETURNED: "warning",
    Status.AWAITING_SIGNATURE: "info",
    Status.ISSUED: "success",
    Status.REJECTED: "danger",
    Status.WITHDRAWN: "neutral",
}
# The columns of the guide's table (page 17).
SHORT_NAMES = {
    Role.FRONT_DESK: _("BO"),
    Role.BPJS_VERIFIER: _("BPJSTK"),
    Role.VERIFICATION_SECTION_HEAD: _("P&V"),
    Role.LICENSING_SECTION_HEAD: _("Kasi"),
    Role.DIVISION_HEAD: _("Kabid"),
    Role.SECRETARY: _("Sekr."),
    Role.AGENCY_HEAD: _("Kadis"),
}


def case_row(application: Application) -> dict[str, Any]:
    """Return what lists show of a case; no query."""
    if application.waiting_role:
        waits_for: Any = application.get_waiting_role_display()
    else:
        waits_for = _("Pemohon") if application.status == Status.RETURNED else "-"
    return {
        "application": application,
        "tone": TONES[Status(application.status)],
        "waits_for": waits_for,
        "again": application.round > 1 and bool(application.waiting_role),
        **_lateness(application),
    }


def _lateness(application: Application) -> dict[str, Any]:
    """Return in words how near a case is to its due date, while the office has it; nothing while there is time."""
    if not application.waiting_role or application.due_at is None or application.warn_at is None:
        return {"late": "", "late_tone": "neutral"}
    now = timezone.now()
    if application.due_at < now:
        return {"late": _("Lewat batas waktu"), "late_tone": "danger"}
    return {"late": _("Segera jatuh tempo") if application.warn_at < now else "", "late_tone": "warning"}


def stage_columns() -> list[dict[str, Any]]:
    """Return the heads of the columns, one for each role that works a stage."""
    return [{"short": SHORT_NAMES[role], "long": role.label} for role in STAGE_ROLES]


def case_rows(cases: Iterable[Application], desk: Desk) -> list[dict[str, Any]]:
    """Return the rows of a list with a cell for each stage; the queries of `stage_cells`."""
    shown = list(cases)
    cells, present = stage_cells(shown), colleagues_present(shown, desk.officer)
    return [
        {
            **case_row(case),
            **_hands(case, desk, present.get(case.pk, [])),
            "cells": _named_cells(cells[case.pk]),
        }
        for case in shown
    ]


def _named_cells(cells: Mapping[Role, StageCell]) -> list[dict[str, Any]]:
    return [
        {"state": cells[role].state, "at": cells[role].at, "name": SHORT_NAMES[role], "long": role.label}
        for role in STAGE_ROLES
    ]


def _hands(case: Application, desk: Desk, present: list[User]) -> dict[str, Any]:
    """Return who works on a case, who looks at it, and what the officer may do with it from the list."""
    claim = claim_in_force(case)
    held = claim is not None and claim.officer_id != desk.officer.pk
    mine = case.waiting_role in desk.roles
    return {
        "claim": claim,
        "is_held": held,
        "present": present,
        "can_claim": mine and claim is None,
        "can_release": claim is not None and not held,
        "can_approve": mine and not held and case.status == Status.SUBMITTED,
        "can_sign": mine and not held and case.status == Status.AWAITING_SIGNATURE,
    }
