"""Whom we believe: trust anchors and revocation lists, read from files. No Django, no network."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from asn1crypto import crl, pem, x509
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

# A signature that binds a person legally: RFC 5280, 4.2.1.3 (nonRepudiation, also called contentCommitment).
KEY_USAGE = KeyUsageConstraints(key_usage={"non_repudiation"})


@dataclass(frozen=True)
class Trust:
    """Trust anchors and the revocation lists we hold ourselves."""

    anchors: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...] = ()

    @cached_property
    def spec(self) -> SignatureValidationSpec:
        """The rules of a check: revocation must be known for every certificate, nothing is ever fetched.

        Fetching would let the certificates inside an upload choose the addresses we call (SSRF); the
        library's default, to accept a certificate whose revocation is unknown, would accept revoked ones.
        """
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=list(self.anchors)),
                revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
            ),
            key_usage_settings=KEY_USAGE,
            local_knowledge=LocalKnowledge(known_crls=[CRLContainer(one) for one in self.crls]),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
        )

    def spec_with_document(self, reader: PdfFileReader) -> SignatureValidationSpec:
        """Return the rules, with the certificates and revocation data the document brings along (its DSS).

        What a document brings is only believed when it is signed by an authority under our anchors.
        """
        ours, theirs = self.spec.local_knowledge, _document_knowledge(reader)
        return replace(
            self.spec,
            local_knowledge=LocalKnowledge(
                known_crls=[*ours.known_crls, *theirs.known_crls],
                known_ocsps=[*ours.known_ocsps, *theirs.known_ocsps],
                known_certs=[*ours.known_certs, *theirs.known_certs],
            ),
        )

    def context(self, *, others: Iterable[x509.Certificate] = ()) -> ValidationContext:
        """Return a fresh context that demands revocation data when we hold any; `others` are intermediates."""
        return ValidationContext(
            trust_roots=list(self.anchors),
            other_certs=list(others),
            crls=list(self.crls),
            revocation_mode="require" if self.crls else "soft-fail",
            allow_fetching=False,
        )


def trust_load(*, anchors: Iterable[str | Path], crls: Iterable[str | Path]) -> Trust:
    """Return the trust of these PEM or DER files; kept in memory until one of the files is replaced.

    Raises OSError or ValueError when a file can not be read: a mistake of the installation.
    """
    return _trust_read(_with_age(anchors), _with_age(crls))


def _with_age(paths: Iterable[str | Path]) -> tuple[tuple[str, int], ...]:
    return tuple((str(path), Path(path).stat().st_mtime_ns) for path in paths)


@lru_cache(maxsize=4)
def _trust_read(anchors: tuple[tuple[str, int], ...], crls: tuple[tuple[str, int], ...]) -> Trust:
    return Trust(
        anchors=tuple(x509.Certificate.load(der) for path, _ in anchors for der in _objects(path)),
        crls=tuple(crl.CertificateList.load(der) for path, _ in crls for der in _objects(path)),
    )


def _objects(path: str) -> list[bytes]:
    """Return the DER objects of a file, which is one DER object or any number of PEM ones."""
    data = Path(path).read_bytes()
    if not pem.detect(data):
        return [data]
    return [der for _, _, der in pem.unarmor(data, multiple=True)]


def _document_knowledge(reader: PdfFileReader) -> LocalKnowledge:
    """Return what the document security store holds (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    return LocalKnowledge(
        known_crls=[
            CRLContainer(crl.CertificateList.load(ref.get_object().read_data(DecodePurpose.CRL))) for ref in store.crls
        ],
        known_ocsps=[
            container
            for ref in store.ocsps
            for container in OCSPContainer.load_multi(
                OCSPResponse.load(ref.get_object().read_data(DecodePurpose.OCSP_RESPONSE))
            )
        ],
        known_certs=list(store.load_certs()),
    )
