"""The backdrop of a passport photograph; pure."""

import io
from colorsys import rgb_to_hsv

from PIL import Image

SIZE = (64, 64)
# The backdrop is seen above the head and beside it, down to where the shoulders begin.
TOP_ROWS = 6
SIDE_COLUMNS = 5
SIDE_ROWS = 32
# Of the hue circle: red around 0, blue around 0.61, each clear of skin and wood (orange) and of green.
RED = 0.05
BLUE = (0.52, 0.72)
MIN_SATURATION = 0.45
MIN_VALUE = 0.2
SHARE = 0.6


def backdrop_fits(data: bytes) -> bool:
    """Tell whether most of the border of a photograph (JPEG), above and beside the head, is red or is blue.

    Raises OSError when it is not a picture.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.draft("RGB", SIZE)
        small = image.convert("RGB").resize(SIZE, Image.Resampling.BOX)
    width, height = SIZE
    border = [
        _colour(*small.getpixel((x, y)))  # type: ignore[misc]
        for y in range(height)
        for x in range(width)
        if y < TOP_ROWS or (y < SIDE_ROWS and (x < SIDE_COLUMNS or x >= width - SIDE_COLUMNS))
    ]
    return max(border.count("red"), border.count("blue")) >= SHARE * len(border)


def _colour(red: int, green: int, blue: int) -> str:
    hue, saturation, value = rgb_to_hsv(red / 255, green / 255, blue / 255)
    if saturation < MIN_SATURATION or value < MIN_VALUE:
        return ""
    if min(hue, 1 - hue) <= RED:
        return "red"
    return "blue" if BLUE[0] <= hue <= BLUE[1] else ""
