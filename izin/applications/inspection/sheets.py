"""Pictures of the pages of a document, for the viewer beside a case (W3). PDF and JPEG look and turn the same."""

import base64
from pathlib import Path

from django.utils.translation import gettext as _

from common.content_store import content_read
from common.errors import DomainError

from ..models import Document
from .apart import run_apart

PROGRAM = Path(__file__).with_name("drawing.py")
TURNS = (0, 90, 180, 270)
WIDTH, FINE_WIDTH = 1200, 2400


def sheet_draw(document: Document, number: int, *, turn: int = 0, fine: bool = False) -> bytes:
    """Return one page of a document as JPEG, turned clockwise by 0, 90, 180 or 270 degrees; `fine` for enlarging.

    The file is opened in a process of its own (`drawing.py`). Raises DomainError when it can not be drawn or has no
    such page; the file itself can still be opened.
    """
    data = content_read("private", document.sha256)
    width = FINE_WIDTH if fine else WIDTH
    drawn = run_apart(PROGRAM, data, document.content_type, str(number), str(width), str(turn % 360))
    if drawn is None:
        raise DomainError(_("Halaman ini tidak dapat ditampilkan. Buka berkasnya di tab baru."))
    return base64.b64decode(drawn["picture"])
