"""What other apps call: open a signer, check a document, refuse to publish what is not sound."""

from izin.signing.services.signing import document_assert_publishable, signer_open
from izin.signing.services.verification import document_check, document_verify

__all__ = ["document_assert_publishable", "document_check", "document_verify", "signer_open"]
