"""Who may go on from an issued permit, and when; pure (F10, F11)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.formats import date_long
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.accounts.policies import has_role

from .enums import PermitState, RenewalKind
from .models import Permit


def renewal_refusal(permit: Permit, kind: RenewalKind, day: date) -> str:
    """Say why its holder can not go on from this permit on `day`; empty when he can.

    A permit is renewed from some days before its end until some days after it, as its type says; it is changed while
    it is in force or will be. Whether another renewal is open is not asked here. Reads `permit.permit_type`.
    """
    ended = {
        PermitState.REVOKED: _("Izin ini sudah dicabut."),
        PermitState.REPLACED: _("Izin ini sudah diganti dengan izin yang lebih baru."),
    }
    if permit.state in ended:
        return ended[PermitState(permit.state)]
    if not permit.permit_type.live:
        return _("Jenis izin ini sedang ditutup untuk permohonan.")
    if kind == RenewalKind.CHANGE:
        return _("Izin ini sudah berakhir sehingga datanya tidak dapat diubah.") if day > permit.valid_until else ""
    return _renewal_refusal(permit, day)


def _renewal_refusal(permit: Permit, day: date) -> str:
    rules = permit.permit_type
    if not rules.renewable:
        return _("Jenis izin ini tidak dapat diperpanjang. Ajukan permohonan baru.")
    first, last = renewal_window(permit)
    if day < first:
        return _("Perpanjangan dapat diajukan mulai %(day)s.") % {"day": date_long(first)}
    if day > last:
        return _("Batas perpanjangan (%(day)s) sudah lewat. Ajukan permohonan baru.") % {"day": date_long(last)}
    return ""


def renewal_window(permit: Permit) -> tuple[date, date]:
    """Return the first and the last day on which renewal may be begun."""
    rules = permit.permit_type
    return (
        permit.valid_until - timedelta(days=rules.renewal_days),
        permit.valid_until + timedelta(days=rules.renewal_grace_days),
    )


def may_judge_reports(user: User) -> bool:
    """Whether this officer accepts reports of results or asks for them again."""
    return has_role(user, Role.FRONT_DESK, Role.VERIFICATION_SECTION_HEAD, Role.ADMIN)
