"""Beginning an application and filling it in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from common.content_store import content_read
from common.errors import DomainError, NotAllowed, StorageFailed
from izin.accounts.models import User
from izin.accounts.services.desk import acts_for
from izin.audit.services import audit_record
from izin.catalog.answers.conditions import fields_that_apply, purposes_of
from izin.catalog.answers.kinds import KINDS
from izin.catalog.enums import ContentCheck, FieldKind, FileKind, Purpose
from izin.catalog.models import FormField, PermitType, Requirement, ResearchLocation
from izin.workflow.enums import Status

from ..models import Application, ApplicationLocation, Document
from .locking import application_lock_for_applicant

KTP_NAME = "KTP dari akun.jpg"
CONTENT_TYPES = {FileKind.JPEG: "image/jpeg", FileKind.PDF: "application/pdf"}


def draft_create(
    *,
    applicant: User,
    permit_type: PermitType,
    purpose: Purpose = Purpose.NEW,
    answers: Mapping[str, Any],
    locations: Sequence[str],
    actor: User | None = None,
) -> Application:
    """Begin an application by the type's published revision; the KTP of the account is its first document (F7).

    `answers` are JSON values by field key, checked by the form; `locations` are names, in order. `actor` is the
    officer who fills it in for the applicant (W8).
    Raises DomainError when the type is not published, Application.DoesNotExist when the actor serves somebody else.
    """
    with transaction.atomic():
        if not permit_type.live or permit_type.live_revision is None:
            raise DomainError(_("Jenis izin ini belum dibuka."))
        if actor is not None and not acts_for(actor, applicant.pk):
            raise Application.DoesNotExist
        application = Application.objects.create(
            applicant=applicant,
            permit_type=permit_type,
            revision=permit_type.live_revision,
            purpose=purpose,
            answers=dict(answers),
        )
        _locations_write(application, locations)
        _account_ktp_attach(application)
        audit_record(actor=actor or applicant, action="application.drafted", subject=application)
        return application


def draft_save(
    *,
    application_id: int,
    actor: User,
    purpose: Purpose = Purpose.NEW,
    answers: Mapping[str, Any],
    locations: Sequence[str],
) -> Application:
    """Replace the answers and locations of an application that its applicant has.

    Documents that another purpose needed stay and are not shown; they come back with it.
    Raises Application.DoesNotExist for somebody else's, NotAllowed while the office has it.
    """
    with transaction.atomic():
        application = application_lock_for_applicant(application_id, actor)
        application.purpose = purpose
        application.answers = dict(answers)
        application.save(update_fields=["purpose", "answers"])
        application.locations.all().delete()
        _locations_write(application, locations)
        audit_record(actor=actor, action="application.answered", subject=application)
        return application


def draft_update_version(*, application_id: int, actor: User, revision: str) -> Application:
    """Let a draft follow the published rules instead of those it began with; only its applicant decides that.

    `revision` is the id of the version whose differences were shown. Answers and documents stay where the new rules
    take them as they are; the others must be given again. Doing it twice changes nothing more.
    Raises Application.DoesNotExist for somebody else's, NotAllowed for one that was sent, DomainError when the type
    was withdrawn or changed once more.
    """
    with transaction.atomic():
        application = application_lock_for_applicant(application_id, actor)
        if application.status != Status.DRAFT:
            raise NotAllowed(_("Permohonan yang sudah dikirim tetap mengikuti ketentuan saat dimulai."))
        # Read after the lock: what stood beside the locked row may be older than the wait for it.
        live = PermitType.objects.select_related("live_revision").get(pk=application.permit_type_id)
        if not live.live or live.live_revision is None:
            raise DomainError(
                _("Jenis izin ini sudah ditutup. Permohonan Anda tetap dapat diselesaikan dengan ketentuan semula.")
            )
        if str(live.live_revision_id) != revision:
            raise DomainError(_("Ketentuan izin ini baru saja berubah lagi. Baca kembali perubahannya."))
        if application.revision_id != live.live_revision_id:
            _version_change(application, actor, live.live_revision)
        return application


def _version_change(application: Application, actor: User, revision: Revision) -> None:
    before, old = application.revision_id, application.rules
    application.revision = revision
    del application.rules  # kept from the revision before
    new = application.rules
    if application.purpose not in purposes_of(new):
        application.purpose = Purpose.NEW
    application.answers = answers_carried(old=old, new=new, purpose=application.purpose, answers=application.answers)
    application.save(update_fields=["revision", "purpose", "answers"])
    if not _places_of(new) & _places_of(old):
        application.locations.all().delete()
    requirements = {requirement.key: requirement for requirement in new.requirements.all()}
    for document in application.documents.filter(current=True):
        if not _fits(requirements.get(document.requirement_key), document):
            document.current = False
            document.save(update_fields=["current"])
    _account_ktp_attach(application)
    audit_record(
        actor=actor,
        action="application.version_updated",
        subject=application,
        data={"from": before, "to": revision.pk},
    )


def answers_carried(*, old: PermitType, new: PermitType, purpose: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers given by old rules that the new ones take as they are, for an application of a purpose."""
    kinds = {field.key: field.kind for field in old.fields.all()}
    kept = {
        field.key: answers[field.key]
        for field in new.fields.all()
        if kinds.get(field.key) == field.kind and _taken(field, answers.get(field.key))
    }
    concerned = {field.key for field in fields_that_apply(new, purpose, kept)}
    return {key: answer for key, answer in kept.items() if key in concerned}


def _taken(field: FormField, answer: Any) -> bool:
    """Whether a field of the new rules takes an answer that was given to the old ones."""
    if answer in (None, ""):
        return False
    form_field = KINDS[FieldKind(field.kind)].build(field, required=False)
    parts = getattr(form_field.widget, "decompress", form_field.prepare_value)
    try:
        form_field.clean(parts(answer))
    except ValidationError:
        return False
    return True


def _places_of(permit_type: PermitType) -> set[str]:
    return {field.key for field in permit_type.fields.all() if field.kind == FieldKind.LOCATIONS}


def _fits(requirement: Requirement | None, document: Document) -> bool:
    if requirement is None or (requirement.content_check == ContentCheck.QR and not document.qr_text):
        return False
    same_kind = document.content_type == CONTENT_TYPES[FileKind(requirement.file_kind)]
    return same_kind and document.size <= requirement.max_bytes


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
    if application.documents.filter(requirement_key=requirement.key, current=True).exists():
        return
    try:
        size = len(content_read("private", profile.ktp_sha256))
    except (FileNotFoundError, StorageFailed):  # The applicant uploads it again; the list of what is missing says so.
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
