"""What can go wrong here, each with an Indonesian text fit to show to the person who works."""

from common.errors import DomainError


class SigningError(DomainError):
    """A letter can not be signed, or what came back must not be published."""


class PassphraseRefused(SigningError):
    """The key does not open with this passphrase: nobody should try it on the next letter."""


class RenderingError(DomainError):
    """A letter can not be drawn, or its template asks for something outside our own fonts."""


class VerificationBusy(DomainError):
    """All places for checks of uploads are taken; try again in a moment."""


class DocumentTooLarge(DomainError):
    """The upload is above VERIFY_MAX_UPLOAD_BYTES."""
