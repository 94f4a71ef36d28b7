"""What editors see of a permit type before it is published: the applicant's form, and the letter."""

import base64
import io
import logging
from threading import Lock

import pypdfium2
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.errors import DomainError

from .answers.forms import AnswerForm
from .letters import letter_draw, letter_sample
from .models import PermitType
from .publishing import publish_problems

logger = logging.getLogger(__name__)

DPI = 110
# A letter has two or three pages; conditions of a hundred lines must not fill the memory with pictures.
MAX_PAGES = 8
# PDFium is not made for threads.
_pdfium = Lock()


def preview_response(request: HttpRequest, permit_type: PermitType, mode_name: str) -> HttpResponse:
    """Show the form (`form`) or the letter (`letter`) of a type as it is now, with what keeps it from being published.

    A draft may be anything: what can not be shown is said in words.
    """
    context = {"permit_type": permit_type, "problems": publish_problems(permit_type)}
    if mode_name == "letter":
        return TemplateResponse(request, "izin/catalog/preview_letter.html", {**context, **_letter(permit_type)})
    return TemplateResponse(request, "izin/catalog/preview_form.html", {**context, **_form(permit_type)})


def _form(permit_type: PermitType) -> dict[str, object]:
    try:
        return {"form": AnswerForm(permit_type)}
    except ValueError as error:
        # A revision of long ago may ask for a kind of answer that is no longer there.
        logger.info("Preview of the form of %s: %s", permit_type.code, error)
        return {"fault": _("Formulir belum dapat ditampilkan. Perbaiki lebih dahulu kesalahan yang disebut di atas.")}


def _letter(permit_type: PermitType) -> dict[str, object]:
    try:
        pdf = letter_draw(permit_type, letter_sample(permit_type))
    except (DomainError, TemplateDoesNotExist, ValueError, TypeError) as error:
        # Numbers without a sound pattern, a layout that is not there, an answer no sample fits.
        logger.info("Preview of a letter of %s: %s", permit_type.code, error)
        return {"fault": _("Surat belum dapat digambar. Perbaiki lebih dahulu kesalahan yang disebut di atas.")}
    return {"pages": pages_draw(pdf), "pdf": f"data:application/pdf;base64,{base64.b64encode(pdf).decode()}"}


def pages_draw(pdf: bytes) -> list[str]:
    """Return the first pages of a PDF of our own as pictures in `data:` addresses."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pages = [document[number] for number in range(min(len(document), MAX_PAGES))]
            pictures = [page.render(scale=DPI / 72).to_pil() for page in pages]
        finally:
            document.close()
    return [_png(picture) for picture in pictures]


def _png(picture: object) -> str:
    out = io.BytesIO()
    picture.save(out, "PNG")  # type: ignore[attr-defined]
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
