"""The menu "Perizinan" of the Wagtail admin: everything the office works by, from all floors (C2)."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.decorators import display
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.deletion import Collector, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.contrib.settings.registry import register_setting
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register

from izin.accounts.models import SignatureMandate
from izin.catalog.models import PermitType, ResearchLocation, Sector
from izin.chat.models import CannedAnswer
from izin.messaging.models import MessageText
from izin.messaging.texts import message_definitions
from izin.surveys.models import SurveyQuestion
from izin.workflow.models import DecisionReason, Holiday, Superior, WorkingHours, WorkSettings


class SwitchedOff(PermissionHelper):
    """Rows that came with the service are switched off, not deleted: the next load would bring them back."""

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: Any) -> bool:
        """Say whether the office wrote the row itself, and the user may delete."""
        return not obj.key and super().user_can_delete_obj(user, obj)


class SwitchedAdmin(ModelAdmin):
    """Rows that are switched on and off."""

    @display(description=gettext_lazy("berlaku"), ordering="active")
    def shown_active(self, row: Any) -> str:
        """Say it in words: modeladmin would show a picture of Django's own admin, which is not installed."""
        return _("Ya") if row.active else _("Tidak")


class SectorAdmin(ModelAdmin):
    """Sectors, as the requirements pages group them."""

    model = Sector
    menu_label = gettext_lazy("Sektor")
    menu_icon = "folder-open-inverse"
    list_display = ("name", "code", "order")


class ResearchLocationAdmin(SwitchedAdmin):
    """The office's list of research locations (F3)."""

    model = ResearchLocation
    menu_label = gettext_lazy("Lokasi penelitian")
    menu_icon = "site"
    list_display = ("name", "district", "kind", "shown_active", "source")
    list_filter = ("kind", "active")
    search_fields = ("name", "district")


class HolidayAdmin(SwitchedAdmin):
    """Days on which the office is closed."""

    model = Holiday
    menu_label = gettext_lazy("Hari libur")
    menu_icon = "calendar-alt"
    list_display = ("date", "name", "kind", "shown_active")
    list_filter = ("kind", "active", "date")
    search_fields = ("name",)
    permission_helper_class = SwitchedOff


class WorkingHoursAdmin(SwitchedAdmin):
    """When the office works, and in which periods otherwise."""

    model = WorkingHours
    menu_label = gettext_lazy("Jam kerja")
    menu_icon = "time"
    list_display = ("name", "weekday", "opens", "closes", "valid_from", "valid_until", "shown_active")
    list_filter = ("active", "weekday")
    # By plain names: modeladmin can not read the order of the model.
    ordering = ("valid_from", "weekday")
    search_fields = ("name",)
    permission_helper_class = SwitchedOff


class SuperiorAdmin(SwitchedAdmin):
    """Who is told when a role is late."""

    model = Superior
    menu_label = gettext_lazy("Atasan")
    menu_icon = "group"
    list_display = ("role", "superior", "shown_active")
    permission_helper_class = SwitchedOff


class MandateAdmin(ModelAdmin):
    """Who may sign, and from when to when."""

    model = SignatureMandate
    menu_label = gettext_lazy("Pejabat penandatangan")
    menu_icon = "user"
    list_display = ("officer", "position_line", "decree", "valid_from", "valid_until")
    list_filter = ("capacity",)
    list_select_related = ("officer__user",)


class ReasonAdmin(SwitchedAdmin):
    """Reasons officers choose from."""

    model = DecisionReason
    menu_label = gettext_lazy("Alasan keputusan")
    menu_icon = "comment"
    list_display = ("text", "kind", "order", "shown_active")
    list_filter = ("kind", "active")
    search_fields = ("text",)
    permission_helper_class = SwitchedOff


class CannedAnswerAdmin(SwitchedAdmin):
    """Answers officers take when they write to applicants."""

    model = CannedAnswer
    menu_label = gettext_lazy("Jawaban siap pakai")
    menu_icon = "comment"
    list_display = ("title", "order", "shown_active")
    list_filter = ("active",)
    search_fields = ("title", "text")
    permission_helper_class = SwitchedOff


