"""The rule by which a PDF is accepted (site/docs/verification.md). First hit wins; nothing is accepted by default.

Integrity and trust are judged apart. The library's summary (`bottom_line`) is never used: it accepts
form overlays, revoked signers and skipped difference analysis (site/docs/verification.md).
"""

import asyncio
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from izin.signing.enums import TEST_MARK, Integrity, Verdict
from izin.signing.trust import KEY_USAGE, Trust
from izin.signing.verifier.report import SignatureReport, VerificationReport
from izin.signing.verifier.structure import gap_is_exact
from izin.signing.verifier.trust_rule import TrustFinding, signer_judge

# A letter of ours has one signature; a file with very many is made to keep us busy.
MAX_SIGNATURES = 20
# Names come out of the file and go onto a page.
_MAX_TEXT = 200

# Worst first: the worst signature decides for the document.
_BY_GRAVITY = (
    Verdict.STRUCTURE_SUSPICIOUS,
    Verdict.INTEGRITY_FAILED,
    Verdict.MODIFIED,
    Verdict.REVOKED,
    Verdict.UNTRUSTED_SIGNER,
    Verdict.EXPIRED_AT_SIGNING,
    Verdict.INDETERMINATE,
    Verdict.CHANGED_AFTER_SIGNING,
    Verdict.VALID_NO_TSA,
    Verdict.VALID_ARCHIVAL,
    Verdict.VALID,
)

# The library tells its reasons as warnings with tracebacks; for hostile uploads that is noise.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class _Finding:
    """One signature: its report, and whether only form filling came after it (a later signature may cover that)."""

    report: SignatureReport
    form_filled_after: bool = False


def document_judge(data: bytes, trust: Trust) -> VerificationReport:
    """Return what can be said of this file. Never raises for what is in the file, except MemoryError."""
    return asyncio.run(_document_judge(data, trust))


async def _document_judge(data: bytes, trust: Trust) -> VerificationReport:
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            return VerificationReport(Verdict.ENCRYPTED, Integrity.NONE)
        signatures = reader.embedded_regular_signatures
        timestamps = reader.embedded_timestamp_signatures
        hybrid = reader.xrefs.hybrid_xrefs_present
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - parsers raise whatever the bytes provoke, AssertionError included
        return VerificationReport(Verdict.UNREADABLE, Integrity.NONE)
    if not signatures:
        return VerificationReport(Verdict.NO_SIGNATURE, Integrity.NONE)
    if hybrid:
        # Two cross-reference tables: two viewers may show two different documents.
        return VerificationReport(Verdict.STRUCTURE_SUSPICIOUS, Integrity.NOT_OK)
    if max(len(signatures), len(timestamps)) > MAX_SIGNATURES:
        return VerificationReport(Verdict.INDETERMINATE, Integrity.NONE)
    findings = [await _signature_judge_safely(data, reader, one, trust) for one in signatures]
    timestamps_intact = all([await _timestamp_intact(data, one, trust) for one in timestamps])
    return _conclude(findings, timestamps_intact=timestamps_intact)


def _conclude(findings: Sequence[_Finding], *, timestamps_intact: bool) -> VerificationReport:
    """Return the report of the document: the worst signature, unless a later good one covers the form filling."""
    last = findings[-1]
    if last.report.verdict.is_valid and not last.form_filled_after:
        reports = [one.report for one in findings]
    else:
        reports = [_marked_as_changed(one) for one in findings]
    verdicts = [one.verdict for one in reports]
    if not timestamps_intact:
        verdicts.append(Verdict.INDETERMINATE)
    intact = timestamps_intact and all(one.intact for one in reports)
    return VerificationReport(
        verdict=min(verdicts, key=_BY_GRAVITY.index),
        integrity=Integrity.OK if intact else Integrity.NOT_OK,
        signatures=tuple(reports),
    )


def _marked_as_changed(finding: _Finding) -> SignatureReport:
    report = finding.report
    if not finding.form_filled_after:
        return report
    verdict = Verdict.CHANGED_AFTER_SIGNING if report.verdict.is_valid else report.verdict
    return replace(report, intact=False, verdict=verdict)


