"""The markers by which pages ask for older and newer messages: ids of messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

BIGGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class ChatMarkers:
    """What an address asks for: messages before one, after one, or (both None) the last."""

    before: int | None
    after: int | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "ChatMarkers":
        """Read `?sebelum=` or `?sesudah=`. Raises Http404 for what is no id."""
        return cls(_marker(query.get("sebelum")), _marker(query.get("sesudah")))


def _marker(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 19) or int(text) > BIGGEST_ID:
        raise Http404
    return int(text)
