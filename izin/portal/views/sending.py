"""The last step: reading everything once more, and sending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, NotAllowed
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Application
from izin.applications.policies import may_change
from izin.applications.selectors import answer_rows_told
from izin.applications.services.autosaving import unfinished_typed
from izin.permits.services.sending import TooManyPermits
from izin.permits.services.sending import application_send as send_checked
from izin.workflow.enums import Status

from ..forms.sending import DeclarationForm
from ..rows import document_rows, person_rows
from .applications import own_application, page_context
from .corrections import correction_page


@require_safe
@applicant_required
def application_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every answer and document of a draft with a way to change it, what is missing, and the button to send."""
    application = own_application(request, pk)
    if application.status == Status.RETURNED:
        return redirect("portal:application_correct", pk=pk)
    if not may_change(request.user, application):
        return redirect("portal:application_detail", pk=pk)
    return _review_page(request, application, DeclarationForm())


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def application_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the application to the office. Its address opened by itself leads to the page with the button."""
    application = own_application(request, pk)
    if request.method != "POST":
        return redirect("portal:application_review", pk=pk)
    returned = application.status == Status.RETURNED
    form = DeclarationForm(request.POST)
    if application.status == Status.DRAFT and not form.is_valid():
        return _review_page(request, application, form)
    try:
        sent = send_checked(application_id=pk, actor=request.user)
    except TooManyPermits:
        # Why stands on the page itself.
        return redirect("portal:application_review", pk=pk)
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("portal:application_process", pk=pk)
    except DomainError:
        # What is missing stands on the page itself, each with a link to where it is given.
        if returned:
            return correction_page(request, application, {}, refused=True)
        return _review_page(request, application, form, refused=True)
    text = _("Permohonan terkirim kembali.") if returned else _("Permohonan terkirim.")
    messages.success(request, f"{text} " + _("Kode tanda terima Anda: %(code)s.") % {"code": sent.receipt_code})
    return redirect("portal:application_process", pk=pk)


def _review_page(
    request: SignedInRequest, application: Application, form: DeclarationForm, *, refused: bool = False
) -> HttpResponse:
    context = {
        **page_context(application, "periksa", request.user),
        "answers": answer_rows_told(application),
        "unfinished": unfinished_typed(application),
        "documents": document_rows(application, {}),
        "person": person_rows(application.applicant),
        "form": form,
        "refused": refused,
    }
    status = 422 if refused or form.errors else 200
    return render(request, "izin/portal/application_review.html", context, status=status)
