"""Putting small errors of a case's data right (W7)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotAllowed
from izin.accounts.access import SignedInRequest, officer_required
from izin.applications.correction_form import CorrectionForm
from izin.applications.policies import may_decide
from izin.applications.services.correcting import answers_correct

from ..refusals import show_refusal
from .cases import sent_case


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def case_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the answers as a form, and keep what an officer put right with his reason."""
    application = sent_case(pk)
    if not may_decide(request.user, application):
        messages.error(request, _("Permohonan ini bukan giliran Anda."))
        return redirect("backoffice:case_detail", pk=pk)
    form = CorrectionForm(application, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answers_correct(
                application_id=pk,
                actor=request.user,
                turn=request.POST.get("turn", ""),
                changes=form.changes(),
                reason=form.cleaned_data[CorrectionForm.REASON],
            )
        except NotAllowed as error:
            messages.error(request, error.message)
            return redirect("backoffice:case_detail", pk=pk)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Data dibetulkan. Pemohon sudah diberi tahu."))
            return redirect("backoffice:case_detail", pk=pk)
    context = {"application": application, "form": form}
    return render(request, "izin/backoffice/case_correct.html", context, status=422 if form.errors else 200)
