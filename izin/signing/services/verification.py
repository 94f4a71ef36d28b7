"""Check a document: ours in this process, a stranger's in a process of its own."""

import threading

from django.conf import settings
from django.utils.translation import gettext as _

from izin.signing.enums import Integrity, Verdict
from izin.signing.errors import DocumentTooLarge, VerificationBusy
from izin.signing.services.sandbox import SandboxFailure, SandboxLimits, sandbox_verify
from izin.signing.services.trusted import office_trust, office_trust_files
from izin.signing.verifier.report import VerificationReport
from izin.signing.verifier.rule import document_judge

# Checks at a time in one web process, and how long one more waits for a place. A machine has few cores,
# and a check of a normal file takes a fifth of a second.
_PLACES = 2
_WAIT_SECONDS = 5.0
_places = threading.BoundedSemaphore(_PLACES)


def document_check(data: bytes) -> VerificationReport:
    """Return what our rule says of a file of our own (some 100 ms). For uploads use `document_verify`.

    Never raises for what is in the file.
    """
    return document_judge(data, office_trust())


def document_verify(data: bytes) -> VerificationReport:
    """Return what our rule says of an uploaded file, looked at in a separate process within fixed limits.

    VERIFY_MEMORY_BYTES, VERIFY_CPU_SECONDS and VERIFY_TIMEOUT_SECONDS hold for that process; it has no network.
    A file that breaks it is answered INDETERMINATE with a message. Raises DocumentTooLarge above
    VERIFY_MAX_UPLOAD_BYTES and VerificationBusy when all places stay taken.
    """
    if len(data) > settings.VERIFY_MAX_UPLOAD_BYTES:
        megabytes = settings.VERIFY_MAX_UPLOAD_BYTES // (1024 * 1024)
        raise DocumentTooLarge(_("Berkas terlalu besar. Ukuran paling besar %(mb)s MB.") % {"mb": megabytes})
    if not _places.acquire(timeout=_WAIT_SECONDS):
        raise VerificationBusy(_("Pemeriksaan dokumen sedang sibuk. Silakan coba lagi sebentar lagi."))
    try:
        return sandbox_verify(data, files=office_trust_files(), limits=_limits())
    except SandboxFailure:
        return VerificationReport(
            Verdict.INDETERMINATE,
            Integrity.NONE,
            message=_("Berkas ini terlalu rumit untuk diperiksa dalam batas waktu dan memori yang tersedia."),
        )
    finally:
        _places.release()


def _limits() -> SandboxLimits:
    return SandboxLimits(
        memory_bytes=settings.VERIFY_MEMORY_BYTES,
        cpu_seconds=settings.VERIFY_CPU_SECONDS,
        wall_seconds=settings.VERIFY_TIMEOUT_SECONDS,
    )
