"""What we know about an applicant, and how he changes it (A5)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, StorageFailed
from common.formats import date_long, datetime_long
from common.responses import private_file
from izin.accounts import services
from izin.accounts.access import SignedInRequest, applicant_required
from izin.accounts.models import ProfileChange, User
from izin.accounts.selectors import profile_change_last, profile_change_pending
from izin.accounts.services.profile_changes import identity_now
from izin.accounts.services.scans import STORE
from izin.accounts.services.throttling import Limit, allowed
from izin.accounts.validators import phone_shown

from ..forms.profile import ContactChangeForm, IdentityChangeForm
from .registration import session_nonce, show_error

# Each asks for the password: nobody guesses it here in peace.
CONTACT_CHANGES = Limit("contact-change", 10, timedelta(hours=1))
# Each may store a scan.
IDENTITY_FORMS = Limit("identity-form", 30, timedelta(hours=1))


@require_safe
@applicant_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Show all of it, and what became of the last change that an officer decides on."""
    context = {
        "identity": _identity_rows(request.user),
        "contact": _contact_rows(request.user),
        "change": profile_change_last(request.user),
    }
    return render(request, "izin/portal/profile.html", context)


def _identity_rows(user: User) -> list[tuple[str | Promise, str]]:
    person = user.profile
    return [
        (_("Nama"), user.get_full_name()),
        (_("NIK"), user.masked_nik),
        (_("Tempat, tanggal lahir"), f"{person.birth_place}, {date_long(person.birth_date)}"),
        (_("Jenis kelamin"), person.get_sex_display()),
    ]


def _contact_rows(user: User) -> list[tuple[str | Promise, str]]:
    person = user.profile
    return [
        (_("Nomor WhatsApp"), phone_shown(user.phone)),
        (_("E-mail"), user.email),
        (_("Alamat"), person.address_line),
        (_("Pekerjaan"), person.occupation),
        (_("Persetujuan data pribadi"), datetime_long(person.consented_at)),
    ]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def profile_contact(request: SignedInRequest) -> HttpResponse:
    """Change contact, address and occupation at once."""
    if request.method != "POST":
        return _page(request, "profile_contact", ContactChangeForm(owner=request.user))
    form = ContactChangeForm(request.POST, owner=request.user)
    if form.only_shown:
        form.show_unjudged()
    elif not allowed(CONTACT_CHANGES, f"user {request.user.pk}"):
        return _too_many(request)
    elif form.is_valid() and not form.suggestions_unseen():
        try:
            services.contact_change(user=request.user, **form.change())
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("portal:profile")
    return _page(request, "profile_contact", form)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def profile_identity(request: SignedInRequest) -> HttpResponse:
    """Ask an officer to change name, NIK, birth data or scan."""
    if profile_change_pending(request.user):
        messages.info(request, _("Permintaan Anda sebelumnya masih menunggu petugas."))
        return redirect("portal:profile")
    if request.method != "POST":
        return _page(request, "profile_identity", IdentityChangeForm(initial=identity_now(request.user)))
    if not allowed(IDENTITY_FORMS, f"user {request.user.pk}"):
        return _too_many(request)
    form = IdentityChangeForm(request.POST, request.FILES, nonce=session_nonce(request))
    if form.only_shown:
        form.show_unjudged()
    elif form.is_valid() and not form.suggestions_unseen():
        try:
            services.profile_change_request(user=request.user, **form.change())
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Permintaan terkirim. Data Anda berubah setelah disetujui petugas."))
            return redirect("portal:profile")
    return _page(request, "profile_identity", form)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def profile_identity_withdraw(request: SignedInRequest) -> HttpResponse:
    """Take back the change that waits."""
    if request.method != "POST":
        return redirect("portal:profile")
    change = profile_change_pending(request.user)
    try:
        if change is not None:
            services.profile_change_withdraw(user=request.user, pk=change.pk)
            messages.success(request, _("Permintaan dibatalkan. Data Anda tidak berubah."))
    except (ProfileChange.DoesNotExist, DomainError):
        messages.error(request, _("Permintaan itu sudah diputuskan petugas."))
    return redirect("portal:profile")


@require_safe
@applicant_required
def profile_ktp(request: SignedInRequest) -> HttpResponseBase:
    """Show the applicant the copy of his scan that officers see."""
    scan = request.user.profile.ktp_sha256
    try:
        copy = services.scan_copy(scan)
    except (FileNotFoundError, StorageFailed):
        copy = scan  # which will not open either, and says so
    return private_file(STORE, copy, content_type="image/jpeg", name="ktp.jpg")


def _page(request: SignedInRequest, name: str, form: ContactChangeForm | IdentityChangeForm) -> HttpResponse:
    return render(request, f"izin/portal/{name}.html", {"form": form}, status=422 if form.errors else 200)


def _too_many(request: SignedInRequest) -> HttpResponse:
    response = render(request, "izin/portal/profile_too_many.html", status=429)
    response["Retry-After"] = "3600"
    return response
