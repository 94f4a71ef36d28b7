"""The words of the chat in the menus, with how much waits there."""

from collections.abc import Callable

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from izin.accounts.models import User
from izin.chat.selectors import unread_count, waiting_count

register = template.Library()


@register.simple_tag(takes_context=True)
def chat_label_for_applicant(context: Context) -> str:
    """`{% chat_label_for_applicant as label %}`: "Pesan ke petugas (2)", two unread; one query a page."""
    return _counted(context, _("Pesan ke petugas"), unread_count)


@register.simple_tag(takes_context=True)
def chat_label_for_officer(context: Context) -> str:
    """`{% chat_label_for_officer as label %}`: "Pesan pemohon (2)", two without an answer; one query a page."""
    return _counted(context, _("Pesan pemohon"), lambda _user: waiting_count())


def _counted(context: Context, words: str, count: Callable[[User], int]) -> str:
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return words
    # A page has its menu twice, for wide screens and narrow ones.
    remembered = request.__dict__
    if "chat_waiting" not in remembered:
        remembered["chat_waiting"] = count(request.user)
    waiting = remembered["chat_waiting"]
    return f"{words} ({waiting})" if waiting else words
