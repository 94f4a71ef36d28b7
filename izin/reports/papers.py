"""Reports as PDF, under the office's letterhead, drawn by the same closed renderer as letters."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from common.formats import date_long
from izin.catalog.letters import letterhead
from izin.signing.rendering import letter_render


def paper_render(
    *,
    title: str,
    about: Sequence[str],
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    lines: Sequence[tuple[str, Any]] = (),
    remarks: Sequence[str] = (),
    wide: bool = True,
) -> bytes:
    """Return a table as PDF: title, what it is `about`, `lines` (label, value), the table, `remarks`.

    The caller bounds the rows.

    Dates are written out. `wide` lays the paper across.
    """
    context = {
        **letterhead(),
        "title": title,
        "about": about,
        "lines": lines,
        "headings": headings,
        "rows": [[_told(value) for value in row] for row in rows],
        "remarks": remarks,
        "wide": wide,
        "made_on": timezone.localdate(),
    }
    return letter_render(template_name="pdf/report.html", context=context)


def _told(value: Any) -> Any:
    if isinstance(value, date):
        return date_long(value)
    return "" if value is None else value
