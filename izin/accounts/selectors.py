"""Reading accounts."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import SignatureMandate, User


def user_by_nik(nik: str) -> User | None:
    """Return the user with this NIK, typed in any way, or None."""
    try:
        return User.objects.get_by_natural_key(nik)
    except User.DoesNotExist:
        return None


def mandate_on(user: User, day: date) -> SignatureMandate | None:
    """Return the mandate by which this user may sign on a day, or None; there is never more than one."""
    begun = SignatureMandate.objects.filter(officer__user=user, valid_from__lte=day)
    open_then = begun.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return open_then.select_related("officer").first()


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
