"""Was the signer to be trusted at the time of signing? (site/docs/verification.md, step 5)

Three of the library's validations are combined, for each alone has a hole (site/docs/verification.md):
`ades_with_time_validation` accepts a time-stamp later than the end of the certificate, and
`ades_lta_validation` does not decide on healthy signatures without an archive time-stamp.
"""

import io
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec

from izin.signing.enums import TimeSource, Verdict

# Why the library did not accept a certificate (ETSI EN 319 102-1, 5.1.3), in our words.
_REASONS: dict[AdESSubIndic, Verdict] = {
    AdESIndeterminate.REVOKED_NO_POE: Verdict.REVOKED,
    AdESFailure.REVOKED: Verdict.REVOKED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.EXPIRED_AT_SIGNING,
    AdESIndeterminate.EXPIRED: Verdict.EXPIRED_AT_SIGNING,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Verdict.UNTRUSTED_SIGNER,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Verdict.UNTRUSTED_SIGNER,
}


@dataclass(frozen=True)
class TrustFinding:
    """What is known of the signer's standing and of the time of signing."""

    verdict: Verdict
    signed_at: datetime | None
    time_source: TimeSource | None


async def signer_judge(
    *, data: bytes, signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, has_timestamp: bool
) -> TrustFinding:
    """Judge the signer of an intact signature; the verdict is one of VALID*, or why it is not."""
    digest = signature.compute_digest()
    timed = await ades_with_time_validation(signature.signed_data, spec, raw_digest=digest)
    basic = await ades_basic_validation(signature.signed_data, spec, raw_digest=digest)
    time_proven = timed.ades_subindic == AdESPassed.OK
    if time_proven and timed.best_signature_time is not None:
        proven = _proven(signature, timed.best_signature_time)
        if proven.verdict is not Verdict.VALID or basic.ades_subindic == AdESPassed.OK:
            return proven
    archival = await _archival(data, signature, spec)
    if archival is not None:
        return archival
    if time_proven:
        # Signed while the certificate stood, but nothing archived proves that it had not been revoked then.
        return TrustFinding(Verdict.INDETERMINATE, timed.best_signature_time, TimeSource.TSA)
    return _claimed(signature, _without_proof(basic.ades_subindic, has_timestamp))


def _proven(signature: EmbeddedPdfSignature, when: datetime, verdict: Verdict = Verdict.VALID) -> TrustFinding:
    """Hold a proven time against the life of the certificate, which the library leaves out."""
    certificate = signature.signer_cert
    if not certificate.not_valid_before <= when <= certificate.not_valid_after:
        verdict = Verdict.EXPIRED_AT_SIGNING
    return TrustFinding(verdict, when, TimeSource.TSA)


async def _archival(data: bytes, signature: EmbeddedPdfSignature, spec: SignatureValidationSpec) -> TrustFinding | None:
    """Judge by the chain of document time-stamps (PAdES B-LTA), or return None when that does not decide.

    The signature is read afresh: the library keeps results of earlier validations on it.
    """
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    fresh = next(one for one in reader.embedded_regular_signatures if one.field_name == signature.field_name)
    past = _without_later_lists(spec, fresh.signer_cert)
    result = await ades_lta_validation(fresh, PdfSignatureValidationSpec(past))
    if result.ades_subindic != AdESPassed.OK or result.best_signature_time is None:
        return None
    return _proven(fresh, result.best_signature_time, Verdict.VALID_ARCHIVAL)


def _without_later_lists(spec: SignatureValidationSpec, certificate: x509.Certificate) -> SignatureValidationSpec:
    """Leave out the revocation lists that say nothing of this certificate any more.

    An authority may drop a certificate from its lists once it has expired (RFC 5280, 3.3). The library takes such
    a list as fresh news, looks at the present time, and finds the certificate expired. A list that names the
    certificate stays, however late it is.
    """
    knowledge = spec.local_knowledge
    telling = [one for one in knowledge.known_crls if _tells_of(one.crl_data, certificate)]
    return replace(spec, local_knowledge=replace(knowledge, known_crls=telling))


def _tells_of(revocations: crl.CertificateList, certificate: x509.Certificate) -> bool:
    content = revocations["tbs_cert_list"]
    if revocations.issuer != certificate.issuer or content["this_update"].native <= certificate.not_valid_after:
        return True
    named = content["revoked_certificates"]
    return any(one["user_certificate"].native == certificate.serial_number for one in named)


def _without_proof(reason: AdESSubIndic, has_timestamp: bool) -> Verdict:
    """Return the verdict when no trusted time-stamp counts."""
    if reason == AdESPassed.OK:
        # A time-stamp that is there but can not be trusted is worse than none.
        return Verdict.INDETERMINATE if has_timestamp else Verdict.VALID_NO_TSA
    return _REASONS.get(reason, Verdict.INDETERMINATE)


def _claimed(signature: EmbeddedPdfSignature, verdict: Verdict) -> TrustFinding:
    when = signature.self_reported_timestamp
    return TrustFinding(verdict, when, TimeSource.CLAIMED if when else None)
