"""What the bytes of a file must look like before any signature in it is believed."""

import re

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_HEX = re.compile(rb"[0-9A-Fa-f]+")


def gap_is_exact(data: bytes, signature: EmbeddedPdfSignature) -> bool:
    """True when the only bytes a signature leaves out are its own value, written as one hexadecimal string.

    `/ByteRange` must be `[0 a b c]` and `data[a:b]` exactly `<hex>` with the hex of this signature's
    `/Contents` (ISO 32000-1, table 252). The library's own judgement of coverage does not replace this:
    anything else inside the gap would be unsigned, and viewers could be made to read it.
    """
    gap = _gap(data, signature)
    if gap is None:
        return False
    opening, hexadecimal, closing = gap[:1], gap[1:-1], gap[-1:]
    if (opening, closing) != (b"<", b">") or not _HEX.fullmatch(hexadecimal) or len(hexadecimal) % 2:
        return False
    return bytes.fromhex(hexadecimal.decode("ascii")) == signature.pkcs7_content


def _gap(data: bytes, signature: EmbeddedPdfSignature) -> bytes | None:
    """Return the bytes between the two signed ranges, or None when the ranges make no sense."""
    try:
        ranges = [int(number) for number in signature.byte_range]
    except (TypeError, ValueError):
        return None
    if len(ranges) != 4:
        return None
    start, first_length, second_start, second_length = ranges
    sensible = start == 0 and 0 < first_length < second_start and second_length >= 0
    if not sensible or second_start + second_length > len(data):
        return None
    return data[first_length:second_start]
