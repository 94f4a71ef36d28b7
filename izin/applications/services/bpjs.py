"""The check at BPJS Ketenagakerjaan, at the stage of its verifier (W1: BPJSTK)."""

import re
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.audit.services import audit_record

from ..models import Application, BpjsCheck
from .locking import application_lock_for_officer
from .telling import on_behalf_data, text_required

# KPJ: eleven digits on new cards, letters among them on old ones.
NUMBER = re.compile(r"[0-9A-Z]{8,16}")


def bpjs_check_request(*, application_id: int, actor: User, turn: str, subject: str) -> BpjsCheck:
    """Note that BPJS Ketenagakerjaan was asked, and what; asking again while it has not answered changes the question.

    Raises NotAllowed when it is not the turn of a BPJS verifier who is this officer, DomainError (field "subject").
    """
    with transaction.atomic():
        application = _lock(application_id, actor, turn)
        subject, now = text_required(subject, field="subject", longest=200), timezone.now()
        check = _open_request(application) or BpjsCheck(application=application)
        check.round, check.subject = application.round, subject
        check.requested_by, check.requested_at = actor, now
        check.save()
        _audit(application, actor, "bpjs.requested", check)
        return check


def bpjs_check_record(
    *,
    application_id: int,
    actor: User,
    turn: str,
    subject: str,
    number: str,
    is_active: bool,
    checked_on: date,
    remark: str = "",
) -> BpjsCheck:
    """Record what BPJS Ketenagakerjaan answered; a later record stands above the ones before it, which stay.

    Raises NotAllowed as `bpjs_check_request`, DomainError at its field: "subject" or "remark" say nothing or too
    much, an active membership has a "number", and "checked_on" is no day to come.
    """
    with transaction.atomic():
        application = _lock(application_id, actor, turn)
        subject = text_required(subject, field="subject", longest=200)
        number = _number(number, is_active=is_active)
        if checked_on > timezone.localdate():
            raise DomainError(_("Tanggal pemeriksaan tidak boleh setelah hari ini."), field="checked_on")
        check = _open_request(application) or BpjsCheck(application=application)
        check.round, check.subject, check.number = application.round, subject, number
        check.is_active, check.checked_on = is_active, checked_on
        check.remark = text_required(remark, field="remark", longest=300) if remark.strip() else ""
        check.recorded_by, check.recorded_at = actor, timezone.now()
        check.save()
        _audit(application, actor, "bpjs.recorded", check)
        return check


def require_bpjs_check(application: Application) -> None:
    """Raise DomainError while an application at the BPJS verifier's stage has no recorded check of this round."""
    if application.waiting_role != Role.BPJS_VERIFIER:
        return
    if not application.bpjs_checks.filter(round=application.round, recorded_at__isnull=False).exists():
        raise DomainError(_("Catat hasil pemeriksaan BPJS Ketenagakerjaan terlebih dahulu."))


def _lock(application_id: int, actor: User, turn: str) -> Application:
    application = application_lock_for_officer(application_id, actor, turn)
    if application.waiting_role != Role.BPJS_VERIFIER:
        raise NotAllowed(_("Pemeriksaan BPJS dicatat pada tahap Verifikator BPJS."))
    return application


def _open_request(application: Application) -> BpjsCheck | None:
    return application.bpjs_checks.filter(recorded_at__isnull=True).first()


def _number(number: str, *, is_active: bool) -> str:
    tidy = re.sub(r"[\s./-]", "", number).upper()
    if not tidy and not is_active:
        return ""
    if not NUMBER.fullmatch(tidy):
        raise DomainError(_("Tulis nomor kepesertaan seperti pada kartu: 11 angka."), field="number")
    return tidy


def _audit(application: Application, actor: User, action: str, check: BpjsCheck) -> None:
    # Neither the number nor the words: the log holds no personal data.
    data = {"check": check.pk, "active": check.is_active, **on_behalf_data(application)}
    audit_record(actor=actor, action=action, subject=application, data=data)
