"""Beginning an application and filling it in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.content_store import content_read
from common.errors import DomainError
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.catalog.models import PermitType, ResearchLocation

from ..models import Application, ApplicationLocation, Document
from .locking import application_lock_for_applicant

KTP_NAME = "KTP dari akun.jpg"


def draft_create(
    *, applicant: User, permit_type: PermitType, answers: Mapping[str, Any], locations: Sequence[str]
) -> Application:
    """Begin an application by the type's published revision; the KTP of the account is its first document (F7).

    `answers` are JSON values by field key, checked by the form; `locations` are names, in order.
    Raises DomainError when the type is not published.
    """
    with transaction.atomic():
        if not permit_type.live or permit_type.live_revision is None:
            raise DomainError(_("Jenis izin ini belum dibuka."))
        application = Application.objects.create(
            applicant=applicant,
            permit_type=permit_type,
            revision=permit_type.live_revision,
            answers=dict(answers),
        )
        _locations_write(application, locations)
        _account_ktp_attach(application)
        audit_record(actor=applicant, action="application.drafted", subject=application)
        return application


def draft_save(
    *, application_id: int, actor: User, answers: Mapping[str, Any], locations: Sequence[str]
) -> Application:
    """Replace the answers and locations of an application that its applicant has.

    Raises Application.DoesNotExist for somebody else's, NotAllowed while the office has it.
    """
    with transaction.atomic():
        application = application_lock_for_applicant(application_id, actor)
        application.answers = dict(answers)
        application.save(update_fields=["answers"])
        application.locations.all().delete()
        _locations_write(application, locations)
        audit_record(actor=actor, action="application.answered", subject=application)
        return application


def _locations_write(application: Application, names: Sequence[str]) -> None:
    known = {str(location): location for location in ResearchLocation.objects.filter(active=True)}
    unique = list(dict.fromkeys(name for name in names if name))
    ApplicationLocation.objects.bulk_create(
        ApplicationLocation(application=application, name=name, location=known.get(name)) for name in unique
    )


def _account_ktp_attach(application: Application) -> None:
    requirement = next((r for r in application.rules.requirements.all() if r.from_account), None)
    profile = getattr(application.applicant, "profile", None)
    if requirement is None or profile is None:
        return
    try:
        size = len(content_read("private", profile.ktp_sha256))
    except FileNotFoundError:  # The applicant uploads it again; the list of what is missing says so.
        return
    if size <= requirement.max_bytes:
        Document.objects.create(
            application=application,
            requirement_key=requirement.key,
            sha256=profile.ktp_sha256,
            size=size,
            content_type="image/jpeg",
            original_name=KTP_NAME,
        )
