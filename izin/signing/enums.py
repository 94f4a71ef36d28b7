"""The vocabulary of a verification. Values are part of the contract of `POST /verifikasi/` and never change.

This module, `trust.py` and the package `verifier` import nothing of Django: they also run in the
small process that looks at uploads (`__main__.py`).
"""

from enum import StrEnum

# Every certificate of the development CA carries this in its names, and every letter signed with one says it.
TEST_MARK = "UJI - TIDAK SAH"


class Verdict(StrEnum):
    """What a check says of a document, or of one signature in it (site/docs/verification.md)."""

    VALID = "VALID"
    VALID_ARCHIVAL = "VALID_ARCHIVAL"
    VALID_NO_TSA = "VALID_NO_TSA"
    CHANGED_AFTER_SIGNING = "CHANGED_AFTER_SIGNING"
    MODIFIED = "MODIFIED"
    INTEGRITY_FAILED = "INTEGRITY_FAILED"
    STRUCTURE_SUSPICIOUS = "STRUCTURE_SUSPICIOUS"
    UNTRUSTED_SIGNER = "UNTRUSTED_SIGNER"
    REVOKED = "REVOKED"
    EXPIRED_AT_SIGNING = "EXPIRED_AT_SIGNING"
    INDETERMINATE = "INDETERMINATE"
    NO_SIGNATURE = "NO_SIGNATURE"
    UNREADABLE = "UNREADABLE"
    ENCRYPTED = "ENCRYPTED"

    @property
    def is_valid(self) -> bool:
        """True for the three verdicts that accept a signature; they differ in how the time is proven."""
        return self in {Verdict.VALID, Verdict.VALID_ARCHIVAL, Verdict.VALID_NO_TSA}


class Integrity(StrEnum):
    """What a check says of the bytes alone, whoever signed them. NONE: there is nothing to say it about."""

    OK = "OK"
    NOT_OK = "NOT_OK"
    NONE = "NONE"


class TimeSource(StrEnum):
    """Who vouches for the time of a signature: a time-stamping authority, or only the signer's own clock."""

    TSA = "tsa"
    CLAIMED = "claimed"
