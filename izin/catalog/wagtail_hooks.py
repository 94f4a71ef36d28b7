"""The catalogue in the Wagtail admin. The menu is put together where all floors are seen: izin/backoffice."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from .models import LetterSettings
from .services.duplicating import LOG_DUPLICATE
from .services.importing import LOG_IMPORT
from .viewsets import PermitTypeViewSet

register_snippet(PermitTypeViewSet)
register_setting(LetterSettings, icon="mail", order=50)


@hooks.register("register_log_actions")
def name_own_actions(actions: LogActionRegistry) -> None:
    """Let the history of a type say that it came from a file or from another type."""
    actions.register_action(LOG_IMPORT, _("Impor"), _("Diimpor dari berkas JSON"))
    actions.register_action(LOG_DUPLICATE, _("Salin"), _("Disalin dari jenis izin lain"))
