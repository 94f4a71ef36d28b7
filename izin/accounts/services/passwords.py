"""Passwords: changed by their owner, or generated again by an officer (A3, A4)."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_issued
from izin.accounts.models import User
from izin.accounts.policies import can_reissue_password
from izin.accounts.services.writing import clean_or_refuse, password_generate
from izin.accounts.validators import email_normalise, phone_normalise
from izin.audit.services import audit_record


@transaction.atomic
def password_change(*, user: User, new_password: str) -> User:
    """Set a password its owner chose, end the duty to change it, and return the user as now stored.

    Sessions other than the one the caller renews end with the old password.

    Raises:
        DomainError: field "new_password1"; too weak, or the same as before.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.check_password(new_password):
        raise DomainError(_("Kata sandi baru harus berbeda dari yang lama."), field="new_password1")
    try:
        validate_password(new_password, locked)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="new_password1") from error
    locked.set_password(new_password)
    locked.must_change_password = False
    locked.save(update_fields=["password", "must_change_password"])
    audit_record(actor=locked, action="account.password_changed", subject=locked)
    return locked


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
    locked.email, locked.phone = email_normalise(email), phone_normalise(phone)
    clean_or_refuse(locked, exclude={"nik_index", "password"})
    locked.set_password(password)
    locked.must_change_password = True
    locked.save(update_fields=["email", "phone", "password", "must_change_password"])
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
