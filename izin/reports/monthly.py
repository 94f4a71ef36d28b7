"""The monthly report to the head of office: short figures and a link, on the first working day (W10).

Nothing personal stands in the message; the report itself is behind the login.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.messaging.services import person_notify
from izin.workflow.selectors import holiday_dates

from .figures import FigureQuery, Figures, figures_of
from .models import MonthlyReport
from .overdue import overdue_list
from .periods import Period, PeriodKind, period_at

READERS = (Role.AGENCY_HEAD, Role.SUPERVISOR)
# Years of closed months are not made up for: nobody reads them any more.
CAUGHT_UP_AT_MOST = 12
SATURDAY = 5


def monthly_reports_send() -> int:
    """Report every month that is due and was not reported; return how many. Scheduled every hour.

    A month is due from the first working day after it. What was missed while nothing ran is made up for; before the
    first report ever there is only the last month.
    """
    return sum(_send(month) for month in _due(timezone.localdate()))


def _due(today: date) -> list[Period]:
    newest = period_at(PeriodKind.MONTH, today).moved(-1)
    if today < first_working_day(today):
        newest = newest.moved(-1)
    last = MonthlyReport.objects.first()
    if last is None:
        return [newest]
    months = [period_at(PeriodKind.MONTH, last.month).moved(by) for by in range(1, CAUGHT_UP_AT_MOST + 1)]
    due = [month for month in months if month.first <= newest.first]
    return due or ([] if last.month >= newest.first else [newest])


def first_working_day(day: date) -> date:
    """Return the first working day of a day's month, by the office's calendar."""
    first = day.replace(day=1)
    holidays = holiday_dates(first, first + timedelta(days=27))
    days = (first + timedelta(days=number) for number in range(28))
    return next((found for found in days if found.weekday() < SATURDAY and found not in holidays), first)


def _send(month: Period) -> bool:
    """Report one month in one transaction; False when somebody else has done so meanwhile."""
    with transaction.atomic():
        # Who comes second waits here for the first, and finds the month reported.
        stored, new = MonthlyReport.objects.get_or_create(
            month=month.first, defaults={"sent_at": timezone.now(), "recipients": 0}
        )
        if not new:
            return False
        found, late = figures_of(FigureQuery(month)), overdue_list().count()
        readers = _readers()
        for reader in readers:
            _tell(reader, month, found, late)
        stored.recipients = len(readers)
        stored.save(update_fields=["recipients"])
        data = {"period": month.label, "rows": len(readers)}
        audit_record(actor=None, action="register.monthly_sent", subject=stored, data=data)
        return True


def _readers() -> list[User]:
    groups = [role.label for role in READERS]
    return list(User.objects.filter(is_active=True, groups__name__in=groups).distinct().order_by("pk"))


def _tell(reader: User, month: Period, found: Figures, late: int) -> None:
    query = urlencode({"periode": month.kind.value, "dari": month.first.isoformat()})
    total, share = found.total, found.total.share_returned
    median = total.durations.median
    person_notify(
        event_key=f"monthly-report-{month.first:%Y-%m}-{reader.pk}",
        recipient=reader,
        text="monthly_report",
        tokens={
            "nama": reader.get_full_name(),
            "bulan": month.label,
            "masuk": total.received,
            "terbit": total.issued,
            "ditolak": total.rejected,
            "dikembalikan": "-" if share is None else f"{share}%",
            "lama": "-" if median is None else _("%(days)s hari kerja") % {"days": median},
            "terlambat": late,
            "tautan": f"{settings.BASE_URL}{reverse('backoffice:figures')}?{query}",
        },
    )
