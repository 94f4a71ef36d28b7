"""A forgotten password (A3): a code by e-mail or WhatsApp, then a new password.

Three steps, each with the blind index of the NIK that was typed. None tells whether the NIK has an account: the queue
finds out, and a wrong NIK is answered like a wrong code.
"""

import secrets
from datetime import timedelta

from axes.utils import reset as forget_failed_logins
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from common.crypto import blind_index
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Channel
from izin.accounts.events import password_changed, reset_code_issued
from izin.accounts.login_models import RESET_TRIES
from izin.accounts.models import PasswordResetCode, User
from izin.accounts.services.passwords import password_write
from izin.accounts.services.throttling import RESET_CODES, allowed
from izin.accounts.services.writing import task_hand_over
from izin.accounts.validators import nik_normalise
from izin.audit.services import audit_record

CODE_DIGITS = 6
RESET_MINUTES = 10
ISSUE_TASK = "izin.accounts.services.password_resets.reset_code_issue"


def reset_code_request(*, nik: str, channel: Channel) -> str:
    """Have a code sent to the owner of this NIK, if it has one; return the NIK's blind index for the next steps.

    At most five times a day for a NIK; once more is not told, and the last code stays good.

    Raises:
        DomainError: the queue takes nothing just now.
    """
    nik_index = blind_index(nik_normalise(nik))
    if allowed(RESET_CODES, nik_index):
        task_hand_over(ISSUE_TASK, nik_index, str(channel))
    return nik_index


@transaction.atomic
def reset_code_issue(nik_index: str, channel: str) -> None:
    """Make a code in the place of any other of this account, and store the message with it; the queue's task.

    Who asked for WhatsApp and has no number gets an e-mail. Nothing happens without an active account.
    """
    user = User.objects.select_for_update().filter(nik_index=nik_index, is_active=True).first()
    if user is None:
        return
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    reachable = Channel(channel) if user.phone else Channel.EMAIL
    now = timezone.now()
    PasswordResetCode.objects.update_or_create(
        user=user,
        defaults={
            "channel": reachable,
            "code_index": _code_index(user.pk, code),
            "proof_index": "",
            "tries": 0,
            "created_at": now,
            "expires_at": now + timedelta(minutes=RESET_MINUTES),
        },
    )
    entry = audit_record(actor=None, action="account.reset_code_sent", subject=user, data={"channel": str(reachable)})
    reset_code_issued.send(
        sender=User,
        user=user,
        code=code,
        channel=reachable,
        event_key=f"account-reset-code:{user.pk}:{entry.sequence}",
    )


def reset_code_check(*, nik_index: str, code: str) -> str:
    """Count a try; for the right code return the proof with which a new password can be set for ten minutes.

    The right code can be sent again (a form sent twice) and gives a new proof.

    Raises:
        DomainError: field "code"; wrong, too old, tried too often, or there is no account: all in the same words.
    """
    # The try is counted and committed before the answer, also when it was wrong.
    with transaction.atomic(durable=True):
        rows = PasswordResetCode.objects.select_for_update(of=("self",))
        row = rows.filter(user__nik_index=nik_index, user__is_active=True).first()
        proof = _try(row, code) if row else None
    if proof is None:
        raise DomainError(
            _("Kode salah atau sudah tidak berlaku. Periksa kembali, atau minta kode baru."), field="code"
        )
    return proof


def _try(row: PasswordResetCode, code: str) -> str | None:
    now = timezone.now()
    if row.tries >= RESET_TRIES or row.expires_at <= now:
        return None
    row.tries += 1
    proof = None
    if constant_time_compare(row.code_index, _code_index(row.user_id, code)):
        proof = secrets.token_urlsafe(32)
        row.proof_index = blind_index(proof)
        row.expires_at = now + timedelta(minutes=RESET_MINUTES)
    row.save(update_fields=["tries", "proof_index", "expires_at"])
    return proof


@transaction.atomic
def password_reset(*, nik_index: str, proof: str, new_password: str) -> User:
    """Set the password chosen by who has the proof; return the user. Every session ends, and the code is used up.

    Raises:
        NotAllowed: the proof is not, or no longer, good.
        DomainError: field "new_password1"; too weak. The proof stays good.
    """
    # First the user, then the code: as in `reset_code_issue`.
    user = User.objects.select_for_update().filter(nik_index=nik_index, is_active=True).first()
    row = PasswordResetCode.objects.select_for_update().filter(user=user).first() if user else None
    good = row and row.expires_at > timezone.now() and constant_time_compare(row.proof_index, blind_index(proof))
    if not (user and row and good):
        raise NotAllowed(_("Waktu untuk membuat kata sandi baru sudah habis. Silakan minta kode baru."))
    password_write(user, new_password)
    row.delete()
    user.sign_ins.all().delete()
    # He proved who he is: a lock after wrong passwords need not hold him up.
    forget_failed_logins(username=nik_index)
    entry = audit_record(actor=user, action="account.password_reset", subject=user, data={"channel": row.channel})
    password_changed.send(
        sender=User, user=user, first=False, event_key=f"account-password-reset:{user.pk}:{entry.sequence}"
    )
    return user


def _code_index(user_pk: int, code: str) -> str:
    return blind_index(f"password-reset:{user_pk}:{code}")
