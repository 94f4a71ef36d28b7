"""Permit types in the Wagtail admin: list, form in tabs, preview, history, copy, export and import (C2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from . import views
from .letters import LETTER_TOKENS
from .models import PermitType
from .publishing import publish_problems


class TokenPanel(HelpPanel):
    """The tokens a letter may hold, this type's own among them."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one type."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the tokens with their explanations."""
            context = super().get_context_data(parent_context)
            return {**context, "tokens": LETTER_TOKENS, "fields": self.instance.fields.all()}


def _columns(*names: str) -> list[Panel]:
    return [FieldPanel(name) for name in names]


IDENTITY = [
    MultiFieldPanel(
        [*_columns("sector", "name", "menu_name", "slug", "code", "description")], heading=gettext_lazy("Identitas")
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(_columns("service_days", "fee_label")),
            FieldRowPanel(_columns("validity_years_max", "validity_note")),
            FieldRowPanel(_columns("renewable", "renewal_days", "renewal_grace_days")),
            FieldRowPanel(_columns("max_per_person", "needs_result_report")),
        ],
        heading=gettext_lazy("Layanan"),
    ),
    FieldPanel("legal_basis"),
    FieldPanel("source_note"),
]
FORM_ROW = [
    FieldRowPanel(_columns("label", "key")),
    FieldRowPanel(_columns("kind", "required")),
    *_columns("help_text", "options"),
    MultiFieldPanel(
        [
            FieldRowPanel(_columns("meaning", "applies_to")),
            FieldRowPanel(_columns("is_public", "on_letter")),
            FieldRowPanel(_columns("show_if_field", "show_if_value")),
            FieldRowPanel(_columns("pattern", "pattern_hint")),
            FieldRowPanel(_columns("min_value", "max_value", "date_limit")),
        ],
        heading=gettext_lazy("Aturan tambahan"),
        classname="collapsed",
    ),
]
REQUIREMENT_ROW = [
    FieldRowPanel(_columns("name", "key")),
    FieldRowPanel(_columns("file_kind", "max_kb", "required")),
    *_columns("help_text", "example"),
    MultiFieldPanel(
        [
            FieldRowPanel(_columns("applies_to", "content_check")),
            FieldRowPanel(_columns("from_account", "on_letter")),
            FieldRowPanel(_columns("from_permit", "reusable")),
        ],
        heading=gettext_lazy("Aturan tambahan"),
        classname="collapsed",
    ),
]
STAGE_ROW = [FieldRowPanel(_columns("label", "key")), FieldRowPanel(_columns("role", "signs"))]
TABS = TabbedInterface(
    [
        ObjectList(IDENTITY, heading=gettext_lazy("Identitas dan layanan")),
        ObjectList(
            [
                InlinePanel(
                    "fields",
                    panels=FORM_ROW,
                    heading=gettext_lazy("Pertanyaan kepada pemohon"),
                    label=gettext_lazy("Isian"),
                    help_text=gettext_lazy(
                        "Ditanyakan menurut urutan ini. Kunci tidak terlihat pemohon; dengan kunci itu jawaban disebut "
                        "dalam surat, misalnya {judul}."
                    ),
                )
            ],
            heading=gettext_lazy("Formulir"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "requirements",
                    panels=REQUIREMENT_ROW,
                    heading=gettext_lazy("Dokumen yang diunggah pemohon"),
                    label=gettext_lazy("Syarat"),
                )
            ],
            heading=gettext_lazy("Syarat"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "stages",
                    panels=STAGE_ROW,
                    heading=gettext_lazy("Tahap pemeriksaan, berurutan"),
                    label=gettext_lazy("Tahap"),
                    help_text=gettext_lazy("Sedikitnya dua tahap. Tahap terakhir menandatangani surat."),
                )
            ],
            heading=gettext_lazy("Alur"),
        ),
        ObjectList(
            [
                *_columns("letter_title", "letter_layout"),
                TokenPanel(
                    template="izin/catalog/token_panel.html", heading=gettext_lazy("Penanda yang dapat dipakai")
                ),
                *_columns("letter_opening", "letter_conditions", "letter_copies"),
            ],
            heading=gettext_lazy("Surat"),
        ),
        ObjectList(
            [
                HelpPanel(
                    gettext_lazy(
                        "Penanda nomor: {urut} nomor urut dalam tahun itu, {urut:03d} dengan nol di depan, {tahun}, "
                        "{bulan_romawi}; untuk nomor izin juga {klasifikasi} dan {kode}."
                    )
                ),
                *_columns("registration_pattern", "number_pattern", "number_classification", "number_code"),
            ],
            heading=gettext_lazy("Penomoran"),
        ),
    ]
)


