"""Which trust anchors and revocation lists this installation uses."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from izin.signing.devca import dev_ca_ensure
from izin.signing.trust import Trust, trust_load


@dataclass(frozen=True)
class TrustFiles:
    """Paths of PEM or DER files."""

    anchors: tuple[str, ...]
    crls: tuple[str, ...]


def office_trust_files() -> TrustFiles:
    """Return the configured files, or those of the development CA when nothing of signing is configured.

    An installation with its own signer or anchors never trusts the development CA. Raises ImproperlyConfigured
    when it has a signer but no anchor: every letter would be refused.
    """
    if not settings.SIGNING_PKCS12 and not settings.SIGNING_TRUST_ANCHORS:
        authority = dev_ca_ensure(settings.SIGNING_DEV_CA_DIR)
        return TrustFiles(anchors=tuple(map(str, authority.anchors)), crls=tuple(map(str, authority.crls)))
    if not settings.SIGNING_TRUST_ANCHORS:
        raise ImproperlyConfigured("SIGNING_PKCS12 is set: set SIGNING_TRUST_ANCHORS (and SIGNING_CRLS) too")
    return TrustFiles(
        anchors=tuple(map(str, settings.SIGNING_TRUST_ANCHORS)), crls=tuple(map(str, settings.SIGNING_CRLS))
    )


def office_trust() -> Trust:
    """Return the trust of this installation, kept in memory until one of its files is replaced."""
    files = office_trust_files()
    try:
        return trust_load(anchors=files.anchors, crls=files.crls)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"SIGNING_TRUST_ANCHORS or SIGNING_CRLS can not be read: {error}") from error
