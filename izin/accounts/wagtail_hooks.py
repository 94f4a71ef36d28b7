"""Accounts in the Wagtail admin: people are managed by the services here, not by Wagtail's own pages."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_settings_menu")
def hide_user_pages(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out Wagtail's user and group pages: they know neither NIK nor profile, and write no audit entry."""
    menu_items[:] = [item for item in menu_items if item.name not in {"users", "groups"}]
