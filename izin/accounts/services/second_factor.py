"""The second factor of officers: set up, asked for, replaced, and removed by an administrator when it is lost (A6)."""

import re
import secrets
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common.crypto import blind_index
from common.errors import DomainError, NotAllowed
from izin.accounts.events import recovery_code_used, second_factor_changed
from izin.accounts.models import RecoveryCode, TotpDevice, User
from izin.accounts.policies import can_manage_officer
from izin.audit.services import audit_record

RECOVERY_CODES = 10
# Without signs that look alike; two groups of five are 49 bits.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUP = 5
_TOTP = re.compile(r"[0-9]{6}")
_SEPARATORS = re.compile(r"[\s\-]+")
DEVICE_NAME = "Aplikasi autentikator"


class Enrolled(NamedTuple):
    """A device in use, and the codes for when it is lost: this is the only moment they are known."""

    device: TotpDevice
    codes: list[str]


def second_factor_begin(*, user: User) -> TotpDevice:
    """Return the device that is being set up, with a new secret unless one waits; it is good for nothing yet."""
    device, _created = TotpDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": DEVICE_NAME})
    return device


def second_factor_confirm(
    *, user: User, token: str, password: str | None = None, sign_in: int | None = None
) -> Enrolled:
    """Take the device that is being set up into use, in the place of an older one; return it with recovery codes.

    Sessions other than the one the caller renews end (`sign_in` is the key of that one), and the user is told. Who
    replaces a device must know the password.

    Raises:
        DomainError: field "token" (wrong, or too many tries) or "password".
    """
    with transaction.atomic(durable=True):
        locked = User.objects.select_for_update().get(pk=user.pk)
        devices = {device.confirmed: device for device in TotpDevice.objects.select_for_update().filter(user=locked)}
        if True in devices and not (password and locked.check_password(password)):
            raise DomainError(_("Kata sandi salah."), field="password")
        device = devices.get(False)
        if device is None:
            raise DomainError(_("Pemasangan belum dimulai. Muat ulang halaman ini."), field="token")
        enrolled = _confirm(locked, device, devices.get(True), sign_in) if _try(device, token) else None
    if enrolled is None:
        raise _wrong(device)
    return enrolled


def _confirm(locked: User, device: TotpDevice, old: TotpDevice | None, sign_in: int | None) -> Enrolled:
    if old is not None:
        old.delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _codes_write(device)
    # Sessions that have not shown it end; the caller renews his own.
    locked.sign_ins.exclude(pk=sign_in or 0).delete()
    User.objects.filter(pk=locked.pk).update(session_generation=F("session_generation") + 1)
    entry = audit_record(actor=locked, action="account.second_factor_on", subject=locked, data={"again": bool(old)})
    second_factor_changed.send(
        sender=User, user=locked, removed=False, event_key=f"second-factor:{locked.pk}:{entry.sequence}"
    )
    return Enrolled(device, codes)


def second_factor_verify(*, user: User, token: str) -> TotpDevice:
    """Return the user's device when the code is one of its, or one of the recovery codes; each is good once.

    Raises:
        DomainError: field "token"; wrong, used, or too soon after a wrong one. A wrong one is counted.
    """
    # The try is counted and committed before the answer, also when it was wrong.
    with transaction.atomic(durable=True):
        device = TotpDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise DomainError(_("Verifikasi dua langkah belum dipasang."), field="token")
        good = _try(device, token)
    if not good:
        raise _wrong(device)
    return device


def recovery_codes_renew(*, user: User, token: str) -> list[str]:
    """Return new recovery codes, shown this once; the old ones are good for nothing any more.

    Raises:
        DomainError: as `second_factor_verify`.
    """
    device = second_factor_verify(user=user, token=token)
    with transaction.atomic():
        codes = _codes_write(device)
        audit_record(actor=user, action="account.recovery_codes_renewed", subject=user)
    return codes


@transaction.atomic
def second_factor_reset(*, actor: User | None, user: User) -> None:
    """Remove the second factor of somebody who lost it, end his sessions and tell him; he sets up a new one.

    `actor` is None for the command run on the server.

    Raises:
        NotAllowed: the actor is no administrator, or it is his own.
        DomainError: there is none.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None and not can_manage_officer(actor, locked):
        raise NotAllowed(_("Hanya admin lain yang dapat menghapus verifikasi dua langkah akun ini."))
    removed, _rows = TotpDevice.objects.filter(user=locked).delete()
    if not removed:
        raise DomainError(_("Akun ini belum memasang verifikasi dua langkah."))
    User.objects.filter(pk=locked.pk).update(session_generation=F("session_generation") + 1)
    locked.sign_ins.all().delete()
    entry = audit_record(actor=actor, action="account.second_factor_reset", subject=locked)
    second_factor_changed.send(
        sender=User, user=locked, removed=True, event_key=f"second-factor:{locked.pk}:{entry.sequence}"
    )


def _try(device: TotpDevice, token: str) -> bool:
    """Try a code on a locked device and write what came of it."""
    allowed, _why = device.verify_is_allowed()
    if not allowed:
        return False
    typed = _SEPARATORS.sub("", token).upper()
    if (_TOTP.fullmatch(typed) and device.takes(typed)) or _recovery_use(device, typed):
        device.throttle_reset(commit=False)
        device.save()
        return True
    device.throttle_increment()
    return False


def _wrong(device: TotpDevice) -> DomainError:
    _allowed, why = device.verify_is_allowed()
    words = _("Kode salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.")
    if why and device.throttling_failure_count > 3:
        words = _("Kode salah. Terlalu banyak percobaan: coba lagi setelah pukul %(time)s.") % {
            "time": f"{timezone.localtime(why['locked_until']):%H.%M}"
        }
    return DomainError(words, field="token")


def _recovery_use(device: TotpDevice, typed: str) -> bool:
    if len(typed) != 2 * _GROUP or not device.confirmed:
        return False
    index = _code_index(device, typed)
    used = device.recovery_codes.filter(code_index=index, used_at=None).update(used_at=timezone.now())
    if used:
        user = device.user
        entry = audit_record(actor=user, action="account.recovery_code_used", subject=user)
        recovery_code_used.send(
            sender=User,
            user=user,
            left=device.recovery_codes.filter(used_at=None).count(),
            event_key=f"recovery-code:{user.pk}:{entry.sequence}",
        )
    return bool(used)


def _codes_write(device: TotpDevice) -> list[str]:
    device.recovery_codes.all().delete()
    plain = ["".join(secrets.choice(_SIGNS) for _sign in range(2 * _GROUP)) for _code in range(RECOVERY_CODES)]
    rows = [RecoveryCode(device=device, code_index=_code_index(device, code)) for code in plain]
    RecoveryCode.objects.bulk_create(rows)
    return [f"{code[:_GROUP]}-{code[_GROUP:]}" for code in plain]


def _code_index(device: TotpDevice, code: str) -> str:
    return blind_index(f"recovery:{device.pk}:{code}")
