"""Turning a picture that lies on its side."""

import io

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, JpegImagePlugin

from common.content_store import content_read
from common.errors import DomainError
from common.uploads import CheckedFile
from izin.accounts.models import User

from ..inspection import Finding, Look
from ..models import Document
from .documents import document_put, requirement_open


def document_rotate(*, application_id: int, actor: User, document_id: int) -> Document:
    """Keep a current picture turned by a quarter to the right; the one before it stays as history.

    Raises Application.DoesNotExist for somebody else's application, Document.DoesNotExist for a document the
    application does not have, NotAllowed while the office has it or when the document was accepted already, and
    DomainError (field = the requirement's key) for what is no picture or was replaced meanwhile.
    """
    document = Document.objects.get(pk=document_id, application_id=application_id, application__applicant=actor)
    if document.content_type != "image/jpeg":
        raise DomainError(_("Hanya gambar JPG yang dapat diputar."), field=document.requirement_key)
    try:
        turned = _turn(content_read("private", document.sha256))
    except FileNotFoundError as error:
        raise DomainError(
            _("Gambar ini sedang tidak dapat dibuka. Unggah kembali."), field=document.requirement_key
        ) from error
    with transaction.atomic():
        application, _requirement = requirement_open(application_id, actor, document.requirement_key)
        # Pressed twice, a button must not turn twice: the second press names a picture that is history by then.
        if not application.documents.filter(pk=document_id, current=True).exists():
            raise DomainError(
                _("Berkas ini sudah diputar atau diganti. Periksa yang sekarang."), field=document.requirement_key
            )
        return document_put(
            application=application,
            actor=actor,
            key=document.requirement_key,
            checked=CheckedFile(turned, document.content_type, document.original_name),
            # What was found in a picture does not depend on how it lies.
            finding=Finding(qr_text=document.qr_text, warning=document.warning),
            look=Look(document.pages),
            action="document.rotated",
        )


def _turn(data: bytes) -> bytes:
    """Return a JPEG turned by a quarter to the right, compressed with the tables it had: nearly nothing is lost."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        tables, sampling = image.quantization, JpegImagePlugin.get_sampling(image)  # type: ignore[attr-defined]
        turned = image.transpose(Image.Transpose.ROTATE_270)
    out = io.BytesIO()
    turned.save(out, "JPEG", qtables=tables, subsampling=sampling, optimize=True)
    return out.getvalue()
