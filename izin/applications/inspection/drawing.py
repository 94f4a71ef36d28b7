"""The small process that draws one page of a document for the officers' viewer; `sheets.py` starts it by its path.

Like `reading.py` it loads nothing of ours, has no environment, and limits its memory and processor time before the
first byte is read. It reads the file from standard input and writes the picture, in base 64, as JSON.
"""

import base64
import io
import json
import resource
import sys
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

MEMORY_BYTES = 320 * 1024 * 1024
CPU_SECONDS = 4
MOST_PIXELS = 12_000_000
QUALITY = 82


def draw(data: bytes, content_type: str, number: int, width: int, turn: int) -> dict[str, Any]:
    """Return how many pages there are and a JPEG of one, `width` wide before it is turned clockwise by `turn` degrees.

    Raises whatever the libraries raise for a file they can not open, and IndexError for a page there is not.
    """
    if content_type == "application/pdf":
        document = pypdfium2.PdfDocument(data)
        pages, picture = len(document), _page(document, number, width)
    else:
        pages, picture = 1, _photograph(data, width)
    if turn:
        picture = picture.rotate(-turn, expand=True)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return {"pages": pages, "picture": base64.b64encode(out.getvalue()).decode()}


def _page(document: pypdfium2.PdfDocument, number: int, width: int) -> Image.Image:
    if not 1 <= number <= len(document):
        raise IndexError(number)
    page = document[number - 1]
    wide, high = page.get_size()
    scale = min(width / wide, (MOST_PIXELS / (wide * high)) ** 0.5)
    return page.render(scale=scale, limit_image_cache=True).to_pil()


def _photograph(data: bytes, width: int) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (width, width))
        turned = ImageOps.exif_transpose(image)
        turned.thumbnail((width, width * 3))
        return turned.copy()


def main() -> None:
    """Draw one page."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    content_type, number, width, turn = sys.argv[1:5]
    json.dump(draw(sys.stdin.buffer.read(), content_type, int(number), int(width), int(turn)), sys.stdout)


if __name__ == "__main__":
    main()
