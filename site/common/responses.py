"""Answers that hand out stored files."""

from django.http import FileResponse

from .content_store import content_open


def private_file(alias: str, sha256: str, *, content_type: str, name: str, download: bool = False) -> FileResponse:
    """Return a stored file for one person: shown in place or downloaded as `name`, and kept by no cache.

    The caller has checked who asks. Raises FileNotFoundError when there are no such bytes.
    """
    response = FileResponse(
        content_open(alias, sha256), content_type=content_type, filename=name, as_attachment=download
    )
    response["Cache-Control"] = "private, no-store"
    if content_type.startswith("image/"):
        # The browser's own page around a picture is styled inline.
        response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response
