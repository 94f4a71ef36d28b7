"""Open the office's signer; hold what it returns against the letter before anything is published."""

from pathlib import Path

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from izin.signing.backends.base import Signer
from izin.signing.backends.pkcs12 import pkcs12_open
from izin.signing.devca import dev_ca_ensure
from izin.signing.errors import SigningError
from izin.signing.services.comparison import shows_same_letter
from izin.signing.services.trusted import office_trust
from izin.signing.services.verification import document_check


@sensitive_variables("passphrase")
def signer_open(*, passphrase: str) -> Signer:
    """Return the office's signer (SIGNING_PKCS12), or the development signer when none is configured.

    Opening takes some tens of milliseconds; one signer may sign any number of letters. Nothing is kept after.
    Raises SigningError with a sentence for the officer.
    """
    trust = office_trust()
    if settings.SIGNING_PKCS12:
        return pkcs12_open(Path(settings.SIGNING_PKCS12), passphrase=passphrase, trust=trust)
    return pkcs12_open(dev_ca_ensure(settings.SIGNING_DEV_CA_DIR).pkcs12, passphrase=passphrase, trust=trust)


def document_assert_publishable(data: bytes, *, letter: bytes) -> None:
    """Refuse a signed file that must not go out (design section 5, step 3).

    It must begin with the very bytes of the letter, still show that letter, carry exactly one signature, and pass
    our own verifier. Raises SigningError otherwise. The check runs in this process: the file comes from our own signer.
    """
    if not data.startswith(letter) or len(data) == len(letter):
        raise SigningError(_("Berkas hasil tanda tangan bukan surat yang dikirim. Surat tidak diterbitkan."))
    report = document_check(data)
    if len(report.signatures) != 1:
        raise SigningError(_("Surat harus memuat tepat satu tanda tangan. Surat tidak diterbitkan."))
    if not report.verdict.is_valid:
        raise SigningError(
            _("Tanda tangan pada surat tidak lolos pemeriksaan (%(verdict)s). Surat tidak diterbitkan.")
            % {"verdict": report.verdict}
        )
    if not _shows_letter(data, letter):
        raise SigningError(_("Berkas hasil tanda tangan mengubah isi surat. Surat tidak diterbitkan."))


def _shows_letter(data: bytes, letter: bytes) -> bool:
    try:
        return shows_same_letter(data, letter=letter)
    except pikepdf.PdfError:
        return False
