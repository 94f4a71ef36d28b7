"""The words of the officers' menu, with how much waits there."""

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from izin.applications.inbox import MINE

from ..views.inbox import office_counts

register = template.Library()


@register.simple_tag(takes_context=True)
def inbox_label(context: Context) -> str:
    """`{% inbox_label as label %}`: "Kotak masuk (12)", twelve wait for this officer; one query a page."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return _("Kotak masuk")
    waiting = office_counts(request)[MINE]
    return f"{_('Kotak masuk')} ({waiting})" if waiting else _("Kotak masuk")
