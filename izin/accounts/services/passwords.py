"""Passwords: changed by their owner, or generated again by an officer or for who never received the first (A3, A4)."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.crypto import blind_index
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_changed, password_issued
from izin.accounts.models import User
from izin.accounts.policies import can_reissue_password
from izin.accounts.services.throttling import FIRST_PASSWORDS, allowed
from izin.accounts.services.writing import clean_or_refuse, password_generate, task_hand_over
from izin.accounts.validators import email_normalise, nik_normalise, phone_normalise
from izin.audit.services import audit_record

RESEND_TASK = "izin.accounts.services.passwords.first_password_resend"


@transaction.atomic
def password_change(*, user: User, new_password: str, sign_in: int | None = None) -> User:
    """Set a password its owner chose, end the duty to change it, and return the user as now stored.

    Sessions other than the one the caller renews end with the old password; `sign_in` is the key of that one.

    Raises:
        DomainError: field "new_password1"; too weak, or the same as before.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.check_password(new_password):
        raise DomainError(_("Kata sandi baru harus berbeda dari yang lama."), field="new_password1")
    first = locked.must_change_password
    password_write(locked, new_password)
    (locked.sign_ins.exclude(pk=sign_in) if sign_in else locked.sign_ins).all().delete()
    entry = audit_record(actor=locked, action="account.password_changed", subject=locked)
    password_changed.send(
        sender=User, user=locked, first=first, event_key=f"account-password-changed:{locked.pk}:{entry.sequence}"
    )
    return locked


def password_write(locked: User, new_password: str) -> None:
    """Check and write a password that the owner of this locked row chose.

    Raises:
        DomainError: field "new_password1"; too weak.
    """
    try:
        validate_password(new_password, locked)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="new_password1") from error
    locked.set_password(new_password)
    locked.must_change_password = False
    locked.save(update_fields=["password", "must_change_password"])


def first_password_request(*, nik: str) -> None:
    """Have a new first password sent to the owner of this NIK, if there is one who never logged in.

    Whether there is, shows neither in the answer nor in the time it takes: the queue finds out. At most three times
    a day for a NIK.

    Raises:
        DomainError: the queue takes nothing just now.
    """
    nik_index = blind_index(nik_normalise(nik))
    if allowed(FIRST_PASSWORDS, nik_index):
        task_hand_over(RESEND_TASK, nik_index)


@transaction.atomic
def first_password_resend(nik_index: str) -> None:
    """Generate the first password again and store the message with it; the queue's task.

    Nothing happens without an account, or when its owner has logged in before: then the password is his own, and he
    can ask for a code.
    """
    waiting = User.objects.filter(is_active=True, is_superuser=False, must_change_password=True, last_login=None)
    locked = waiting.select_for_update().filter(nik_index=nik_index).first()
    if locked is None:
        return
    password = password_generate()
    locked.set_password(password)
    locked.save(update_fields=["password"])
    entry = audit_record(actor=None, action="account.first_password_resent", subject=locked)
    password_issued.send(
        sender=User,
        user=locked,
        password=password,
        reason=PasswordReason.ASKED_AGAIN,
        event_key=f"account-first-password:{locked.pk}:{entry.sequence}",
    )


@transaction.atomic
def password_reissue(*, actor: User, user: User, email: str, phone: str) -> User:
    """Correct e-mail and phone, generate a new password, store the message with it; return the user.

    The old password and every session of the user end.

    Raises:
        NotAllowed: the actor may not (see `policies.can_reissue_password`).
        DomainError: e-mail or phone is not right; `field` names it.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not can_reissue_password(actor, locked):
        raise NotAllowed(_("Anda tidak berwenang mengirim ulang kata sandi akun ini."))
    password = password_generate()
    before = locked.email, locked.phone
    locked.email, locked.phone = email_normalise(email), ""
    # An officer need not have a telephone number.
    if phone or not locked.is_staff:
        locked.phone = phone_normalise(phone)
    clean_or_refuse(locked, exclude={"nik_index", "password"})
    locked.set_password(password)
    locked.must_change_password = True
    locked.save(update_fields=["email", "phone", "password", "must_change_password"])
    locked.sign_ins.all().delete()
    entry = audit_record(
        actor=actor,
        action="account.password_reissued",
        subject=locked,
        data={"email_changed": locked.email != before[0], "phone_changed": locked.phone != before[1]},
    )
    password_issued.send(
        sender=User,
        user=locked,
        password=password,
        reason=PasswordReason.REISSUED,
        event_key=f"account-password-reissued:{locked.pk}:{entry.sequence}",
    )
    return locked
