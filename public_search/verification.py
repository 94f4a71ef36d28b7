"""What the public is told about an uploaded PDF: is it intact, by whom, trusted, ours, still in force (P10)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from izin.permits.enums import PublicStatus
from izin.permits.models import Permit
from izin.permits.selectors import permit_find_by_document
from izin.signing.enums import Integrity, Verdict
from izin.signing.services import document_verify
from izin.signing.verifier.report import VerificationReport

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
MAX_REVISIONS = 20

# What each verdict means in one plain sentence.
SENTENCES: dict[Verdict, str | Promise] = {
    Verdict.VALID: _("Tanda tangan elektronik sah dan isi dokumen tidak berubah."),
    Verdict.VALID_ARCHIVAL: _("Tanda tangan elektronik sah menurut bukti arsip dan isi dokumen tidak berubah."),
    Verdict.VALID_NO_TSA: _(
        "Tanda tangan elektronik sah dan isi dokumen tidak berubah. Waktu tanda tangan menurut penanda tangan."
    ),
    Verdict.CHANGED_AFTER_SIGNING: _("Dokumen diubah setelah ditandatangani. Jangan diterima sebelum ditanyakan."),
    Verdict.MODIFIED: _("Isi dokumen diubah setelah ditandatangani. Dokumen ini tidak dapat dipercaya."),
    Verdict.INTEGRITY_FAILED: _("Isi dokumen tidak cocok dengan tanda tangannya. Dokumen ini tidak dapat dipercaya."),
    Verdict.STRUCTURE_SUSPICIOUS: _("Susunan berkas mencurigakan. Dokumen ini tidak dapat dipercaya."),
    Verdict.UNTRUSTED_SIGNER: _("Penanda tangan tidak dikenal. Dokumen ini bukan dari kantor kami."),
    Verdict.REVOKED: _("Sertifikat penanda tangan sudah dicabut."),
    Verdict.EXPIRED_AT_SIGNING: _("Sertifikat penanda tangan tidak berlaku saat dokumen ditandatangani."),
    Verdict.INDETERMINATE: _("Keaslian dokumen tidak dapat dipastikan."),
    Verdict.NO_SIGNATURE: _("Dokumen ini tidak memiliki tanda tangan elektronik. Hasil pindai tidak dapat diperiksa."),
    Verdict.UNREADABLE: _("Berkas ini bukan PDF yang dapat dibaca."),
    Verdict.ENCRYPTED: _("PDF ini terkunci kata sandi sehingga tidak dapat diperiksa."),
}
DOUBTFUL = frozenset({Verdict.INDETERMINATE, Verdict.CHANGED_AFTER_SIGNING, Verdict.NO_SIGNATURE})
NEUTRAL = frozenset({Verdict.UNREADABLE, Verdict.ENCRYPTED})


@dataclass(frozen=True)
class Answer:
    """The report on the bytes beside what our register says of them."""

    report: VerificationReport
    permit: Permit | None

    @property
    def is_test(self) -> bool:
        """Whether a signature was made with a certificate of the development CA."""
        return any(signature.is_test for signature in self.report.signatures)

    @property
    def message(self) -> str:
        """The plain sentence that comes first."""
        if self.report.verdict.is_valid and self.is_test:
            return str(_("UJI - TIDAK SAH. Isi dokumen utuh, tetapi ditandatangani dengan sertifikat uji."))
        return self.report.message or str(SENTENCES[self.report.verdict])

    @property
    def tone(self) -> str:
        """The tone of the sentence; green only when everything is as it should be."""
        verdict = self.report.verdict
        if verdict.is_valid:
            return "warning" if self.is_test or not self._in_force else "success"
        if verdict in NEUTRAL:
            return "neutral"
        return "warning" if verdict in DOUBTFUL else "danger"

    @property
    def _in_force(self) -> bool:
        return self.permit is not None and self.permit_status in {PublicStatus.VALID, PublicStatus.EXPIRING}

    @property
    def permit_status(self) -> PublicStatus | None:
        """What the register says of the permit today."""
        return PublicStatus(self.permit.status_on(timezone.localdate())) if self.permit else None

    @property
    def permit_tone(self) -> str:
        """The tone of that status."""
        return self.permit.tone_of(self.permit_status) if self.permit and self.permit_status else "neutral"

    @property
    def register_sentence(self) -> str | Promise:
        """Whether this is the version that this office published."""
        if self.permit is not None:
            return _("Berkas ini sama dengan yang kami terbitkan.")
        if self.report.integrity == Integrity.OK and self.report.verdict.is_valid:
            return _("Berkas ini tidak ada dalam daftar izin terbit kami.")
        return _("Berkas ini tidak sama dengan satu pun izin yang kami terbitkan.")

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON answer of `POST /verifikasi/` (design section 6; kept stable)."""
        status = self.permit_status
        register = None
        if self.permit is not None and status is not None:
            register = {
                "number": self.permit.number,
                "type": self.permit.permit_type.name,
                "holder": self.permit.holder_name,
                "valid_from": self.permit.valid_from.isoformat(),
                "valid_until": self.permit.valid_until.isoformat(),
                "status": status.value,
                "url": self.permit.get_absolute_url(),
            }
        return {**self.report.to_dict(), "register": register, "message": self.message}


def document_answer(data: bytes) -> Answer:
    """Check an uploaded PDF and look it up in the register.

    Raises DocumentTooLarge or VerificationBusy (both DomainError).
    """
    report = document_verify(data)
    return Answer(report, _published_as(data, report))


def _published_as(data: bytes, report: VerificationReport) -> Permit | None:
    """Find the permit that these bytes are, or whose bytes are a signed revision of them.

    Evidence of validity may have been added after publication (B-LT, B-LTA); then the part up to the end of a
    signature is what was published. A revision counts only when the whole file is valid.
    """
    permit = permit_find_by_document(hashlib.sha256(data).hexdigest())
    if permit is not None or not report.verdict.is_valid:
        return permit
    for found in list(BYTE_RANGE.finditer(data))[:MAX_REVISIONS]:
        end = int(found.group(2)) + int(found.group(3))
        permit = permit_find_by_document(hashlib.sha256(data[:end]).hexdigest()) if end <= len(data) else None
        if permit is not None:
            return permit
    return None
