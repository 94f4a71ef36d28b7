"""The catalogue in the Wagtail admin: one menu group "Perizinan" (C2)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register

from .models import PermitType, ResearchLocation, Sector


class SectorAdmin(ModelAdmin):
    """Sectors, as the requirements pages group them."""

    model = Sector
    menu_icon = "folder-open-inverse"
    list_display = ("name", "code", "order")


class ResearchLocationAdmin(ModelAdmin):
    """The office's list of research locations (F3)."""

    model = ResearchLocation
    menu_icon = "site"
    list_display = ("name", "district", "kind", "active", "source")
    list_filter = ("kind", "active")
    search_fields = ("name", "district")


@modeladmin_register
class PermitAdminGroup(ModelAdminGroup):
    """What the catalogue is made of."""

    menu_label = _("Perizinan")
    menu_icon = "doc-full"
    menu_order = 150
    items = (SectorAdmin, ResearchLocationAdmin)


class PermitTypeViewSet(SnippetViewSet):
    """Permit types with drafts, revisions and history; a running application keeps the version it began with."""

    model = PermitType
    icon = "doc-full"
    menu_label = _("Jenis izin")
    add_to_admin_menu = True
    menu_order = 151
    list_display = ["name", "sector", "live"]
    list_filter = ["sector", "live"]
    search_fields = ["name", "code"]
    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("sector", "code", "slug", "name", "letter_title", "description")],
            heading=_("Identitas"),
        ),
        FieldPanel("legal_basis"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("service_days", "fee_label", "validity_note", "validity_years_max")],
            heading=_("Layanan"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("registration_pattern", "number_pattern", "number_classification", "number_code")
            ],
            heading=_("Penomoran"),
        ),
        InlinePanel("fields", heading=_("Isian formulir"), label=_("Isian")),
        InlinePanel("requirements", heading=_("Syarat"), label=_("Syarat")),
        InlinePanel("stages", heading=_("Tahap"), label=_("Tahap"), min_num=2),
    ]


register_snippet(PermitTypeViewSet)
