"""Signs with a key in a PKCS#12 file (RFC 7292): PAdES B-B, or B-LT when we hold revocation lists.

The passphrase lives as long as the call that opens the file; it is in no message, log or repr (decision D8).
"""

import asyncio
import io
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from izin.signing.backends.base import SignerIdentity
from izin.signing.enums import TEST_MARK
from izin.signing.errors import PassphraseRefused, SigningError
from izin.signing.trust import KEY_USAGE, Trust

FIELD_NAME = "TTE"
# Room for the signature in the file, in hexadecimal digits: three certificates and one signature need about
# 10 000. Stating it spares the library a trial signature.
_BYTES_RESERVED = 32_768

_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class _KeySigner(signers.Signer):
    """The library's signer over a key object kept in memory.

    Its own SimpleSigner reads and re-validates the key twice per signature: 250 ms for RSA-3072.
    """

    def __init__(self, key: _PrivateKey, certificate: x509.Certificate, chain: list[x509.Certificate]) -> None:
        super().__init__(signing_cert=certificate, cert_registry=SimpleCertificateStore.from_certs(chain))
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the bare signature value of `data`."""
        digest = _DIGESTS[digest_algorithm]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


@dataclass(frozen=True)
class Pkcs12Signer:
    """An opened PKCS#12 file. Implements `backends.base.Signer`."""

    identity: SignerIdentity
    _signer: _KeySigner = field(repr=False)
    _trust: Trust = field(repr=False)

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """Return the PDF with one invisible signature that forbids every later change (DocMDP level 1).

        The revocation data goes into the same revision as the signature, so that the signature covers the whole file.
        """
        with_revocation_data = bool(self._trust.crls)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD_NAME,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            location=location,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=with_revocation_data,
            validation_context=self._trust.context() if with_revocation_data else None,
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        signer = signers.PdfSigner(metadata, self._signer, new_field_spec=SigFieldSpec(FIELD_NAME))
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            return bytes(signer.sign_pdf(writer, bytes_reserved=_BYTES_RESERVED).getvalue())
        except Exception as error:
            # The library raises many kinds, some of them bare; each means that there is no signature.
            raise SigningError(_("Surat tidak dapat ditandatangani. Silakan coba lagi.")) from error


@sensitive_variables("passphrase")
def pkcs12_open(path: Path, *, passphrase: str, trust: Trust) -> Pkcs12Signer:
    """Return the signer of this file, ready to sign.

    Raises SigningError, with a sentence for the officer, when the file is missing or damaged, the passphrase is
    wrong, or the certificate may not sign: expired, not yet valid, revoked, of another purpose or authority.
    """
    bundle = _bundle(path, passphrase)
    key, own = bundle.key, bundle.cert
    if own is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningError(_("Berkas sertifikat tidak memuat kunci dan sertifikat yang dapat dipakai menandatangani."))
    certificate = x509.Certificate.load(own.certificate.public_bytes(Encoding.DER))
    chain = [x509.Certificate.load(one.certificate.public_bytes(Encoding.DER)) for one in bundle.additional_certs]
    _assert_may_sign(certificate, chain, trust)
    issuer = _common_name(certificate.issuer)
    return Pkcs12Signer(
        identity=SignerIdentity(_common_name(certificate.subject), issuer, is_test=TEST_MARK in issuer),
        _signer=_KeySigner(key, certificate, chain),
        _trust=trust,
    )


@sensitive_variables("passphrase")
def _bundle(path: Path, passphrase: str) -> PKCS12KeyAndCertificates:
    try:
        data = path.read_bytes()
    except OSError:
        raise SigningError(_("Berkas sertifikat penanda tangan tidak ditemukan. Hubungi pengelola sistem.")) from None
    try:
        # Only whether it is a PKCS#12 file at all: the next step can not tell that from a wrong passphrase.
        asn1_pkcs12.Pfx.load(data)["auth_safe"]["content_type"].native  # noqa: B018
    except (ValueError, TypeError, KeyError):
        raise SigningError(_("Berkas sertifikat penanda tangan rusak. Hubungi pengelola sistem.")) from None
    try:
        return load_pkcs12(data, passphrase.encode())
    except ValueError:
        raise PassphraseRefused(_("Kata sandi sertifikat (passphrase) tidak cocok. Periksa lalu coba lagi.")) from None


def _assert_may_sign(certificate: x509.Certificate, chain: list[x509.Certificate], trust: Trust) -> None:
    """Refuse a certificate our own verifier would refuse, before a number or a letter is spent on it."""
    validator = CertificateValidator(certificate, chain, validation_context=trust.context(others=chain))
    try:
        asyncio.run(validator.async_validate_usage(KEY_USAGE.key_usage))
    except Exception as error:
        raise SigningError(_refusal(error)) from error


def _refusal(error: Exception) -> str:
    """Return the sentence for why a certificate may not sign."""
    match error:
        case ExpiredError():
            return _("Sertifikat penanda tangan sudah habis masa berlakunya. Mintalah sertifikat baru.")
        case NotYetValidError():
            return _("Sertifikat penanda tangan belum mulai berlaku. Periksa tanggal pada komputer server.")
        case RevokedError():
            return _("Sertifikat penanda tangan sudah dicabut. Mintalah sertifikat baru.")
        case InvalidCertificateError():
            return _("Sertifikat ini bukan sertifikat untuk menandatangani dokumen.")
        case InsufficientRevinfoError():
            return _("Status pencabutan sertifikat tidak dapat dipastikan. Hubungi pengelola sistem.")
        case PathBuildingError():
            return _("Sertifikat penanda tangan tidak diterbitkan oleh penyelenggara yang dipercaya.")
        case _:
            return _("Sertifikat penanda tangan tidak dapat dipakai. Hubungi pengelola sistem.")


def _common_name(name: x509.Name) -> str:
    return str(name.native.get("common_name", name.human_friendly))
