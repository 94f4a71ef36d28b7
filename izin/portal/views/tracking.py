"""How far an application has come, for people without a login (P9)."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from izin.applications.models import Application
from izin.applications.selectors import stage_lines
from izin.applications.tracking import application_track, tracking_allowed

from ..forms.tracking import TrackingForm
from ..rows import application_row, due_rows

_HOUR = 3600


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request: HttpRequest) -> HttpResponse:
    """Ask for a code and the end of the NIK, and show the stages: no name, no note, nothing of it in the address."""
    if request.method != "POST":
        return _page(request, TrackingForm())
    if not tracking_allowed(ip_address=get_client_ip_address(request)):
        return _too_many(request)
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if not tracking_allowed(ip_address=None, code=form.cleaned_data["code"]):
        return _too_many(request)
    try:
        application = application_track(**form.cleaned_data)
    except Application.DoesNotExist:
        # The same words for a code that does not exist and for a NIK that does not end so.
        form.add_error(None, _("Tidak ada permohonan dengan kode dan angka NIK itu. Periksa kembali keduanya."))
        return _page(request, form)
    return render(request, "izin/portal/tracking_result.html", _result(application))


def _result(application: Application) -> dict[str, object]:
    """Return what anybody with the pair may know: the kind of permit, its state, its stages and their dates."""
    lines = stage_lines(application)
    return {
        "application": application,
        "row": application_row(application),
        "overview": [
            (_("Jenis izin"), application.rules.name),
            (_("Kode tanda terima"), application.receipt_code),
            (_("Nomor registrasi"), application.registration_number or _("Belum diproses")),
            (_("Lama layanan"), _("%(days)s hari kerja") % {"days": application.rules.service_days}),
            *due_rows(application),
        ],
        "steps": [{"label": line.label, "state": line.state, "when": line.at} for line in lines],
    }


def _page(request: HttpRequest, form: TrackingForm) -> HttpResponse:
    return render(request, "izin/portal/tracking.html", {"form": form}, status=422 if form.errors else 200)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "izin/portal/tracking_too_many.html", status=429)
    response["Retry-After"] = str(_HOUR)
    return response
