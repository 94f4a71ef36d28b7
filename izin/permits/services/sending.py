"""Sending an application, where what its applicant holds already matters."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.models import User
from izin.applications.models import Application
from izin.applications.services.submitting import application_submit
from izin.workflow.enums import WITH_OFFICE, Status

from ..models import Renewal
from ..renewals import permits_held


class TooManyPermits(NotAllowed):
    """The applicant holds or asks for as many permits of the type as one person may have."""


def application_send(*, application_id: int, actor: User) -> Application:
    """Send an application as `application_submit` does, unless its applicant would hold too many permits of the type.

    One person may have three permits of practice, each for one place (Permenkes 13/2025 Ps 147-150), and one STPT
    (PP 103/2014 Ps 39); the numbers stand on the types. What is renewed or changed is not counted.
    Raises TooManyPermits, and what `application_submit` raises.
    """
    with transaction.atomic():
        # Two applications of one person sent at the same moment must see each other.
        User.objects.select_for_update().only("pk").get(pk=actor.pk)
        drafts = Application.objects.select_related("permit_type").filter(applicant=actor, status=Status.DRAFT)
        draft = drafts.filter(pk=application_id).first()
        if draft is not None and (refusal := limit_refusal(draft)):
            raise TooManyPermits(refusal)
        return application_submit(application_id=application_id, actor=actor)


def limit_refusal(application: Application) -> str:
    """Say why this draft can not be sent because of what its applicant has; empty when it can. Two queries at most."""
    most = application.permit_type.max_per_person
    if most is None or Renewal.objects.filter(application=application).exists():
        return ""
    applicant, permit_type = application.applicant, application.permit_type
    held = permits_held(applicant, permit_type, timezone.localdate()).count()
    asked = Application.objects.filter(
        applicant=applicant, permit_type=permit_type, status__in=[*WITH_OFFICE, Status.RETURNED], renewal=None
    ).count()
    if held + asked < most:
        return ""
    words = _(
        "Seorang pemohon paling banyak memiliki %(most)s izin jenis ini. Anda sudah memiliki %(held)s izin yang "
        "berlaku dan %(asked)s permohonan yang diproses. Untuk mengganti izin yang ada, pilih Perpanjang atau Ubah "
        "data izin."
    )
    return words % {"most": most, "held": held, "asked": asked}
