"""What every way of signing offers."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class SignerIdentity:
    """Who signs, as the certificate says; `is_test` when it is one of the development CA."""

    common_name: str
    issuer: str
    is_test: bool


class Signer(Protocol):
    """A signer that is ready to sign: its secret has been accepted."""

    @property
    def identity(self) -> SignerIdentity:
        """Who signs."""

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """Return the PDF with one PAdES signature added; the first bytes stay exactly those given.

        Raises SigningError when the signature can not be made.
        """
