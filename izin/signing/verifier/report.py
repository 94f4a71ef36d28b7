"""What a check answers, and its JSON form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from izin.signing.enums import Integrity, TimeSource, Verdict


@dataclass(frozen=True)
class SignatureReport:
    """One signature. Integrity and trust are said apart: an untrusted signer's file can well be intact.

    `intact`: the signed bytes are as they were signed and nothing that counts was added after.
    `trusted`: the certificate leads to a trust anchor and stood when it was used.
    `is_test`: made with a certificate of the development CA.
    `signed_at`: with time zone; `time_source` says who vouches for it.
    Texts come from the file and are not to be believed unless `trusted`.
    """

    field: str
    signer: str
    organization: str
    issuer: str
    signed_at: datetime | None
    time_source: TimeSource | None
    intact: bool
    trusted: bool
    is_test: bool
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; times as ISO 8601."""
        return {**asdict(self), "signed_at": self.signed_at.isoformat() if self.signed_at else None}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the report of a JSON form; raises KeyError, TypeError or ValueError when it is not one."""
        return cls(
            **{
                **values,
                "signed_at": datetime.fromisoformat(values["signed_at"]) if values["signed_at"] else None,
                "time_source": TimeSource(values["time_source"]) if values["time_source"] else None,
                "verdict": Verdict(values["verdict"]),
            }
        )


@dataclass(frozen=True)
class VerificationReport:
    """A whole document. `message` is a sentence for the reader when the verdict alone would not explain itself."""

    verdict: Verdict
    integrity: Integrity
    signatures: tuple[SignatureReport, ...] = ()
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "verdict": self.verdict,
            "integrity": self.integrity,
            "signatures": [one.to_dict() for one in self.signatures],
            "message": self.message,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the report of a JSON form; raises KeyError, TypeError or ValueError when it is not one."""
        return cls(
            verdict=Verdict(values["verdict"]),
            integrity=Integrity(values["integrity"]),
            signatures=tuple(SignatureReport.from_dict(one) for one in values["signatures"]),
            message=str(values.get("message", "")),
        )

    def with_message(self, message: str) -> "VerificationReport":
        """Return the same report with a sentence for the reader."""
        return replace(self, message=message)
