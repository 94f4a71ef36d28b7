"""Agreeing to the notice about personal data (A7)."""

from django.db import transaction
from django.utils import timezone

from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.models import ApplicantProfile, User
from izin.audit.services import audit_record


@transaction.atomic
def consent_give(*, user: User) -> None:
    """Write down that this applicant agrees to the notice as it reads today; a second time changes nothing.

    Raises:
        ApplicantProfile.DoesNotExist: the user is no applicant.
    """
    profile = ApplicantProfile.objects.select_for_update().get(user=user)
    if profile.consent_version == CONSENT_VERSION:
        return
    before = profile.consent_version
    profile.consent_version = CONSENT_VERSION
    profile.consented_at = timezone.now()
    profile.save(update_fields=["consent_version", "consented_at"])
    audit_record(
        actor=user, action="account.consented", subject=user, data={"version": CONSENT_VERSION, "before": before}
    )
