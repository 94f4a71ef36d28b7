"""Copy, export and import of permit types, beside Wagtail's own pages of the admin."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.permissions import ModelPermissionPolicy

from .exchange import permit_type_to_json
from .forms import ImportForm
from .models import PermitType
from .services.duplicating import permit_type_duplicate
from .services.importing import permit_type_import

View = Callable[..., HttpResponse]


def _allowed(action: str) -> Callable[[View], View]:
    """Open a view to those who may do this with permit types; Wagtail has made sure of the login."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: int, **kwargs: int) -> HttpResponse:
            if not ModelPermissionPolicy(PermitType).user_has_permission(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _address(name: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_izin_catalog_permittype:{name}", args=args)


def _shell(title: str, **context: object) -> dict[str, object]:
    """Return what Wagtail's page frame shows, with the way back to the list."""
    way = [
        {"url": reverse("wagtailadmin_home"), "label": _("Beranda")},
        {"url": _address("list"), "label": _("Jenis izin")},
        {"url": "", "label": title},
    ]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "doc-full",
        "breadcrumbs_items": way,
        "list_url": _address("list"),
        **context,
    }


@require_http_methods(["GET", "POST"])
@_allowed("add")
def permit_type_duplicate_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make a copy and open it."""
    permit_type = get_object_or_404(PermitType, pk=pk)
    if request.method == "POST":
        copy = permit_type_duplicate(permit_type=permit_type, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Salinan tersimpan sebagai draf. Sesuaikan isinya, lalu terbitkan."))
        return redirect(_address("edit", copy.pk))
    context = _shell(_("Salin jenis izin"), permit_type=permit_type)
    return render(request, "izin/catalog/permit_type_duplicate.html", context)


@require_safe
@_allowed("change")
def permit_type_export_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the newest revision of a type as a file."""
    permit_type = get_object_or_404(PermitType, pk=pk).get_latest_revision_as_object()
    response = JsonResponse(permit_type_to_json(permit_type), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{permit_type.code}.json"'
    return response


@require_http_methods(["GET", "POST"])
@_allowed("add")
def permit_type_import_view(request: HttpRequest) -> HttpResponse:
    """Take the file of a type, save it as a draft and open it; or say what is wrong with the file."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    problems: list[str] = []
    if form.is_valid():
        try:
            made = permit_type_import(data=form.cleaned_data["file"].read(), actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Jenis izin tersimpan sebagai draf. Periksa isinya, lalu terbitkan."))
            return redirect(_address("edit", made.pk))
    context = _shell(_("Impor jenis izin"), form=form, problems=problems)
    status = 422 if form.errors or problems else 200
    return render(request, "izin/catalog/permit_type_import.html", context, status=status)
