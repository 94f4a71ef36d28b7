"""Going on from an issued permit (F11)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotAllowed
from common.formats import date_long
from izin.accounts.access import SignedInRequest, applicant_required
from izin.applications.models import Document
from izin.applications.selectors import answer_lines
from izin.permits.enums import RenewalKind
from izin.permits.models import Permit
from izin.permits.policies import renewal_refusal
from izin.permits.renewals import renewal_open_of
from izin.permits.services.renewing import document_reuse, renewal_begin

from .applications import own_application
from .permits import own_permit


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def permit_renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell what a renewal does and takes over, and begin it."""
    return _begin(request, pk, RenewalKind.RENEWAL)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def permit_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell what a change of an issued permit does and takes over, and begin it."""
    return _begin(request, pk, RenewalKind.CHANGE)


def _begin(request: SignedInRequest, pk: int, kind: RenewalKind) -> HttpResponse:
    permit = own_permit(request, pk)
    running = renewal_open_of(permit)
    if running is not None:
        messages.info(request, _("Permohonan untuk izin ini sudah Anda mulai. Lanjutkan di sini."))
        return redirect("portal:application_detail", pk=running.application_id)
    if request.method == "POST":
        try:
            application = renewal_begin(permit_id=pk, actor=request.user, kind=kind)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("portal:permit_list")
        messages.success(request, _("Data dari izin lama sudah diisikan. Periksa dan sesuaikan, lalu simpan."))
        return redirect("portal:application_edit", pk=application.pk)
    return render(request, "izin/portal/permit_renew.html", _page(permit, kind))


def _page(permit: Permit, kind: RenewalKind) -> dict[str, object]:
    return {
        "permit": permit,
        "kind": kind,
        "is_change": kind == RenewalKind.CHANGE,
        "refusal": renewal_refusal(permit, kind, timezone.localdate()),
        "new_url": reverse("portal:application_create", args=[permit.permit_type.slug]),
        "facts": [
            (_("Jenis izin"), permit.permit_type.name),
            (_("Nomor izin"), permit.number),
            (_("Berlaku"), f"{date_long(permit.valid_from)} - {date_long(permit.valid_until)}"),
        ],
        "answers": answer_lines(permit.application),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def document_reuse_one(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Give the file of the old permit once more. Its address opened by itself leads to the cards."""
    own_application(request, pk)
    card = f"{reverse('portal:document_list', args=[pk])}#syarat-{key}"
    if request.method != "POST":
        return redirect(card)
    try:
        document_reuse(application_id=pk, actor=request.user, requirement_key=key)
    except Document.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("portal:document_list", pk=pk)
    messages.success(request, _("Berkas dari izin lama dipakai lagi. Buka LIHAT dan pastikan masih berlaku."))
    return redirect(card)
