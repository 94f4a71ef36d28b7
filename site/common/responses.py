"""Answers that hand out stored files."""

import logging

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.template import loader

from .content_store import content_open
from .errors import StorageFailed

logger = logging.getLogger(__name__)


def private_file(
    alias: str, sha256: str, *, content_type: str, name: str, download: bool = False
) -> FileResponse | HttpResponse:
    """Return a stored file for one person: shown in place or downloaded as `name`, and kept by no cache.

    The caller has checked who asks. When the bytes can not be read now, a page says so in plain words.
    """
    try:
        stored = content_open(alias, sha256)
    except (FileNotFoundError, StorageFailed):
        logger.error("A file that a row names could not be opened in %s", alias)
        return _unavailable()
    response = FileResponse(stored, content_type=content_type, filename=name, as_attachment=download)
    response["Cache-Control"] = "private, no-store"
    if content_type.startswith("image/"):
        # The browser's own page around a picture is styled inline.
        response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response


def _unavailable() -> HttpResponse:
    page = loader.get_template("file_unavailable.html").render({"office_contact_phone": settings.OFFICE_CONTACT_PHONE})
    return HttpResponse(page, status=503, headers={"Cache-Control": "private, no-store", "Retry-After": "300"})
