"""Ending an application by its applicant's own wish: a draft is deleted, one that was sent is withdrawn (F12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotAllowed
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.policies import may_withdraw
from izin.applications.services.ending import application_withdraw, draft_cancel
from izin.workflow.enums import Status

from ..forms.ending import WithdrawForm
from .applications import own_application, page_context


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def draft_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether a draft is to go with everything in it, and delete it."""
    application = own_application(request, pk)
    if application.status != Status.DRAFT:
        messages.error(request, _("Permohonan yang sudah dikirim tidak dapat dihapus."))
        return redirect("portal:application_detail", pk=pk)
    if request.method == "POST":
        try:
            draft_cancel(application_id=pk, actor=request.user)
        except NotAllowed as error:
            messages.error(request, error.message)
            return redirect("portal:application_detail", pk=pk)
        messages.success(request, _("Draf dihapus."))
        return redirect("portal:application_list")
    documents = application.current_documents  # type: ignore[attr-defined]
    context = {"application": application, "documents": len(documents)}
    return render(request, "izin/portal/draft_delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def application_withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell what withdrawing means, and withdraw an application that was sent."""
    application = own_application(request, pk)
    if application.status == Status.DRAFT:
        return redirect("portal:draft_delete", pk=pk)
    if not may_withdraw(request.user, application):
        messages.error(request, _("Permohonan ini tidak dapat dibatalkan lagi."))
        return redirect("portal:application_detail", pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            application_withdraw(application_id=pk, actor=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as error:
            messages.error(request, error.message)
            return redirect("portal:application_detail", pk=pk)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Permohonan dibatalkan."))
            return redirect("portal:application_process", pk=pk)
    context = {**page_context(application, "", request.user), "form": form}
    return render(request, "izin/portal/application_withdraw.html", context, status=422 if form.errors else 200)
