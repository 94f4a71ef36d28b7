"""The small process that looks at one PDF: how many pages, which are empty or black, and whether a scan is coarse.

`hints.py` starts it by its path. Like `reading.py` it loads nothing of ours, has no environment, and limits its memory
and processor time before the first byte is read. It reads from standard input and writes JSON to standard output.
"""

import json
import resource
import sys
from typing import Any

import pypdfium2
from PIL import ImageStat
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

MEMORY_BYTES = 240 * 1024 * 1024
CPU_SECONDS = 2
MAX_PAGES = 5
# A page is looked at as small as a stamp: enough to tell whether anything stands on it.
SIDE = 300
# Of 255: an empty page is white all over, a failed scan black all over; writing makes the grey vary.
PLAIN = 1.5
BLACK = 40
# Points of a scan to the inch; below this, small print can not be read.
COARSE_DPI = 90


def look(data: bytes) -> dict[str, Any]:
    """Return the number of pages, and of the first five those that are blank, black or coarse scans, from 1 on.

    Raises whatever the library raises for a file it can not open.
    """
    document = pypdfium2.PdfDocument(data)
    found: dict[str, Any] = {"pages": len(document), "blank": [], "black": [], "coarse": []}
    for number in range(min(len(document), MAX_PAGES)):
        kind = _kind(document[number])
        if kind:
            found[kind].append(number + 1)
    return found


def _kind(page: pypdfium2.PdfPage) -> str:
    width, height = page.get_size()
    picture = page.render(scale=SIDE / max(width, height), grayscale=True, limit_image_cache=True).to_pil()
    seen = ImageStat.Stat(picture)
    if seen.stddev[0] < PLAIN:
        return "black" if seen.mean[0] < BLACK else "blank"
    return "coarse" if _is_coarse(page, width) else ""


def _is_coarse(page: pypdfium2.PdfPage, width: float) -> bool:
    """Tell whether the page is one picture, as a scanner makes it, with too few points for its width."""
    things = list(page.get_objects(max_depth=1))
    if len(things) != 1 or things[0].type != FPDF_PAGEOBJ_IMAGE:
        return False
    return things[0].get_px_size()[0] / (width / 72) < COARSE_DPI


def main() -> None:
    """Look at one PDF."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    json.dump(look(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