class PublishChecked:
    """Shows what keeps a type from being published as errors of the form, with everything that was typed."""

    def is_valid(self, form: Any) -> bool:
        """Check the form; when it is to be published, check the type as it would be as well."""
        if not super().is_valid(form):  # type: ignore[misc]
            return False
        if self.action not in {"publish", "submit"}:  # type: ignore[attr-defined]
            return True
        if problems := publish_problems(form.save(commit=False)):
            form.add_error(None, ValidationError(problems))
            self.produced_error_code = "validation_error"
            self.produced_error_message = _("Jenis izin belum dapat diterbitkan.")
        return not problems


class PermitTypeCreateView(PublishChecked, snippets.CreateView):
    """A new type."""


class PermitTypeEditView(PublishChecked, snippets.EditView):
    """A type, with its copy and its file."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer what one may do with the whole type."""
        return [*super().header_more_buttons, *_buttons(self.request, self.object)]


class PermitTypeIndexView(snippets.IndexView):
    """The list; in a fixed number of queries, however long it is."""

    @cached_property
    def list_display(self) -> list[Any]:
        """Leave out Wagtail's column of states: it asks for the schedule of every row."""
        return super().list_display[:-1]

    @cached_property
    def columns(self) -> list[Column]:
        """Leave out the boxes for deleting many at once."""
        return super().columns[1:]

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer the import to whom may add."""
        buttons = super().header_buttons
        if buttons:
            url = reverse(PermitType.snippet_viewset.get_url_name("import"))
            buttons = [*buttons, HeaderButton(_("Impor JSON"), url=url, icon_name="upload")]
        return buttons

    def get_list_more_buttons(self, instance: PermitType) -> list[Any]:
        """Offer what one may do with the whole type."""
        return [*super().get_list_more_buttons(instance), *_buttons(self.request, instance)]


def _buttons(request: HttpRequest, permit_type: PermitType) -> list[Button]:
    viewset = PermitType.snippet_viewset
    wanted = [
        ("duplicate", _("Salin"), "copy", "add"),
        ("export", _("Unduh JSON"), "download", "change"),
    ]
    return [
        Button(label, url=reverse(viewset.get_url_name(name), args=[permit_type.pk]), icon_name=icon, priority=15)
        for name, label, icon, action in wanted
        if viewset.permission_policy.user_has_permission(request.user, action)
    ]


def _status(permit_type: PermitType) -> str:
    if not permit_type.live:
        return _("Draf")
    return _("Terbit, ada perubahan") if permit_type.has_unpublished_changes else _("Terbit")


class PermitTypeViewSet(snippets.SnippetViewSet):
    """Permit types with drafts, revisions and history; a running application keeps the version it began with."""

    model = PermitType
    icon = "doc-full"
    menu_label = gettext_lazy("Jenis izin")
    # Its place in the menu is in the group "Perizinan" of the backoffice.
    menu_item_is_registered = True
    # Wagtail's own copies neither the names nor the rows so that they can be saved.
    copy_view_enabled = False
    add_view_class = PermitTypeCreateView
    edit_view_class = PermitTypeEditView
    index_view_class = PermitTypeIndexView
    ordering = ["sector__order", "name"]
    list_display = [
        "name",
        "sector",
        StatusTagColumn(
            "status", label=gettext_lazy("Status"), accessor=_status, primary=lambda permit_type: permit_type.live
        ),
        Column("field_count", label=gettext_lazy("Isian"), accessor="field_count"),
        Column("requirement_count", label=gettext_lazy("Syarat"), accessor="requirement_count"),
        UpdatedAtColumn(),
    ]
    list_filter = ["sector", "live", "renewable"]
    search_fields = ["name", "code"]
    edit_handler = TABS

    def get_queryset(self, request: HttpRequest) -> QuerySet[PermitType]:
        """Return the types with what the list shows of them."""
        return PermitType.objects.select_related("sector").annotate(
            field_count=Count("fields", distinct=True), requirement_count=Count("requirements", distinct=True)
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of our own."""
        return [
            *super().get_urlpatterns(),
            path("duplicate/<int:pk>/", views.permit_type_duplicate_view, name="duplicate"),
            path("export/<int:pk>/", views.permit_type_export_view, name="export"),
            path("import/", views.permit_type_import_view, name="import"),
        ]
