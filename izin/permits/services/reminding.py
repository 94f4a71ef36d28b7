"""Reminders before a permit ends and after a report of results was due (F10, F11).

Each run looks at the days themselves, so that it may run at any moment, twice, or after weeks without the queue: a
permit gets the nearest threshold alone, once, and never one that it has passed already.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.formats import date_long
from izin.audit.services import audit_record
from izin.messaging.services import person_notify

from ..enums import PermitState, ReminderTopic, RenewalKind
from ..models import FollowUpSettings, Permit, PermitReminder
from ..policies import renewal_refusal, renewal_window
from ..renewals import renewals_open
from ..reports import permits_owing

logger = logging.getLogger(__name__)
Send = Callable[[Permit, int, date], None]
# Hours of the office's time zone in which a telephone may ring.
DAYTIME = range(7, 20)


def reminders_send() -> int:
    """Send every reminder that is due today and return how many; the queue's task, harmless to repeat.

    Nothing is sent at night. One permit that can not be reminded keeps none of the others from it.
    """
    if timezone.localtime().hour not in DAYTIME:
        return 0
    today, rules = timezone.localdate(), FollowUpSettings.load()
    return _expiry_send(today, rules.expiry_thresholds) + _reports_send(today, rules.report_thresholds)


def _expiry_send(today: date, thresholds: list[int]) -> int:
    sent, nearer = 0, -1
    for days in thresholds:
        due = permits_ending(today + timedelta(days=nearer + 1), today + timedelta(days=days), days)
        sent += _each(due, ReminderTopic.EXPIRY, days, today, _expiry_tell)
        nearer = days
    return sent


def permits_ending(first: date, last: date, days: int) -> QuerySet[Permit]:
    """Return the permits that end between two days and are to be reminded `days` before.

    Not those that can not be renewed, whose renewal is open, or that were issued after their day of this threshold.
    """
    before = ExpressionWrapper(F("valid_until") - Value(timedelta(days=days)), output_field=DateTimeField())
    return (
        Permit.objects.filter(state=PermitState.ACTIVE, valid_until__range=(first, last), permit_type__renewable=True)
        .filter(issuance__issued_on__lt=before)
        .exclude(pk__in=renewals_open().values("permit_id"))
        .exclude(_reminded(ReminderTopic.EXPIRY, days))
    )


def _reminded(topic: ReminderTopic, days: int) -> Exists:
    return Exists(PermitReminder.objects.filter(permit=OuterRef("pk"), topic=topic, days=days))


def _reports_send(today: date, thresholds: list[int]) -> int:
    sent = 0
    owing = permits_owing(today)
    for days, longer in zip(thresholds, [*thresholds[1:], None], strict=True):
        due = owing.filter(valid_until__lte=today - timedelta(days=days))
        if longer is not None:
            due = due.filter(valid_until__gt=today - timedelta(days=longer))
        due = due.exclude(_reminded(ReminderTopic.REPORT, days))
        sent += _each(due, ReminderTopic.REPORT, days, today, _report_tell)
    return sent


def _each(due: QuerySet[Permit], topic: ReminderTopic, days: int, today: date, send: Send) -> int:
    sent = 0
    pks: Iterable[int] = list(due.values_list("pk", flat=True))
    for pk in pks:
        try:
            sent += _remind(pk, due, topic, days, today, send)
        except Exception:
            logger.exception("Permit %s could not be reminded (%s, %s days)", pk, topic, days)
    return sent


def _remind(pk: int, due: QuerySet[Permit], topic: ReminderTopic, days: int, today: date, send: Send) -> bool:
    with transaction.atomic():
        Permit.objects.select_for_update().only("pk").get(pk=pk)
        # Asked again under the lock: replaced, revoked or renewed meanwhile, or reminded by another run.
        permit = due.filter(pk=pk).select_related("permit_type", "application__applicant").first()
        if permit is None:
            return False
        PermitReminder.objects.create(permit=permit, topic=topic, days=days)
        send(permit, days, today)
        audit_record(actor=None, action="permit.reminded", subject=permit, data={"topic": topic, "days": days})
        return True


def _expiry_tell(permit: Permit, days: int, today: date) -> None:
    refusal = renewal_refusal(permit, RenewalKind.RENEWAL, today)
    _first, last = renewal_window(permit)
    can = _("Perpanjangan sudah dapat diajukan sekarang, paling lambat %(day)s.") % {"day": date_long(last)}
    _notify(
        permit,
        event=f"expiry-{days}",
        text="permit_expiring",
        page=reverse("portal:permit_renew", args=[permit.pk]),
        berlaku_sampai=date_long(permit.valid_until),
        sisa_hari=(permit.valid_until - today).days,
        perpanjangan=refusal or can,
    )


def _report_tell(permit: Permit, days: int, today: date) -> None:
    _notify(
        permit,
        event=f"report-{days}",
        text="result_report_due",
        page=reverse("portal:report_detail", args=[permit.pk]),
        judul=permit.subject,
        berakhir=date_long(permit.valid_until),
    )


def _notify(permit: Permit, *, event: str, text: str, page: str, **tokens: str | int) -> None:
    person = permit.application.applicant
    person_notify(
        event_key=f"permit-{permit.pk}-{event}",
        recipient=person,
        text=text,
        tokens={
            "nama": person.get_full_name(),
            "jenis_izin": permit.permit_type.name,
            "nomor_izin": permit.number,
            "tautan": settings.BASE_URL + page,
            **tokens,
        },
    )
