"""The small process that reads the QR code of one upload; `checks.py` starts it by its path.

Started so, it loads nothing of ours and no Django, and is ready in a tenth of a second. It reads the file from
standard input and writes the text of the code as JSON to standard output. No environment; memory and processor
time are limited before the first byte is read.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from math import sqrt

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

# Python and its libraries take 45 MB of addresses; a colour scan of A4 at 600 dpi needs 150 MB more.
MEMORY_BYTES = 240 * 1024 * 1024
CPU_SECONDS = 2
MAX_PAGES = 5
# Nearly as fine as A4 at 300 dpi, whatever size a page claims to have; a JPEG of twice that is decoded at a half.
PAGE_DPI = 300
MAX_PIXELS = 8_500_000
SMALL_WIDTH = 1700  # A4 at 200 dpi
# More than any address in a certificate's code; the largest QR code holds four times as much.
MAX_TEXT = 1000
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def code_read(data: bytes, content_type: str) -> str:
    """Return the text of the first QR code in a JPEG or on the first pages of a PDF, empty when none is readable.

    Raises whatever the libraries raise for a file they can not open.
    """
    pictures = _pages(data) if content_type == "application/pdf" else _photograph(data)
    looks = (look for picture in pictures for look in _looks(picture))
    return next(filter(None, map(_code_in, looks)), "")


def _photograph(data: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        # JPEG can be decoded at a half, a quarter, an eighth of its size: a large one never takes its full memory.
        image.draft("L", _size(image.width, image.height, 1.0))
        yield image.convert("L")


def _pages(data: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = _scale(width, height, PAGE_DPI / 72)
        yield page.render(scale=scale, grayscale=True, limit_image_cache=True).to_pil()
        page.close()


def _looks(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture as it is, then enlarged when it is small, else smoothed: scans are grainy."""
    yield picture
    if picture.width < SMALL_WIDTH:
        yield picture.resize(_size(picture.width, picture.height, 2.0), Image.Resampling.BICUBIC)
    else:
        yield picture.filter(ImageFilter.BoxBlur(1))


def _code_in(picture: Image.Image) -> str:
    for code in zxingcpp.read_barcodes(picture, formats=FORMATS, text_mode=zxingcpp.TextMode.Plain):
        # The text is a stranger's: what could change how a line is shown is left out.
        text = "".join(sign for sign in code.text if sign.isprintable()).strip()
        if text:
            return text[:MAX_TEXT]
    return ""


def _scale(width: float, height: float, wanted: float) -> float:
    return min(wanted, sqrt(MAX_PIXELS / (width * height)))


def _size(width: int, height: int, wanted: float) -> tuple[int, int]:
    scale = _scale(width, height, wanted)
    return max(1, int(width * scale)), max(1, int(height * scale))


def main() -> None:
    """Read one code; the only argument is the kind of the file."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    json.dump(code_read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
