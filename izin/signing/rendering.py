"""Draws permit letters: Django template to PDF/A-3a. Same input, same bytes, on every machine.

A letter's template may load nothing but `data:` addresses and our own fonts (`fonts:/NAME.ttf`), and takes
its date of creation from its context. The bytes must not depend on clock, machine or process, for a letter
is drawn again when a crash came between drawing and signing (design section 5).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from common.pdf import ClosedFetcher
from izin.signing.errors import RenderingError

# ISO 19005-3, level A: archival, tagged for screen readers.
_PDF_VARIANT = "pdf/a-3a"
# Name of the sRGB profile inside the file. Not "srgb": the library would then open the profile itself
# at each letter and leave the file open (70.0).
_COLOURS = "letter"


def letter_render(*, template_name: str, context: Mapping[str, Any]) -> bytes:
    """Return the letter as PDF/A-3a; a template usually extends `pdf/letter_base.html`, which names its context.

    Takes some 100 ms once the library is loaded. Safe in threads: each call has its own fonts.
    Raises RenderingError when the template asks for an address it may not have.
    """
    html = render_to_string(template_name, dict(context))
    fetcher = ClosedFetcher()
    refusal = RenderingError(_("Templat surat meminta berkas dari luar. Hubungi pengelola sistem."))
    try:
        pdf = HTML(string=html, url_fetcher=fetcher, base_url="fonts:/").write_pdf(
            font_config=FontConfiguration(),
            pdf_variant=_PDF_VARIANT,
            color_profiles={_COLOURS: _srgb()},
            output_intent=_COLOURS,
        )
    except FatalURLFetchingError as error:  # a BaseException: it would pass every "except Exception" above us
        raise refusal from error
    if fetcher.refused:
        raise refusal
    return bytes(pdf)


def _srgb() -> ColorProfile:
    """Return the sRGB profile of PDF/A; one for each letter, for drawing writes into it."""
    return ColorProfile(BytesIO(_srgb_bytes()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _srgb_bytes() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def qr_data_uri(url: str) -> str:
    """Return a QR code (ISO/IEC 18004, error correction M, quiet zone 4) of this address as an SVG `data:` address."""
    return str(segno.make_qr(url, error="m").svg_data_uri(border=4, dark="#000", light="#fff"))
