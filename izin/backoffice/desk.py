"""Whom an officer serves at the counter, as pages ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from izin.accounts.access import SignedInRequest, officer_required
from izin.accounts.enums import Role
from izin.accounts.models import DeskVisit
from izin.accounts.policies import has_role
from izin.accounts.services.desk import visit_open
from izin.applications.models import Application
from izin.applications.selectors import application_get_for

# In the session of who serves a client, so that other officers' pages ask nothing.
SERVING = "desk_serving"
# In every form of the counter: the visit its page was made for.
VISIT = "kunjungan"


class DeskRequest(SignedInRequest):
    """A request of who serves a client. For annotations only."""

    visit: DeskVisit


def desk_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the view to the front desk."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, Role.FRONT_DESK):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return officer_required(guarded)


def client_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the view while a client is served; a form that was shown for another client does nothing.

    Else what stood on a tab left open would be written for whoever sits at the counter now.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visit = visit_open(request.user)
        if visit is None:
            request.session.pop(SERVING, None)
            messages.info(request, _("Tidak ada klien yang sedang dilayani."))
            return redirect("backoffice:desk")
        if request.method == "POST" and request.POST.get(VISIT) != str(visit.pk):
            messages.error(request, _("Halaman itu dibuka untuk klien sebelumnya. Tidak ada yang disimpan."))
            return redirect("backoffice:desk_client")
        request.visit = visit
        return view(request, *args, **kwargs)

    return desk_required(guarded)


def client_application(request: DeskRequest, pk: int) -> Application:
    """Return an application of the client, or raise Http404: nobody else's exists while he is served."""
    try:
        return application_get_for(request.visit.applicant, pk)
    except Application.DoesNotExist as error:
        raise Http404 from error
