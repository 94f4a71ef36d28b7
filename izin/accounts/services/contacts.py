"""What an applicant changes without an officer: where he is reached and lives, and what he works as (A5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.events import contact_changed
from izin.accounts.models import ApplicantProfile, User
from izin.accounts.services.addresses import address_words
from izin.accounts.services.writing import clean_or_refuse
from izin.accounts.validators import email_normalise, phone_normalise, text_tidy
from izin.audit.services import audit_record


@transaction.atomic
def contact_change(
    *, user: User, password: str, email: str, phone: str, occupation: str, street: str, village_code: str
) -> User:
    """Write all of it and return the user as now stored; what is the same everywhere is no change.

    The password is asked again, because whoever has the e-mail address can have a new password made. For the same
    reason a new address or number is told to the old one as well.

    Raises:
        DomainError: the password is wrong, or a rule is broken; `field` names the argument ("village" for the code).
        ApplicantProfile.DoesNotExist: the user is no applicant.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.check_password(password):
        raise DomainError(_("Kata sandi salah."), field="password")
    profile = ApplicantProfile.objects.select_for_update(of=("self",)).get(user=locked)
    old_email, old_phone = locked.email, locked.phone
    wanted = {"occupation": text_tidy(occupation), "street": text_tidy(street), **address_words(village_code)}
    changed = [name for name, value in wanted.items() if getattr(profile, name) != value]
    locked.email, locked.phone = email_normalise(email), phone_normalise(phone)
    changed += [name for name, old in (("email", old_email), ("phone", old_phone)) if getattr(locked, name) != old]
    if not changed:
        return locked
    for name, value in wanted.items():
        setattr(profile, name, value)
    clean_or_refuse(locked, exclude={"nik_index", "password"})
    clean_or_refuse(profile, exclude={"user"})
    locked.save(update_fields=["email", "phone"])
    profile.save(update_fields=list(wanted))
    entry = audit_record(actor=locked, action="account.contact_changed", subject=locked, data={"fields": changed})
    if {"email", "phone"} & set(changed):
        contact_changed.send(
            sender=User,
            user=locked,
            old_email=old_email,
            old_phone=old_phone,
            event_key=f"account-contact-changed:{locked.pk}:{entry.sequence}",
        )
    return locked
