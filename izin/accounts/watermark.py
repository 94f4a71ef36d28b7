"""Writing across a scan what it may be used for."""

import io

from PIL import Image, ImageDraw, ImageFont

# The text runs from edge to edge, several times, so that no part worth copying is without it.
_ANGLE = 30
_LINES_IN_HEIGHT = 9
_INK = (110, 20, 30, 120)
_RIM = (255, 255, 255, 110)
_SMALLEST_TYPE = 10


def watermark(data: bytes, text: str) -> bytes:
    """Return a JPEG with the text written across it again and again; the same input gives the same bytes.

    Raises:
        OSError: the bytes are no picture.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
        picture = opened.convert("RGBA")
    layer = _layer(picture.size, text)
    out = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def _layer(size: tuple[int, int], text: str) -> Image.Image:
    """Return a transparent picture of this size with slanting lines of the text."""
    width, height = size
    side = width + height  # large enough to have no empty corner when it is turned
    step = max(2 * _SMALLEST_TYPE, height // _LINES_IN_HEIGHT)
    font = ImageFont.load_default(max(_SMALLEST_TYPE, step // 3))
    layer = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(layer)
    line = f"{text}   "
    repeated = line * (int(side // max(1, pen.textlength(line, font))) + 2)
    for number, top in enumerate(range(0, side, step)):
        pen.text((-(number % 3) * step, top), repeated, fill=_INK, font=font, stroke_width=1, stroke_fill=_RIM)
    turned = layer.rotate(_ANGLE, resample=Image.Resampling.BICUBIC)
    left, top = (side - width) // 2, (side - height) // 2
    return turned.crop((left, top, left + width, top + height))
