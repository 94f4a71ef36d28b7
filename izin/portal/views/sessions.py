"""Where the user is logged in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from izin.accounts import services
from izin.accounts.access import SignedInRequest, sign_in_required
from izin.accounts.receivers import SIGN_IN
from izin.accounts.selectors import sign_ins_of

from .account import page_frame


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def sessions(request: SignedInRequest) -> HttpResponse:
    """List the devices; a POST logs out on all of them, this one too."""
    if request.method == "POST":
        services.sessions_end(user=request.user)
        logout(request)
        messages.success(request, _("Anda sudah keluar dari semua perangkat."))
        return redirect("login")
    context = {
        "sign_ins": sign_ins_of(request.user),
        "current": request.session.get(SIGN_IN),
        "frame": page_frame(request.user),
    }
    return render(request, "izin/portal/account/sessions.html", context)
