"""Reading accounts."""

from izin.accounts.models import User


def user_by_nik(nik: str) -> User | None:
    """Return the user with this NIK, typed in any way, or None."""
    try:
        return User.objects.get_by_natural_key(nik)
    except User.DoesNotExist:
        return None