class WordsOnlyPolicy(ModelPermissionPolicy):
    """The service decides which rows there are; editors change their words."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Refuse adding and deleting to everybody."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Sequence[str]) -> bool:
        """Ask for each action by the rule above."""
        return any(self.user_has_permission(user, action) for action in actions)


class WordsOnlyIndexView(IndexView):
    """A list without boxes for deleting many at once."""

    @property
    def columns(self) -> list[Any]:
        """Leave out the boxes."""
        return super().columns[1:]


class WordsOnlyViewSet(SnippetViewSet):
    """Words with drafts, preview and history, in rows that neither come nor go."""

    menu_item_is_registered = True
    copy_view_enabled = False
    index_view_class = WordsOnlyIndexView

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Who may do what."""
        return WordsOnlyPolicy(self.model)


class MessageTokenPanel(HelpPanel):
    """The tokens a message may hold."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one message."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the tokens with their explanations."""
            context = super().get_context_data(parent_context)
            return {**context, "definition": message_definitions().get(self.instance.key)}


class MessageTextViewSet(WordsOnlyViewSet):
    """What messages say."""

    model = MessageText
    icon = "mail"
    menu_label = gettext_lazy("Teks pesan")
    list_display = ["__str__", "subject"]
    list_per_page = 50
    panels = [
        MessageTokenPanel(template="izin/backoffice/message_tokens.html", heading=gettext_lazy("Penanda")),
        FieldPanel("subject"),
        FieldPanel("body"),
    ]


class SurveyQuestionViewSet(WordsOnlyViewSet):
    """What the questionnaire asks."""

    model = SurveyQuestion
    icon = "list-ol"
    menu_label = gettext_lazy("Pertanyaan kuesioner")
    list_display = ["__str__", "question"]
    panels = [
        FieldPanel("name"),
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("answer_1"), FieldPanel("answer_2")]),
        FieldRowPanel([FieldPanel("answer_3"), FieldPanel("answer_4")]),
    ]


register_setting(WorkSettings, icon="time", order=60)
register_snippet(MessageTextViewSet)
register_snippet(SurveyQuestionViewSet)
# Those with drafts are snippets, and stand first; plain tables follow.
SNIPPETS: tuple[type[models.Model], ...] = (PermitType, MessageText, SurveyQuestion)


@modeladmin_register
class PermitAdminGroup(ModelAdminGroup):
    """One menu of everything."""

    menu_label = gettext_lazy("Perizinan")
    menu_icon = "doc-full"
    menu_order = 150
    items = (
        SectorAdmin,
        ResearchLocationAdmin,
        HolidayAdmin,
        WorkingHoursAdmin,
        MandateAdmin,
        SuperiorAdmin,
        ReasonAdmin,
        CannedAnswerAdmin,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """Put the snippets before the tables."""
        first = [
            model.snippet_viewset.get_menu_item(order=order)  # type: ignore[attr-defined]
            for order, model in enumerate(SNIPPETS, start=-len(SNIPPETS))
        ]
        return [*first, *super().get_submenu_items()]


@hooks.register("before_delete_snippet")
def keep_what_is_needed(request: HttpRequest, instances: Sequence[models.Model]) -> HttpResponse | None:
    """Refuse to delete what applications, permits or other rows need, by whatever page; say so in words."""
    for instance in instances:
        viewset = instance.snippet_viewset  # type: ignore[attr-defined]
        if not viewset.permission_policy.user_has_permission_for_instance(request.user, "delete", instance):
            raise PermissionDenied
        try:
            Collector(using="default", origin=instance).collect([instance])
        except ProtectedError:
            words = _(
                "“%(name)s” sudah dipakai dan tidak dapat dihapus. Bila tidak berlaku lagi, batalkan penerbitannya."
            )
            messages.error(request, words % {"name": instance})
            return redirect(viewset.get_url_name("edit"), instance.pk)
    return None
