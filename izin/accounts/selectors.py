"""Reading accounts."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.enums import ChangeState
from izin.accounts.models import ApplicantProfile, ProfileChange, SignatureMandate, SignIn, User, ViewGrant
from izin.accounts.validators import nik_parse, nik_warnings
from izin.regions.models import Region


def user_by_nik(nik: str) -> User | None:
    """Return the user with this NIK, typed in any way, or None."""
    try:
        return User.objects.get_by_natural_key(nik)
    except User.DoesNotExist:
        return None


def nik_doubts(nik: str, *, birth_date: date | None, sex: str | None) -> list[str]:
    """Return what `nik_warnings` does, and that no regency has the number's first four digits; empty when all fits.

    Districts are not asked for: numbers keep the codes of those that left for another regency.

    Raises:
        DomainError: as `nik_parse`.
    """
    found = nik_warnings(nik, birth_date=birth_date, sex=sex)
    known_province = Region.objects.filter(code=nik[:2]).exists()
    if known_province and not Region.objects.filter(code=nik_parse(nik).regency_code).exists():
        found.append(_("Empat angka pertama NIK bukan kode kabupaten/kota yang dikenal."))
    return found


def contact_in_use(*, email: str, phone: str, but: User | None = None) -> bool:
    """Tell whether another account, active or not, has this address or this number, both normalised."""
    others = User.objects.exclude(pk=but.pk) if but is not None else User.objects.all()
    return others.filter(Q(email=email) | Q(phone=phone)).exists()


def consent_due(user: User) -> bool:
    """Tell whether this applicant agreed to another version of the notice than the one of today."""
    return ApplicantProfile.objects.filter(user=user).exclude(consent_version=CONSENT_VERSION).exists()


def profile_change_pending(user: User) -> ProfileChange | None:
    """Return the change that waits for an officer, or None."""
    return ProfileChange.objects.filter(user=user, state=ChangeState.PENDING).first()


def profile_change_last(user: User) -> ProfileChange | None:
    """Return the last change of this user, whatever became of it, or None."""
    return ProfileChange.objects.filter(user=user).order_by("-pk").first()


def profile_changes_waiting() -> QuerySet[ProfileChange]:
    """Return the changes that wait for an officer, oldest first."""
    return ProfileChange.objects.filter(state=ChangeState.PENDING).select_related("user").order_by("created_at", "pk")


def profile_change_get(pk: int) -> ProfileChange:
    """Return a change with its user, profile and officer. Raises ProfileChange.DoesNotExist."""
    return ProfileChange.objects.select_related("user__profile", "decided_by").get(pk=pk)


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Return where a user is logged in, last used first; without logins whose session is too old to be good."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignIn.objects.filter(user=user, last_seen_at__gte=oldest).order_by("-last_seen_at", "-pk")


def mandate_on(user: User, day: date) -> SignatureMandate | None:
    """Return the mandate by which this user may sign on a day, or None; there is never more than one."""
    begun = SignatureMandate.objects.filter(officer__user=user, valid_from__lte=day)
    open_then = begun.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return open_then.select_related("officer").first()


def signer_on(day: date) -> User | None:
    """Return who may sign for the office on a day, for a letter that is only looked at; None when nobody may."""
    begun = SignatureMandate.objects.filter(officer__user__is_active=True, valid_from__lte=day)
    open_then = begun.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    # Who stands in began later.
    mandate = open_then.select_related("officer__user").order_by("-valid_from", "-pk").first()
    return mandate.officer.user if mandate else None


def mandate_required(user: User) -> SignatureMandate:
    """Return the mandate by which this user may sign today.

    Raises:
        DomainError: the user's post is not recorded.
        NotAllowed: no mandate is in force today.
    """
    if not hasattr(user, "officer"):
        raise DomainError(_("Jabatan Anda belum dicatat. Hubungi admin sebelum menandatangani."))
    mandate = mandate_on(user, timezone.localdate())
    if mandate is None:
        raise NotAllowed(_("Mandat tanda tangan Anda tidak berlaku hari ini. Hubungi admin."))
    return mandate


def view_grants_of(applicant: User) -> QuerySet[ViewGrant]:
    """Return every time an officer looked at this person's pages as he sees them, with his reason, newest first."""
    return ViewGrant.objects.filter(applicant=applicant).select_related("officer").order_by("-begun_at", "-pk")
