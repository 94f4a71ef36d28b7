"""Sending an application at the counter, for somebody who agreed to it (W8)."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.models import User
from izin.accounts.services.desk import visit_open
from izin.audit.services import audit_record

from ..models import Application, AssistedFiling
from .submitting import application_submit


def desk_submit(*, application_id: int, actor: User) -> Application:
    """Send the application of the client whom this officer serves now; who filed it, and by which consent, is kept.

    The applicant is told as if he had sent it himself.
    Raises NotAllowed without a client, otherwise as `application_submit`.
    """
    with transaction.atomic():
        visit = visit_open(actor)
        if visit is None:
            raise NotAllowed(_("Tidak ada klien yang sedang dilayani."))
        application = application_submit(application_id=application_id, actor=actor)
        AssistedFiling.objects.update_or_create(application=application, defaults={"visit": visit})
        audit_record(
            actor=actor,
            action="desk.filed",
            subject=application,
            data={"visit": visit.pk, "consent": visit.consent},
        )
        return application
