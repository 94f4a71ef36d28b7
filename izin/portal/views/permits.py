"""An applicant's issued permits: survey gate and download."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from common.formats import date_long
from common.responses import private_file
from common.templatetags.ui import breakable
from izin.accounts.access import SignedInRequest, applicant_required
from izin.permits.enums import PermitState, PublicStatus, RenewalKind
from izin.permits.models import Permit
from izin.permits.policies import renewal_refusal
from izin.permits.renewals import with_open_renewals
from izin.permits.selectors import permit_get_for
from izin.permits.services.downloading import permit_downloaded
from izin.surveys.models import Survey
from izin.surveys.selectors import PERMIT_SORTS, permit_search, survey_of
from izin.surveys.services import poll_answer, questionnaire_answer, testimonial_write

from ..forms.listing import ListForm
from ..forms.survey import PollForm, QuestionnaireForm, TestimonialForm
from ..menu import sector_choices

SORT_LABELS = {
    "terbaru": gettext_lazy("Terbaru dahulu"),
    "terlama": gettext_lazy("Terlama dahulu"),
    "berakhir": gettext_lazy("Paling cepat berakhir"),
}


def own_permit(request: SignedInRequest, pk: int) -> Permit:
    """Return the applicant's own permit, or raise Http404."""
    try:
        return permit_get_for(request.user, pk)
    except Permit.DoesNotExist as error:
        raise Http404 from error


@require_safe
@applicant_required
def permit_list(request: SignedInRequest) -> HttpResponse:
    """List the permits; each shows what is still to be answered before it can be downloaded (S1)."""
    form = ListForm(
        request.GET,
        {
            "status": (_("Status"), [("", _("Semua status")), *PublicStatus.choices]),
            "sektor": (_("Sektor"), sector_choices(request)),
            "urut": (_("Urutkan"), [(key, SORT_LABELS[key]) for key in PERMIT_SORTS]),
        },
    )
    found = permit_search(
        request.user, form.value("cari"), form.value("status"), form.value("urut"), form.value("sektor")
    )
    page = form.page(with_open_renewals(found.select_related("replaced_by")), request.GET.get("page"))
    rows = [permit_row(permit) for permit in page]
    return render(request, "izin/portal/permit_list.html", {"page_obj": page, "rows": rows, "form": form})


def permit_row(permit: Permit) -> dict[str, Any]:
    """Return what the list shows of a permit; no query when its survey and open renewal were selected with it."""
    today = timezone.localdate()
    status = PublicStatus(permit.status_on(today))
    running = next(iter(getattr(permit, "renewals_running", [])), None)
    refusals = {kind: renewal_refusal(permit, kind, today) for kind in RenewalKind}
    return {
        "permit": permit,
        "survey": getattr(permit, "survey", None),
        "status": status,
        "tone": permit.tone_of(status),
        "running": running,
        "can_renew": not running and not refusals[RenewalKind.RENEWAL],
        "can_change": not running and not refusals[RenewalKind.CHANGE],
        "renewal_hint": refusals[RenewalKind.RENEWAL] if _tells_when(permit) else "",
        "facts": [
            (_("Nomor izin"), breakable(permit.number)),
            (_("Tanggal terbit"), date_long(permit.issued_at)),
            (_("Nomor registrasi"), permit.application.registration_number),
            (_("Berlaku"), f"{date_long(permit.valid_from)} - {date_long(permit.valid_until)}"),
            *([(_("Diganti dengan"), permit.replaced_by.number)] if permit.replaced_by else []),
        ],
    }


def _tells_when(permit: Permit) -> bool:
    """Whether a day of renewal is worth telling: for a permit in force of a type that can be renewed."""
    return permit.state == PermitState.ACTIVE and permit.permit_type.renewable


def _part(
    request: SignedInRequest,
    pk: int,
    title: str,
    form_class: type[forms.Form],
    answer: Callable[[dict[str, Any]], Survey],
) -> HttpResponse:
    permit = own_permit(request, pk)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            survey = answer(form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            done = survey.is_complete
            text = _("Terima kasih. Izin dapat diunduh.") if done else _("Terima kasih. Jawaban Anda tersimpan.")
            messages.success(request, text)
            return redirect("portal:permit_list")
    context = {"permit": permit, "form": form, "title": title}
    return render(request, "izin/portal/survey_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@applicant_required
def permit_poll(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the poll."""
    return _part(
        request, pk, _("Poling kepuasan"), PollForm,
        lambda data: poll_answer(permit_id=pk, actor=request.user, satisfaction=data["poll"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@applicant_required
def permit_testimonial(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a testimonial."""
    return _part(
        request, pk, _("Testimoni"), TestimonialForm,
        lambda data: testimonial_write(permit_id=pk, actor=request.user, text=data["testimonial"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@applicant_required
def permit_questionnaire(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the nine elements."""
    return _part(
        request, pk, _("Kuesioner kepuasan masyarakat"), QuestionnaireForm,
        lambda data: questionnaire_answer(permit_id=pk, actor=request.user, answers=data),
    )  # fmt: skip


@require_safe
@applicant_required
def permit_download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out the signed letter, byte for byte as it was published, once the survey is answered."""
    permit = own_permit(request, pk)
    if not survey_of(permit).is_complete:
        messages.warning(request, _("Isi poling, testimoni, dan kuesioner dahulu. Setelah itu izin dapat diunduh."))
        return redirect("portal:permit_list")
    permit_downloaded(permit=permit, actor=request.user)
    return private_file(
        "permits",
        permit.document_sha256,
        content_type="application/pdf",
        name=f"{permit.slug}.pdf",
        download=True,
    )
