"""Reading what second factor somebody has."""

from izin.accounts.models import RecoveryCode, TotpDevice, User

# In the session of who logged in with a password and has a second factor, so that no page has to ask the database.
SECOND_FACTOR_DUE = "second_factor_due"


def has_second_factor(user: User) -> bool:
    """Tell whether the user has set one up."""
    return TotpDevice.objects.filter(user=user, confirmed=True).exists()


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes are not used yet."""
    return RecoveryCode.objects.filter(device__user=user, device__confirmed=True, used_at=None).count()
