"""Closing an account: the login ends at once, data go when nobody needs them any more (A7)."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from common.formats import datetime_long
from izin.accounts.models import PasswordResetCode, User
from izin.accounts.selectors import profile_change_pending
from izin.accounts.services.profile_changes import profile_change_withdraw
from izin.accounts.services.scans import files_dispose
from izin.applications.models import Application, Document
from izin.applications.services.ending import application_withdraw
from izin.audit.services import audit_record
from izin.chat.models import Thread
from izin.messaging.enums import Channel
from izin.messaging.services import person_notify, secrets_withdraw
from izin.workflow.enums import Status

from ..models import AccountClosure
from ..selectors import applications_running


@transaction.atomic
def account_close(*, user: User, password: str, reason: str = "", withdraw: Collection[int] = ()) -> AccountClosure:
    """Close an applicant's own account for good: no login, no session, no draft is left; return the closure.

    The office stops working on what still runs: these applications are withdrawn, all or none. `withdraw` are the ids
    of those the owner was told of before he decided; nothing else of his is taken back. Permits that were issued stay
    in force and in the register. The owner hears of it by every channel: it may not have been he. His NIK may be
    registered anew at once.

    Raises:
        DomainError: field "password", it is wrong; or an application runs that he was not told of.
        NotAllowed: the account is an officer's, who leaves by his office, or closed already.
    """
    # Not the key: whoever decides on an application has it locked and refers to its owner, and we lock it next.
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not locked.is_active or locked.is_staff or locked.is_superuser or locked.is_officer:
        raise NotAllowed(_("Akun ini tidak dapat ditutup sendiri. Hubungi admin."))
    if not locked.check_password(password):
        raise DomainError(_("Kata sandi salah."), field="password")
    # Locked too: what is being sent right now is either counted here, or finds no draft any more.
    list(Application.objects.select_for_update().filter(applicant=locked).order_by("pk").values_list("pk"))
    running = applications_running(locked)
    if not {application.pk for application in running} <= set(withdraw):
        raise DomainError(_("Permohonan Anda yang berjalan baru saja berubah. Baca sekali lagi, lalu tutup akun."))
    for application in running:
        application_withdraw(application_id=application.pk, actor=locked, tell=False)
    if (change := profile_change_pending(locked)) is not None:
        profile_change_withdraw(user=locked, pk=change.pk)
    _say_goodbye(locked, running)
    drafts_delete(locked)
    closure = AccountClosure.objects.create(
        user=locked, nik=locked.nik, reason=reason.strip(), closed_at=timezone.now()
    )
    _login_end(locked)
    audit_record(actor=locked, action="account.closed", subject=locked)
    return closure


def _say_goodbye(user: User, withdrawn: list[Application]) -> None:
    secrets_withdraw(user)
    person_notify(
        event_key=f"account-closed:{user.pk}",
        recipient=user,
        channels=list(Channel),
        text="account_closed",
        tokens={
            "nama": user.get_full_name(),
            "nik_tersamar": user.masked_nik,
            "waktu": datetime_long(timezone.now()),
            "hari": settings.CLOSED_ACCOUNT_DAYS,
            "tahun": settings.PERMIT_RETENTION_YEARS,
            "dibatalkan": "; ".join(f"{made.permit_type.name} ({made})" for made in withdrawn) or _("tidak ada"),
        },
    )


def drafts_delete(user: User) -> None:
    """Remove what was never sent, with its files."""
    drafts = Application.objects.filter(applicant=user, status=Status.DRAFT)
    files_dispose(Document.objects.filter(application__in=drafts).values_list("sha256", flat=True))
    drafts.delete()


def _login_end(user: User) -> None:
    """Let nobody in any more: the NIK names no account, the password is none, every session has ended."""
    user.nik = f"ditutup-{user.pk}"
    user.is_active = False
    user.must_change_password = False
    user.password = make_password(None)
    user.session_generation += 1
    user.save(update_fields=["nik", "nik_index", "is_active", "must_change_password", "password", "session_generation"])
    user.sign_ins.all().delete()
    PasswordResetCode.objects.filter(user=user).delete()
    Thread.objects.filter(applicant=user).update(waiting_since=None)
