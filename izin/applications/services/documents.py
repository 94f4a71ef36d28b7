"""Documents: uploaded by the applicant, judged by officers."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from common.uploads import CheckedFile, check_jpeg, check_pdf
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.catalog.answers.conditions import requirements_that_apply
from izin.catalog.enums import ContentCheck, FileKind
from izin.catalog.models import Requirement

from ..enums import Verdict
from ..inspection import Finding, Look, inspect, look_at
from ..models import Application, Document
from ..policies import may_replace
from .locking import application_lock_for_applicant, application_lock_for_officer

MAX_WARNING = 300


def requirement_open(application_id: int, actor: User, key: str) -> tuple[Application, Requirement]:
    """Return the locked application and the requirement that takes a file from this person now.

    Raises Application.DoesNotExist for somebody else's application, Document.DoesNotExist for a requirement it does
    not have, and NotAllowed while the office has it or when the document was accepted already.
    """
    application = application_lock_for_applicant(application_id, actor)
    for requirement in requirements_that_apply(application.rules, application.purpose):
        if requirement.key == key:
            break
    else:
        raise Document.DoesNotExist
    if not may_replace(application, application.documents.filter(requirement_key=key, current=True).first()):
        raise NotAllowed(_("Dokumen ini sudah dinyatakan sesuai oleh petugas."))
    return application, requirement


def document_put(
    *, application: Application, actor: User, key: str, checked: CheckedFile, finding: Finding, look: Look, action: str
) -> Document:
    """Make a checked file the current document of a requirement, inside the caller's transaction and lock.

    The file before it stays as history. `action` is what the audit log says of it.
    """
    # Durable before the database speaks of it; bytes without a row are harmless.
    sha256 = content_save("private", checked.data)
    application.documents.filter(requirement_key=key, current=True).update(current=False)
    document = Document.objects.create(
        application=application,
        requirement_key=key,
        sha256=sha256,
        size=len(checked.data),
        content_type=checked.content_type,
        original_name=checked.name,
        pages=look.pages,
        qr_text=finding.qr_text,
        warning=" ".join(filter(None, [finding.warning, *look.warnings]))[:MAX_WARNING],
    )
    audit_record(
        actor=actor,
        action=action,
        subject=application,
        data={"document": document.pk, "requirement": key, "sha256": sha256},
    )
    return document


def _check(requirement: Requirement, file: UploadedFile, *, without_code: bool) -> tuple[CheckedFile, Finding, Look]:
    check = {FileKind.JPEG: check_jpeg, FileKind.PDF: check_pdf}[FileKind(requirement.file_kind)]
    try:
        checked = check(file, max_bytes=requirement.max_bytes)
        asked = "" if without_code and requirement.content_check == ContentCheck.QR else requirement.content_check
        finding = inspect(checked.data, checked.content_type, asked)
    except DomainError as error:
        raise DomainError(error.message, field=requirement.key) from error
    if asked != requirement.content_check:
        finding = Finding(warning=_("Tanpa kode QR: diterima di loket setelah dicocokkan dengan aslinya."))
    return checked, finding, look_at(checked.data, checked.content_type, asked)


def document_upload(
    *, application_id: int, actor: User, requirement_key: str, file: UploadedFile, without_code: bool = False
) -> Document:
    """Keep a checked file as the current document of a requirement; an earlier one stays as history.

    `without_code`: an officer at the counter has seen the original, which carries no QR code (W8); it is written on
    the document. Nobody waives it for himself.
    Raises Application.DoesNotExist for somebody else's application, Document.DoesNotExist for a requirement the
    application does not have, NotAllowed while the office has it or when the document was accepted already, and
    DomainError (field = the requirement's key) when the file is refused.
    """
    with transaction.atomic():
        before, requirement = requirement_open(application_id, actor, requirement_key)
    # Reading a file takes seconds and processes of its own: no row is locked meanwhile.
    waived = without_code and actor.pk != before.applicant_id
    checked, finding, look = _check(requirement, file, without_code=waived)
    with transaction.atomic():
        application, _requirement = requirement_open(application_id, actor, requirement_key)
        if application.revision_id != before.revision_id:
            raise DomainError(
                _("Ketentuan permohonan ini baru saja diperbarui. Unggah berkas ini sekali lagi."),
                field=requirement_key,
            )
        return document_put(
            application=application,
            actor=actor,
            key=requirement_key,
            checked=checked,
            finding=finding,
            look=look,
            action="document.uploaded",
        )


def documents_review(
    *, application_id: int, actor: User, turn: str, reviews: Mapping[int, tuple[Verdict, str]]
) -> None:
    """Record an officer's checks and crosses on current documents, all of them or none; a cross needs a reason.

    `reviews` gives the verdict and the reason by document id. What is unchanged is not recorded again.
    Raises NotAllowed when it is not this officer's `turn`, Document.DoesNotExist when a document is
    not current (the applicant's newer file wins), DomainError (field = the requirement's key) when a refusal has
    no reason.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        judged = [
            _judge(application.documents.get(pk=document_id, current=True), verdict, note.strip(), actor)
            for document_id, (verdict, note) in sorted(reviews.items())
        ]
        changed = [document for document in judged if document is not None]
        if changed:
            audit_record(
                actor=actor,
                action="documents.reviewed",
                subject=application,
                data={"stage": application.stage_key, "documents": {str(d.pk): d.verdict for d in changed}},
            )


def _judge(document: Document, verdict: Verdict, note: str, actor: User) -> Document | None:
    if verdict == Verdict.REFUSED and not note:
        raise DomainError(_("Tulis apa yang harus diperbaiki pada dokumen ini."), field=document.requirement_key)
    note = note if verdict == Verdict.REFUSED else ""
    if (document.verdict, document.verdict_note) == (verdict, note):
        return None
    document.verdict = verdict
    document.verdict_note = note
    document.verdict_by = actor
    document.verdict_at = timezone.now()
    document.save(update_fields=["verdict", "verdict_note", "verdict_by", "verdict_at"])
    return document


def document_viewed(*, document: Document, actor: User) -> None:
    """Log that somebody opened a document (A7: who looked at whose papers)."""
    with transaction.atomic():
        audit_record(
            actor=actor, action="document.viewed", subject=document.application, data={"document": document.pk}
        )
