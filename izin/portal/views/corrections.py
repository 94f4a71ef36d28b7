"""A returned application: what must be mended, old beside new, and one button to send it back (F9)."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.corrections import answer_changes, document_corrections
from izin.applications.enums import NoteAudience
from izin.applications.models import Application
from izin.applications.selectors import note_list
from izin.workflow.enums import Status

from ..rows import document_rows
from .applications import own_application, page_context


@require_safe
@applicant_required
def application_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a returned application on what its officer asks for."""
    application = own_application(request, pk)
    if application.status != Status.RETURNED:
        return redirect("portal:application_detail", pk=pk)
    return correction_page(request, application, {})


def correction_page(
    request: SignedInRequest, application: Application, errors: Mapping[str, str], *, refused: bool = False
) -> HttpResponse:
    """Return the page; `errors` by requirement key are those of an upload, `refused` that it could not be sent."""
    corrections = {correction.requirement.key: correction for correction in document_corrections(application)}
    # An answer that was changed may ask for a document that was not needed before.
    rows = [
        (row, corrections.get(row.requirement.key))
        for row in document_rows(application, errors)
        if row.requirement.key in corrections or (row.requirement.required and row.document is None)
    ]
    notes = list(note_list(application, [NoteAudience.APPLICANT]))
    context = {
        **page_context(application, "perbaikan", request.user),
        # What is still to be done comes first.
        "rows": sorted(rows, key=lambda row: row[1] is not None and row[1].is_replaced),
        "changes": answer_changes(application),
        "note": notes[0] if notes else None,
        "older_notes": notes[1:],
        "errors": errors,
        "refused": refused,
    }
    status = 422 if errors or refused else 200
    return render(request, "izin/portal/application_correct.html", context, status=status)
