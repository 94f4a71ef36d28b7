"""A certification authority for tests: signs at every PAdES level, with good and with bad certificates."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import crl, keys, x509
from certomancer.registry import ArchLabel, CertLabel, KeyLabel, PKIArchitecture, ServiceLabel
from certomancer.registry.config import CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from izin.signing.trust import Trust

ARCHITECTURE = Path(__file__).with_name("architecture.yml")
EC_KEYS = (
    *("root", "interm", "tsa-ca"),
    *("signer", "second", "expired", "short", "future", "revoked", "tls"),
    *("fake-root", "fake-interm", "fake-signer", "self"),
)
# The library's time-stamping authority for tests knows RSA only.
RSA_KEYS = ("tsa", "fake-tsa", "rsa")
CHAINS = {"office": ("interm", "root"), "look-alike": ("fake-interm", "fake-root")}


@dataclass(frozen=True)
class Pki:
    """Certificates and keys by the labels of architecture.yml."""

    office: PKIArchitecture
    look_alike: PKIArchitecture
    folder: Path

    def _arch(self, label: str) -> PKIArchitecture:
        return self.look_alike if label.startswith("fake") or label == "self" else self.office

    def cert(self, label: str) -> x509.Certificate:
        return self._arch(label).get_cert(CertLabel(label))

    def key(self, label: str) -> keys.PrivateKeyInfo:
        return self._arch(label).key_set.get_private_key(KeyLabel(label))

    def crls(self, at: datetime | None = None) -> list[crl.CertificateList]:
        at = at or datetime.now(UTC)
        return [
            self.office.service_registry.get_crl(ServiceLabel(one), at_time=at) for one in ("root", "interm", "tsa-ca")
        ]

    def trust(self) -> Trust:
        return Trust(anchors=(self.cert("root"),), crls=tuple(self.crls()))

    def write_trust(self, folder: Path) -> tuple[list[str], list[str]]:
        """Write anchor and revocation lists as an installation would hold them; return both lists of paths."""
        folder.mkdir(parents=True, exist_ok=True)
        anchor = folder / "root.der"
        anchor.write_bytes(self.cert("root").dump())
        paths = []
        for number, one in enumerate(self.crls()):
            path = folder / f"{number}.crl"
            path.write_bytes(one.dump())
            paths.append(str(path))
        return [str(anchor)], paths

    def pkcs12(self, label: str, passphrase: str) -> bytes:
        return self._arch(label).package_pkcs12(CertLabel(label), password=passphrase.encode())

    def context(self, at: datetime | None = None) -> ValidationContext:
        return ValidationContext(
            trust_roots=[self.cert("root")], crls=self.crls(at), moment=at, revocation_mode="soft-fail"
        )

    def tsa(self, label: str = "tsa", at: datetime | None = None) -> DummyTimeStamper:
        chain = ("tsa-ca", "root") if label == "tsa" else CHAINS["look-alike"]
        return DummyTimeStamper(
            tsa_cert=self.cert(label),
            tsa_key=self.key(label),
            certs_to_embed=SimpleCertificateStore.from_certs([self.cert(one) for one in chain]),
            fixed_dt=at,
        )

    def signer(self, label: str) -> signers.SimpleSigner:
        chain = CHAINS["look-alike" if self._arch(label) is self.look_alike else "office"]
        return signers.SimpleSigner(
            signing_cert=self.cert(label),
            signing_key=self.key(label),
            cert_registry=SimpleCertificateStore.from_certs([self.cert(one) for one in chain]),
        )

    def sign(
        self,
        pdf: bytes,
        level: str = "B",
        *,
        signer: str = "signer",
        tsa: str | None = None,
        stamped_at: datetime | None = None,
        certify: bool = True,
        permissions: MDPPerm = MDPPerm.NO_CHANGES,
        field: str = "TTE",
        prepare: Callable[[IncrementalPdfFileWriter], None] | None = None,
    ) -> bytes:
        """Sign at PAdES level B, T, LT or LTA, without any check of the certificate."""
        archival = level in {"LT", "LTA"}
        metadata = signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason="Dokumen telah disetujui",
            location="Arosuka",
            certify=certify,
            docmdp_permissions=permissions,
            embed_validation_info=archival,
            use_pades_lta=level == "LTA",
            validation_context=self.context() if archival else None,
        )
        timestamper = None if level == "B" else self.tsa(tsa or "tsa", stamped_at)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if prepare is not None:
            prepare(writer)
        signer_ = signers.PdfSigner(
            metadata, self.signer(signer), timestamper=timestamper, new_field_spec=SigFieldSpec(field)
        )
        return bytes(signer_.sign_pdf(writer, bytes_reserved=32768).getvalue())

    def archive(self, pdf: bytes) -> bytes:
        """Add a document time-stamp, as archives do."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return bytes(signers.PdfTimeStamper(self.tsa()).timestamp_pdf(writer, "sha256").getvalue())


def pki_make(folder: Path) -> Pki:
    """Return a PKI with fresh keys in this folder: P-256 where possible, for speed."""
    for label in EC_KEYS:
        _write_key(folder / f"{label}.pem", ec.generate_private_key(ec.SECP256R1()))
    for label in RSA_KEYS:
        _write_key(folder / f"{label}.pem", rsa.generate_private_key(public_exponent=65537, key_size=2048))
    config = CertomancerConfig.from_file(str(ARCHITECTURE), key_search_dir=str(folder))
    return Pki(config.get_pki_arch(ArchLabel("office")), config.get_pki_arch(ArchLabel("look-alike")), folder)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