async def _signature_judge_safely(
    data: bytes, reader: PdfFileReader, signature: EmbeddedPdfSignature, trust: Trust
) -> _Finding:
    """Judge one signature; what can not be judged is neither intact nor trusted."""
    try:
        return await _signature_judge(data, reader, signature, trust)
    except MemoryError:
        raise
    except AssertionError:
        return _Finding(_report(signature, Verdict.INTEGRITY_FAILED))
    except Exception:  # noqa: BLE001 - see _document_judge
        return _Finding(_report(signature, Verdict.INDETERMINATE))


async def _signature_judge(
    data: bytes, reader: PdfFileReader, signature: EmbeddedPdfSignature, trust: Trust
) -> _Finding:
    if not gap_is_exact(data, signature):
        return _Finding(_report(signature, Verdict.STRUCTURE_SUSPICIOUS))
    status = await _integrity(signature, trust)
    if not (status.intact and status.valid):
        return _Finding(_report(signature, Verdict.INTEGRITY_FAILED))
    signer = await signer_judge(
        data=data,
        signature=signature,
        spec=trust.spec_with_document(reader),
        has_timestamp=status.timestamp_validity is not None,
    )
    level = status.modification_level
    if level not in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}:
        return _Finding(_report(signature, Verdict.MODIFIED, signer))
    if status.docmdp_ok is not True:
        return _Finding(_report(signature, Verdict.MODIFIED, signer))
    report = _report(signature, signer.verdict, signer, intact=True)
    return _Finding(report, form_filled_after=level == ModificationLevel.FORM_FILLING)


async def _integrity(signature: EmbeddedPdfSignature, trust: Trust) -> PdfSignatureStatus:
    """Run the library's check of digest, signature value and later changes; its word on trust is not used."""
    context = ValidationContext(
        trust_roots=list(trust.anchors), crls=list(trust.crls), revocation_mode="soft-fail", allow_fetching=False
    )
    return await async_validate_pdf_signature(signature, context, key_usage_settings=KEY_USAGE)


async def _timestamp_intact(data: bytes, timestamp: EmbeddedPdfSignature, trust: Trust) -> bool:
    """True when a document time-stamp is whole and leaves out nothing but its own value."""
    try:
        context = ValidationContext(trust_roots=list(trust.anchors), crls=list(trust.crls), allow_fetching=False)
        status = await async_validate_pdf_timestamp(timestamp, context)
        return bool(status.intact and status.valid) and gap_is_exact(data, timestamp)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see _document_judge
        return False


def _report(
    signature: EmbeddedPdfSignature, verdict: Verdict, signer: TrustFinding | None = None, *, intact: bool = False
) -> SignatureReport:
    subject, issuer = _names(signature)
    return SignatureReport(
        field=str(signature.field_name)[:_MAX_TEXT],
        signer=_name(subject, "common_name"),
        organization=_name(subject, "organization_name"),
        issuer=_name(issuer, "common_name"),
        signed_at=_aware(signer.signed_at) if signer else None,
        time_source=signer.time_source if signer else None,
        intact=intact,
        trusted=signer is not None and signer.verdict.is_valid,
        is_test=TEST_MARK in _name(issuer, "common_name"),
        verdict=verdict,
    )


def _names(signature: EmbeddedPdfSignature) -> tuple[dict[str, object], dict[str, object]]:
    """Return the names of signer and issuer as the file gives them; empty when they can not be read."""
    try:
        certificate = signature.signer_cert
        return certificate.subject.native, certificate.issuer.native
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see _document_judge
        return {}, {}


def _name(names: dict[str, object], key: str) -> str:
    value = names.get(key, "")
    return str(value[0] if isinstance(value, list) and value else value)[:_MAX_TEXT]


def _aware(moment: datetime | None) -> datetime | None:
    """A claimed time may come without a zone; it is then read as UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
