"""A tutorial as a PDF, to be read on paper or without a line."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string

from common.pdf import page_pdf

TEMPLATE = "tutorials/pdf/tutorial.html"
KEPT_SECONDS = 7 * 24 * 60 * 60
# Wide enough for the paper, and read by every program that shows a PDF.
PICTURE = "width-720|format-jpeg|jpegquality-80"


def tutorial_pdf(context: Mapping[str, Any]) -> bytes:
    """Return the PDF of what a tutorial page shows; drawn once for each text, then kept.

    Drawing costs a second of the processor, so an address that anybody may ask must not do it each time.
    """
    steps = [{**step, "picture": _picture(step["image"])} for step in context["steps"]]
    shown = {**context, "steps": steps, "office": settings.OFFICE, "base_url": settings.BASE_URL}
    html = render_to_string(TEMPLATE, shown)
    key = f"tutorials.pdf.{hashlib.sha256(html.encode()).hexdigest()}"
    return cast("bytes", cache.get_or_set(key, lambda: page_pdf(html, base_url=settings.BASE_URL), KEPT_SECONDS))


def _picture(image: Any) -> str:
    """Return a picture as a `data:` address, nothing for no picture."""
    if not image:
        return ""
    with image.get_rendition(PICTURE).file.open("rb") as file:
        return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"
