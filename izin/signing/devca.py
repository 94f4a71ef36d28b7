"""A certification authority for development: made once per installation, worth nothing outside it.

Root, issuing authority and signer, with revocation lists that never need renewing. All names carry
`UJI - TIDAK SAH`. The private keys of the two authorities are thrown away when the folder is complete.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from izin.signing.enums import TEST_MARK

# Not a secret: it protects a key that is worth nothing.
DEV_PASSPHRASE = "uji-tanda-tangan"  # noqa: S105

# Longer than any development installation lives. The start lies back for machines whose clocks differ.
_LIFETIME = timedelta(days=3653)
_BACKDATED = timedelta(days=1)


@dataclass(frozen=True)
class DevCA:
    """The files of a development CA."""

    directory: Path

    @property
    def anchors(self) -> tuple[Path, ...]:
        """Certificates to trust: the root."""
        return (self.directory / "root.pem",)

    @property
    def crls(self) -> tuple[Path, ...]:
        """Revocation lists of both authorities."""
        return (self.directory / "root.crl", self.directory / "issuing.crl")

    @property
    def pkcs12(self) -> Path:
        """Key and certificates of the signer, under DEV_PASSPHRASE."""
        return self.directory / "signer.p12"

    @property
    def is_complete(self) -> bool:
        """True when every file is there."""
        return all(path.is_file() for path in (*self.anchors, *self.crls, self.pkcs12))


def dev_ca_ensure(directory: Path) -> DevCA:
    """Return the development CA of this folder, making it when it is not there.

    Safe to call from several processes at once: one makes it aside under a lock and moves it into place whole.
    Raises ImproperlyConfigured when the folder holds something else.
    """
    authority = DevCA(directory)
    if authority.is_complete:
        return authority
    directory.parent.mkdir(parents=True, exist_ok=True)
    with _locked(directory.with_name(directory.name + ".lock")):
        if not authority.is_complete:
            _make(directory)
    return authority


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(directory: Path) -> None:
    if directory.exists() and any(directory.iterdir()):
        raise ImproperlyConfigured(f"{directory} is neither empty nor a complete development CA; move it away")
    aside = Path(tempfile.mkdtemp(prefix=directory.name + ".", dir=directory.parent))
    for name, content in _files().items():
        path = aside / name
        path.write_bytes(content)
        path.chmod(0o600)
    os.replace(aside, directory)


def _files() -> dict[str, bytes]:
    """Return the contents of a new CA.

    The signer's key is RSA-2048, as those of BSrE are: with an elliptic curve the signature makes the letter
    a PDF 2.0 (ISO/TS 32002), which PDF/A-3 does not allow; and RSA-3072 takes three times as long to open.
    """
    root_key, issuing_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    signer_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root_name = _name("CA Induk Pengembangan")
    issuing_name = _name("CA Penerbit Pengembangan")
    root = _certificate(root_name, root_key.public_key(), root_name, root_key, authority_depth=1)
    issuing = _certificate(issuing_name, issuing_key.public_key(), root_name, root_key, authority_depth=0)
    signer = _certificate(_name("Kepala Dinas"), signer_key.public_key(), issuing_name, issuing_key)
    return {
        "root.pem": root.public_bytes(Encoding.PEM),
        "issuing.pem": issuing.public_bytes(Encoding.PEM),
        "root.crl": _empty_crl(root_name, root_key),
        "issuing.crl": _empty_crl(issuing_name, issuing_key),
        "signer.p12": pkcs12.serialize_key_and_certificates(
            b"TTE", signer_key, signer, [issuing, root], BestAvailableEncryption(DEV_PASSPHRASE.encode())
        ),
    }


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"Pengembangan SISFO IZIN ({TEST_MARK})"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{common_name} ({TEST_MARK})"),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority_depth: int | None = None,
) -> x509.Certificate:
    """Return a certificate (RFC 5280); `authority_depth` is the path length of an authority, None for a signer."""
    start = datetime.now(UTC) - _BACKDATED
    authority = authority_depth is not None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=authority_depth), critical=True)
        .add_extension(_key_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _key_usage(*, authority: bool) -> x509.KeyUsage:
    """An authority signs certificates and lists; a person signs documents and is bound by it."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _empty_crl(issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> bytes:
    start = datetime.now(UTC) - _BACKDATED
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer)
        .last_update(start)
        .next_update(start + _LIFETIME)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
