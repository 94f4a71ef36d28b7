"""What may make a file hard to read, told to its applicant at once. Hints never refuse a file."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageStat

from .apart import run_apart

_PROGRAM = Path(__file__).with_name("looking.py")
# The longer side of a picture of a card or a letter; a passport photograph of 3 x 4 cm needs fewer.
MIN_SIDE, MIN_SIDE_PHOTOGRAPH = 600, 300
PLAIN, BLACK = 2.0, 40


@dataclass(frozen=True)
class Look:
    """The number of pages, None when it is not known, and warnings fit to show to people."""

    pages: int | None = None
    warnings: tuple[str, ...] = ()


def look_at(data: bytes, content_type: str, check: str) -> Look:
    """Return the hints for a file that `uploads` accepted; `check` is that of its requirement.

    A PDF is drawn in a process of its own, within limits of memory and time: call this outside of transactions. What
    can not be looked at gets no hint.
    """
    return _look_at_pdf(data) if content_type == "application/pdf" else _look_at_picture(data, check)


def _look_at_picture(data: bytes, check: str) -> Look:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            side = max(image.size)
            image.draft("L", (64, 64))
            seen = ImageStat.Stat(image.convert("L"))
    except (OSError, Image.DecompressionBombError):
        return Look()
    if seen.stddev[0] < PLAIN:
        dark = seen.mean[0] < BLACK
        return Look(1, (_("Gambar tampak hitam seluruhnya.") if dark else _("Gambar tampak kosong."),))
    if side < (MIN_SIDE_PHOTOGRAPH if check == "photo_background" else MIN_SIDE):
        return Look(1, (_("Gambar ini kecil; tulisannya mungkin tidak terbaca. Foto atau pindai lebih besar."),))
    return Look(1)


def _look_at_pdf(data: bytes) -> Look:
    found = run_apart(_PROGRAM, data)
    if not isinstance(found, dict):
        return Look()
    return Look(found.get("pages"), tuple(filter(None, (_words(kind, found.get(kind)) for kind in _WORDS))))


_WORDS: dict[str, Any] = {
    "blank": lambda: _("Halaman %(pages)s tampak kosong."),
    "black": lambda: _("Halaman %(pages)s tampak hitam seluruhnya."),
    "coarse": lambda: _("Resolusi pindaian halaman %(pages)s rendah; pindai ulang dengan 200 dpi bila tidak terbaca."),
}


def _words(kind: str, pages: Sequence[int] | None) -> str:
    return _WORDS[kind]() % {"pages": ", ".join(map(str, pages))} if pages else ""
