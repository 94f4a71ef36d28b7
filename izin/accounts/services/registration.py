"""Opening an applicant's account (A1, A3; guide, "Daftar akun")."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_exists
from common.errors import DomainError
from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_issued, registration_repeated
from izin.accounts.models import ApplicantProfile, User
from izin.accounts.selectors import nik_doubts, user_by_nik
from izin.accounts.services.addresses import address_words
from izin.accounts.services.scans import STORE, scan_copy
from izin.accounts.services.writing import clean_or_refuse, password_generate, user_write
from izin.accounts.validators import text_tidy
from izin.audit.services import audit_record


@transaction.atomic
def applicant_register(
    *,
    nik: str,
    full_name: str,
    birth_place: str,
    birth_date: date,
    sex: str,
    occupation: str,
    street: str,
    village_code: str,
    phone: str,
    email: str,
    ktp_sha256: str,
    consent_version: str,
    title_front: str = "",
    title_back: str = "",
    actor: User | None = None,
) -> User:
    """Write user, profile and the message with the first password, all or nothing; return the user.

    `actor` is the officer who fills it in at the counter (W8).
    `ktp_sha256` names the scan in the store "private"; the copy that people will look at is made here. The words of
    the address are those of `izin.regions`. The user must change the password at the first login. A NIK that does
    not fit birth date, sex or region is accepted and noted in the audit log (site/docs/people-data.md).

    Raises:
        NikTaken: the NIK has an account; see `registration_repeat`.
        DomainError: a rule is broken; `field` names the argument ("village" for the code).
    """
    if not phone:
        raise DomainError(_("Nomor WhatsApp harus diisi."), field="phone")
    if not content_exists(STORE, ktp_sha256):
        raise DomainError(_("Scan KTP belum terunggah."), field="ktp")
    if birth_date > timezone.localdate():
        raise DomainError(_("Tanggal lahir tidak boleh di masa depan."), field="birth_date")
    words = address_words(village_code)
    scan_copy(ktp_sha256)
    password = password_generate()
    user = user_write(
        nik=nik,
        full_name=full_name,
        title_front=title_front,
        title_back=title_back,
        email=email,
        phone=phone,
        password=password,
        must_change_password=True,
    )
    profile = ApplicantProfile(
        user=user,
        birth_place=text_tidy(birth_place),
        birth_date=birth_date,
        sex=sex,
        occupation=text_tidy(occupation),
        street=text_tidy(street),
        ktp_sha256=ktp_sha256,
        consent_version=consent_version,
        consented_at=timezone.now(),
        **words,
    )
    clean_or_refuse(profile, exclude={"user"})
    profile.save()
    mismatches = len(nik_doubts(user.nik, birth_date=birth_date, sex=sex))
    audit_record(
        actor=actor or user,
        action="account.registered",
        subject=user,
        data={"consent_version": consent_version, "nik_mismatches_confirmed": mismatches},
    )
    password_issued.send(
        sender=User,
        user=user,
        password=password,
        reason=PasswordReason.REGISTERED,
        event_key=f"account-registered:{user.pk}",
    )
    return user


@transaction.atomic
def registration_repeat(*, nik: str) -> None:
    """Tell the owner of this NIK that somebody registered with it, and how to get into the account he has.

    The visitor gets the page everybody gets, so he learns nothing about accounts that are not his; the owner, who may
    only have forgotten that he has one, learns all he needs. At most one message a day.
    """
    user = user_by_nik(nik)
    if user is None:
        return
    audit_record(actor=None, action="account.registration_repeated", subject=user)
    registration_repeated.send(
        sender=User, user=user, event_key=f"account-registration-repeated:{user.pk}:{timezone.localdate()}"
    )
