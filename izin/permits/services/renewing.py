"""Going on from an issued permit: renewal, and change of what it says (F11)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_read, content_save
from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.applications.models import Application, Document
from izin.applications.services.documents import requirement_open
from izin.applications.services.drafting import answers_carried, draft_create
from izin.audit.services import audit_record
from izin.catalog.answers.conditions import requirements_that_apply
from izin.catalog.enums import FieldMeaning, Purpose
from izin.catalog.models import PermitType
from izin.transparency.services import leaf_append

from ..enums import PermitState, RenewalKind
from ..models import Permit, Renewal
from ..policies import renewal_refusal
from ..renewals import documents_reusable, renewal_of, renewal_open_of


def permit_lock(permit_id: int, holder: User) -> Permit:
    """Return a person's own permit with its row locked. Raises Permit.DoesNotExist for everybody else's."""
    Permit.objects.select_for_update().only("pk").get(pk=permit_id, application__applicant=holder)
    return Permit.objects.select_related("permit_type__live_revision", "application__revision").get(pk=permit_id)


def renewal_begin(*, permit_id: int, actor: User, kind: RenewalKind) -> Application:
    """Begin an application from an issued permit, with its answers, its places and its own letter filled in.

    A draft of the same kind that is there already is returned instead: pressing twice makes one.
    Raises Permit.DoesNotExist for somebody else's permit, NotAllowed when another renewal or change of it is open or
    its rules do not let it be renewed or changed today, DomainError when the type is closed.
    """
    with transaction.atomic():
        permit = permit_lock(permit_id, actor)
        running = renewal_open_of(permit)
        if running is not None:
            if running.kind == kind:
                return running.application
            raise NotAllowed(_("Perpanjangan atau perubahan izin ini sudah Anda mulai. Selesaikan dahulu yang itu."))
        if refusal := renewal_refusal(permit, kind, timezone.localdate()):
            raise NotAllowed(refusal)
        permit.renewals.filter(ended_at__isnull=True).update(ended_at=timezone.now())
        application = _application_create(permit, actor, kind)
        Renewal.objects.create(application=application, permit=permit, kind=kind)
        _old_letter_attach(application, permit)
        audit_record(
            actor=actor, action="permit.renewal_begun", subject=application, data={"permit": permit.pk, "kind": kind}
        )
        return application


def _application_create(permit: Permit, actor: User, kind: RenewalKind) -> Application:
    live = permit.permit_type.live_revision
    if live is None:
        raise DomainError(_("Jenis izin ini belum dibuka."))
    old, new = permit.application, PermitType.at_revision(live)
    purpose = Purpose.RENEWAL if new.renewable else Purpose.NEW
    numbers = {f.key: permit.number for f in new.fields.all() if f.meaning == FieldMeaning.PREVIOUS_NUMBER}
    # What the permit was valid for is over or ends; a change keeps it.
    over = {f.key for f in new.fields.all() if f.meaning == FieldMeaning.PERIOD and kind == RenewalKind.RENEWAL}
    answers: dict[str, Any] = {key: answer for key, answer in old.answers.items() if key not in over}
    carried = answers_carried(old=old.rules, new=new, purpose=purpose, answers=answers)
    return draft_create(
        applicant=actor,
        permit_type=permit.permit_type,
        purpose=purpose,
        answers={**carried, **(numbers if purpose == Purpose.RENEWAL else {})},
        locations=[location.name for location in old.locations.all()],
    )


def _old_letter_attach(application: Application, permit: Permit) -> None:
    """Give the letter that this service signed itself, where the rules ask for the old permit."""
    needed = requirements_that_apply(application.rules, application.purpose)
    requirement = next((requirement for requirement in needed if requirement.from_permit), None)
    if requirement is None:
        return
    try:
        data = content_read("permits", permit.document_sha256)
    except FileNotFoundError:  # The applicant uploads it; the list of what is missing says so.
        return
    if len(data) <= requirement.max_bytes:
        Document.objects.create(
            application=application,
            requirement_key=requirement.key,
            sha256=content_save("private", data),
            size=len(data),
            content_type="application/pdf",
            original_name=f"{permit.slug}.pdf",
        )


def document_reuse(*, application_id: int, actor: User, requirement_key: str) -> Document:
    """Give the file of the old permit once more for a requirement that allows it and has none yet.

    Raises Application.DoesNotExist for somebody else's application, Document.DoesNotExist when there is nothing to
    use again, NotAllowed while the office has it.
    """
    with transaction.atomic():
        application, requirement = requirement_open(application_id, actor, requirement_key)
        renewal = renewal_of(application)
        old = documents_reusable(application, renewal).get(requirement.key) if renewal else None
        if old is None:
            raise Document.DoesNotExist
        document = Document.objects.create(
            application=application,
            requirement_key=requirement.key,
            sha256=old.sha256,
            size=old.size,
            content_type=old.content_type,
            original_name=old.original_name,
            pages=old.pages,
            qr_text=old.qr_text,
            warning=old.warning,
        )
        audit_record(
            actor=actor,
            action="document.reused",
            subject=application,
            data={"document": document.pk, "requirement": requirement.key, "from": old.pk},
        )
        return document


def permit_replace(permit: Permit) -> Permit | None:
    """Mark the permit that a new one continues as replaced, in the transaction that publishes the new one; return it.

    None when it continues none, or the old one was revoked meanwhile, which it then stays.
    `replacement_record` tells the logs of it: they are locked last.
    """
    renewal = Renewal.objects.filter(application_id=permit.application_id).first()
    if renewal is None:
        return None
    renewal.ended_at = permit.issued_at
    renewal.save(update_fields=["ended_at"])
    old = Permit.objects.select_for_update().get(pk=renewal.permit_id)
    if old.state != PermitState.ACTIVE:
        return None
    old.state, old.replaced_by = PermitState.REPLACED, permit
    old.save(update_fields=["state", "replaced_by"])
    return old


def replacement_record(*, old: Permit, permit: Permit, actor: User) -> None:
    """Write the replacement of a permit into the transparency log and the audit log."""
    leaf = leaf_append(
        {
            "event": "replaced",
            "number": old.number,
            "code": old.code,
            "sha256": old.document_sha256,
            "by": permit.number,
            "at": permit.issued_at.isoformat(),
        }
    )
    audit_record(actor=actor, action="permit.replaced", subject=old, data={"by": permit.pk, "leaf": leaf.index})
