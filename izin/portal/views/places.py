"""The places of research of one application, and changing them while officers examine it (F3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Application
from izin.applications.policies import may_change_places
from izin.applications.selectors import fields_of
from izin.applications.services.autosaving import StaleAnswers, answers_version
from izin.applications.services.locating import locations_change
from izin.catalog.answers.fields import ADD_LOCATION
from izin.catalog.enums import FieldKind
from izin.catalog.models import FormField

from ..forms.places import PlacesForm
from .applications import VERSION, own_application, page_context


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def application_places(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the places; while officers examine the application, let its applicant change or add some."""
    application = own_application(request, pk)
    definition = next((f for f in fields_of(application) if f.kind == FieldKind.LOCATIONS), None)
    if definition is None:
        raise Http404
    if not may_change_places(request.user, application):
        if request.method == "POST":
            messages.error(request, _("Lokasi permohonan ini tidak dapat diubah lagi."))
            return redirect("portal:application_places", pk=pk)
        return _page(request, application, None)
    if request.method != "POST":
        names = [location.name for location in application.locations.all()]
        return _page(request, application, PlacesForm(definition, initial={"locations": names}))
    form = PlacesForm(definition, request.POST)
    if ADD_LOCATION in request.POST:
        typed = form.fields["locations"].widget.value_from_datadict(request.POST, {}, "locations")
        return _page(request, application, PlacesForm(definition, initial={"locations": typed}))
    if form.is_valid():
        return _save(request, application, form, definition)
    return _page(request, application, form)


def _save(request: SignedInRequest, application: Application, form: PlacesForm, definition: FormField) -> HttpResponse:
    names = form.cleaned_data["locations"]
    version = request.POST.get(VERSION, "")
    try:
        locations_change(application_id=application.pk, actor=request.user, version=version, locations=names)
    except StaleAnswers as error:
        messages.warning(request, error.message)
        shown = PlacesForm(definition, initial={"locations": names})
        return _page(request, application, shown, version=answers_version(application), status=409)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Lokasi tersimpan dan diberitahukan kepada petugas."))
    return redirect("portal:application_places", pk=application.pk)


def _page(
    request: SignedInRequest, application: Application, form: PlacesForm | None, *, version: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST.get(VERSION, "")
    context: dict[str, Any] = {
        **page_context(application, "lokasi", request.user),
        "places": application.locations.all(),
        "form": form,
        "version": version or sent or answers_version(application),
    }
    status = 422 if form is not None and form.errors else status
    return render(request, "izin/portal/application_places.html", context, status=status)
