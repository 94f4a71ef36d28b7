"""Changes of what stands on the identity card: asked for by its owner, decided by an officer (A5).

Whoever writes here locks the user first and the change second, so that no two wait for each other.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_exists
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import ChangeState
from izin.accounts.errors import NikTaken
from izin.accounts.events import profile_change_decided
from izin.accounts.models import ApplicantProfile, ProfileChange, User
from izin.accounts.policies import can_verify_profiles
from izin.accounts.services.scans import STORE
from izin.accounts.services.writing import clean_or_refuse
from izin.accounts.validators import degree_trim, nik_normalise, nik_parse, text_tidy
from izin.audit.services import audit_record

USER_FIELDS = ("nik", "full_name", "title_front", "title_back")
PROFILE_FIELDS = ("birth_place", "birth_date", "sex")


def identity_now(user: User) -> dict[str, Any]:
    """Return what a change may change, as it is now.

    Raises:
        ApplicantProfile.DoesNotExist: the user is no applicant.
    """
    profile = ApplicantProfile.objects.get(user=user)
    return {
        **{name: getattr(user, name) for name in USER_FIELDS},
        **{name: getattr(profile, name) for name in PROFILE_FIELDS},
    }


@transaction.atomic
def profile_change_request(
    *,
    user: User,
    nik: str,
    full_name: str,
    birth_place: str,
    birth_date: date,
    sex: str,
    note: str,
    title_front: str = "",
    title_back: str = "",
    ktp_sha256: str = "",
) -> ProfileChange:
    """Store what the applicant wants to be known by; it holds when an officer approves. Return the change.

    `ktp_sha256` names a new scan in the store "private"; empty keeps the old one. Whether the NIK belongs to somebody
    else is not said here: the officer learns it.

    Raises:
        DomainError: a rule is broken (`field` names the argument), nothing would change, or a change waits already.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = identity_now(locked)
    wanted: dict[str, Any] = {
        "nik": nik_normalise(nik),
        "full_name": text_tidy(full_name),
        "title_front": degree_trim(title_front),
        "title_back": degree_trim(title_back),
        "birth_place": text_tidy(birth_place),
        "birth_date": birth_date,
        "sex": sex,
    }
    nik_parse(wanted["nik"])
    if birth_date > timezone.localdate():
        raise DomainError(_("Tanggal lahir tidak boleh di masa depan."), field="birth_date")
    if ktp_sha256 and not content_exists(STORE, ktp_sha256):
        raise DomainError(_("Scan KTP belum terunggah."), field="ktp")
    changed = _changed(before, wanted, ktp_sha256)
    if not changed:
        raise DomainError(_("Belum ada data yang berubah."))
    change = ProfileChange(user=locked, ktp_sha256=ktp_sha256, note=note.strip(), **wanted)
    clean_or_refuse(change, exclude={"user"})
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        raise _already_waiting() from error
    audit_record(actor=locked, action="profile_change.requested", subject=change, data={"fields": changed})
    return change


def _already_waiting() -> DomainError:
    return DomainError(_("Permintaan Anda sebelumnya masih menunggu petugas. Batalkan dahulu untuk membuat yang baru."))


def _changed(before: Mapping[str, Any], wanted: Mapping[str, Any], ktp_sha256: str) -> list[str]:
    return [name for name, value in wanted.items() if before[name] != value] + (["ktp"] if ktp_sha256 else [])


@transaction.atomic
def profile_change_withdraw(*, user: User, pk: int) -> ProfileChange:
    """Let the applicant take back a change that waits.

    Raises:
        ProfileChange.DoesNotExist: he has no such change.
        NotAllowed: it is decided.
    """
    _user, change = _lock(pk, owner=user)
    _decide(change, ChangeState.WITHDRAWN, actor=user)
    audit_record(actor=user, action="profile_change.withdrawn", subject=change)
    return change


