"""The viewer beside a case: which page of which document it shows, and where its links lead. All of it is in the
address, so that it works without scripts; with them, `static/js/case.js` does the same without loading the page."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from izin.applications.inspection.sheets import TURNS
from izin.applications.models import Application, Document
from izin.applications.selectors import RequirementLine

ZOOMS = (1, 2, 3, 4)
ANCHOR = "#penampil"


def viewer_of(
    application: Application, lines: Sequence[RequirementLine], asked: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return what the viewer shows by the query string `asked`; None for a case without documents.

    At first it is the document that nobody has judged yet.
    """
    given = [(line.requirement.name, line.document) for line in lines if line.document]
    if not given:
        return None
    name, document = _chosen(given, asked.get("dokumen", ""))
    pages = document.pages or 1
    page = _number(asked.get("halaman"), range(1, pages + 1))
    turn, zoom = _number(asked.get("putar"), TURNS), _number(asked.get("perbesar"), ZOOMS)
    place = given.index((name, document))

    def link(**changes: Any) -> str:
        parts = {"dokumen": document.pk, "halaman": page, "putar": turn, "perbesar": zoom, **changes}
        kept = {key: value for key, value in parts.items() if value not in (0, 1) or key == "dokumen"}
        return f"?{urlencode(kept)}{ANCHOR}"

    def other(step: int) -> str:
        return link(dokumen=given[(place + step) % len(given)][1].pk, halaman=1, putar=0)

    address = reverse("backoffice:case_sheet", args=[application.pk, document.pk, page])
    look = urlencode({**({"putar": turn} if turn else {}), **({"rinci": 1} if zoom > 1 else {})})
    return {
        "document": document,
        "name": name,
        "page": page,
        "pages": pages,
        "zoom": zoom,
        "image": f"{address}?{look}" if look else address,
        "file": reverse("backoffice:case_document", args=[application.pk, document.pk]),
        "next_page": link(halaman=page + 1) if page < pages else "",
        "previous_page": link(halaman=page - 1) if page > 1 else "",
        "turn_right": link(putar=(turn + 90) % 360),
        "larger": link(perbesar=min(zoom + 1, ZOOMS[-1])),
        "smaller": link(perbesar=max(zoom - 1, ZOOMS[0])),
        "next_document": other(1),
        "previous_document": other(-1),
    }


def _chosen(given: Sequence[tuple[str, Document]], asked: str) -> tuple[str, Document]:
    for found in given:
        if str(found[1].pk) == asked:
            return found
    return next((found for found in given if not found[1].verdict), given[0])


def _number(asked: str | None, among: Sequence[int]) -> int:
    return int(asked) if asked and asked.isdecimal() and len(asked) < len("1000") and int(asked) in among else among[0]


def sheet_addresses(application: Application, document: Document) -> dict[str, Any]:
    """Return what the script needs to show a document: the address of its page 0, to be replaced, and how many."""
    address = reverse("backoffice:case_sheet", args=[application.pk, document.pk, 0])
    return {"sheet": address.removesuffix("0/"), "pages": document.pages or 1}
