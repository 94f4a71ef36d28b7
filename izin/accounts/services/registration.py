"""Opening an applicant's account (A1, A3; guide, "Daftar akun")."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_exists
from common.errors import DomainError
from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_issued
from izin.accounts.models import ApplicantProfile, User
from izin.accounts.services.writing import clean_or_refuse, password_generate, user_write
from izin.accounts.validators import nik_warnings, text_tidy
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
    village: str,
    district: str,
    regency: str,
    province: str,
    phone: str,
    email: str,
    ktp_sha256: str,
    consent_version: str,
    title_front: str = "",
    title_back: str = "",
) -> User:
    """Write user, profile and the message with the first password, all or nothing; return the user.

    `ktp_sha256` names the scan in the store "private". The user must change the password at the first login.
    A NIK that does not fit birth date or sex is accepted and noted in the audit log (site/docs/people-data.md).

    Raises:
        DomainError: a rule is broken; `field` names the argument. For a NIK that has an account already the text
            does not tell whose it is.
    """
    if not phone:
        raise DomainError(_("Nomor WhatsApp harus diisi."), field="phone")
    if not content_exists("private", ktp_sha256):
        raise DomainError(_("Scan KTP belum terunggah."), field="ktp")
    if birth_date > timezone.localdate():
        raise DomainError(_("Tanggal lahir tidak boleh di masa depan."), field="birth_date")
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
        village=text_tidy(village),
        district=text_tidy(district),
        regency=text_tidy(regency),
        province=text_tidy(province),
        ktp_sha256=ktp_sha256,
        consent_version=consent_version,
        consented_at=timezone.now(),
    )
    clean_or_refuse(profile, exclude={"user"})
    profile.save()
    mismatches = len(nik_warnings(user.nik, birth_date=birth_date, sex=sex))
    audit_record(
        actor=user,
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
