"""Pictures of documents for the viewer beside a case."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.models import User
from izin.applications.inspection.sheets import TURNS, sheet_draw
from izin.applications.models import Document
from izin.applications.selectors import document_get
from izin.applications.services.documents import document_viewed

from .cases import sent_case

# Leafing through one document, turning and enlarging it is one opening.
ONE_OPENING_SECONDS = 15 * 60


@require_safe
@officer_required
def case_sheet(request: SignedInRequest, pk: int, document_pk: int, number: int) -> HttpResponse:
    """Draw one page, `?putar=` degrees clockwise, `?rinci=1` for enlarging; the opening is logged once (A7)."""
    try:
        document = document_get(sent_case(pk), document_pk)
        turn = int(request.GET.get("putar", "0")) if request.GET.get("putar", "0").isdecimal() else 0
        picture = sheet_draw(document, number, turn=turn if turn in TURNS else 0, fine="rinci" in request.GET)
    except (Document.DoesNotExist, FileNotFoundError, DomainError) as error:
        raise Http404 from error
    _log_once(request.user, document)
    return HttpResponse(picture, content_type="image/jpeg")


def _log_once(actor: User, document: Document) -> None:
    if cache.add(f"sheet-seen:{actor.pk}:{document.pk}", 1, timeout=ONE_OPENING_SECONDS):
        document_viewed(document=document, actor=actor)
