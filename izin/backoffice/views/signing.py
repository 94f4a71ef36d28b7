"""Looking at a letter and signing it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, NotAllowed
from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.models import User
from izin.accounts.selectors import signer_on
from izin.applications.models import Application
from izin.applications.policies import may_decide
from izin.permits.letters import letter_preview
from izin.permits.services.issuing import permit_issue
from izin.workflow.enums import Status

from ..forms.case import SignForm
from .batches import CHOSEN, chosen_pks
from .cases import sent_case


def _case_to_sign(request: SignedInRequest, pk: int) -> Application:
    application = sent_case(pk)
    if application.status != Status.AWAITING_SIGNATURE or not may_decide(request.user, application):
        raise PermissionDenied
    return application


def _signer_today() -> User:
    signer = signer_on(timezone.localdate())
    if signer is None:
        raise DomainError(_("Belum ada pejabat dengan mandat tanda tangan hari ini."))
    return signer


@require_safe
@officer_required
def case_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the letter as it will be signed, without number and signature (W7): to every officer, before it is late."""
    application = sent_case(pk)
    if not application.waiting_role:
        raise PermissionDenied
    own = application.status == Status.AWAITING_SIGNATURE and may_decide(request.user, application)
    try:
        pdf = letter_preview(application, signer=request.user if own else _signer_today())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("backoffice:case_detail", pk=pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="pratinjau.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@sensitive_post_parameters("passphrase")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@officer_required
def case_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the passphrase, sign and publish (design section 5)."""
    application = sent_case(pk)
    if request.method == "POST" and application.status == Status.ISSUED:
        # Sent twice, or again after a crash that came too late to matter.
        return redirect("backoffice:case_detail", pk=pk)
    application = _case_to_sign(request, pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"turn": application.turn})
    if request.method == "POST" and form.is_valid():
        try:
            permit = permit_issue(application_id=pk, actor=request.user, **form.cleaned_data)
        except NotAllowed as error:
            messages.error(request, error.message)
            return redirect("backoffice:case_detail", pk=pk)
        except DomainError as error:
            form.add_error("passphrase", error.message)
        else:
            messages.success(request, _("Izin %(number)s ditandatangani dan terbit.") % {"number": permit.number})
            return _after(request, pk)
    context = {"application": application, "form": form, "rest": _rest(request, pk)}
    return render(request, "izin/backoffice/case_sign.html", context, status=422 if form.errors else 200)


def _rest(request: SignedInRequest, pk: int) -> list[int]:
    """Return what else was chosen to be signed, without scripts one after the other."""
    return [other for other in chosen_pks(request.GET) if other != pk]


def _after(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on to the rest of a batch while there is one, else to the case."""
    rest = _rest(request, pk)
    if not rest:
        return redirect("backoffice:case_detail", pk=pk)
    return redirect(f"{reverse('backoffice:batch_sign')}?{urlencode([(CHOSEN, other) for other in rest])}")