@transaction.atomic
def profile_change_approve(*, actor: User, pk: int) -> ProfileChange:
    """Make the wanted data the account's and tell its owner, all or nothing; return the change.

    From then on a new NIK is what the owner logs in with. Applications and letters that exist keep what they say.

    Raises:
        ProfileChange.DoesNotExist
        NotAllowed: the actor may not, it is his own, or it is decided.
        NikTaken: another account has the wanted NIK; nothing is written, the change waits on.
    """
    user, change = _lock(pk)
    _may_decide_or_refuse(actor, change)
    profile = ApplicantProfile.objects.select_for_update(of=("self",)).get(user=user)
    wanted = {name: getattr(change, name) for name in (*USER_FIELDS, *PROFILE_FIELDS)}
    changed = _changed(identity_now(user), wanted, change.ktp_sha256)
    for name in USER_FIELDS:
        setattr(user, name, wanted[name])
    for name in PROFILE_FIELDS:
        setattr(profile, name, wanted[name])
    profile.ktp_sha256 = change.ktp_sha256 or profile.ktp_sha256
    clean_or_refuse(user, exclude={"nik_index", "password"})
    clean_or_refuse(profile, exclude={"user"})
    try:
        with transaction.atomic():
            user.save(update_fields=[*USER_FIELDS, "nik_index"])
    except IntegrityError as error:
        raise NikTaken(_("NIK ini sudah dipakai akun lain. Periksa KTP, lalu tolak atau hubungi pemohon.")) from error
    profile.save(update_fields=[*PROFILE_FIELDS, "ktp_sha256"])
    _decide(change, ChangeState.APPROVED, actor=actor)
    _tell(change, actor=actor, action="profile_change.approved", data={"fields": changed})
    return change


@transaction.atomic
def profile_change_refuse(*, actor: User, pk: int, reason: str) -> ProfileChange:
    """Refuse a change with a reason and tell its owner; return the change.

    Raises:
        ProfileChange.DoesNotExist
        NotAllowed: the actor may not, it is his own, or it is decided.
        DomainError: field "reason"; none is given, or it is too long.
    """
    _user, change = _lock(pk)
    _may_decide_or_refuse(actor, change)
    change.decision_note = reason.strip()
    if not change.decision_note:
        raise DomainError(_("Tulis alasan penolakan."), field="reason")
    _decide(change, ChangeState.REFUSED, actor=actor)
    _tell(change, actor=actor, action="profile_change.refused", data={})
    return change


@transaction.atomic
def profile_change_scan_viewed(*, actor: User, change: ProfileChange, which: str) -> None:
    """Log that an officer opened the old or the new scan (A7: who looked at whose papers)."""
    audit_record(actor=actor, action="profile_change.scan_viewed", subject=change, data={"which": which})


def _lock(pk: int, owner: User | None = None) -> tuple[User, ProfileChange]:
    changes = ProfileChange.objects.all() if owner is None else ProfileChange.objects.filter(user=owner)
    user_id = changes.values_list("user_id", flat=True).get(pk=pk)
    user = User.objects.select_for_update().get(pk=user_id)
    change = ProfileChange.objects.select_for_update().get(pk=pk)
    change.user = user
    return user, change


def _may_decide_or_refuse(actor: User, change: ProfileChange) -> None:
    if not can_verify_profiles(actor) or actor.pk == change.user_id:
        raise NotAllowed(_("Anda tidak berwenang memutuskan perubahan data ini."))


def _decide(change: ProfileChange, state: ChangeState, *, actor: User) -> None:
    if change.state != ChangeState.PENDING:
        raise NotAllowed(_("Perubahan data ini sudah diputuskan."))
    change.state = state
    change.decided_at = timezone.now()
    change.decided_by = actor
    clean_or_refuse(change, exclude={"user", "decided_by"})
    change.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])


def _tell(change: ProfileChange, *, actor: User, action: str, data: Mapping[str, Any]) -> None:
    audit_record(actor=actor, action=action, subject=change, data=data)
    profile_change_decided.send(sender=ProfileChange, change=change, event_key=f"profile-change:{change.pk}")
