"""How a case is told to officers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from izin.applications.models import Application
from izin.workflow.enums import Status

TONES = {
    Status.SUBMITTED: "info",
    Status.RETURNED: "warning",
    Status.AWAITING_SIGNATURE: "info",
    Status.ISSUED: "success",
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
    }
