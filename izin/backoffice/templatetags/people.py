"""What the officers' menu knows about people's accounts."""

from typing import Any

from django import template
from django.template.context import Context

from izin.accounts.enums import Role
from izin.accounts.policies import can_create_officer, can_verify_profiles, has_role

register = template.Library()


@register.simple_tag(takes_context=True)
def people_menu(context: Context) -> dict[str, Any]:
    """`{% people_menu as people %}`: whether he manages officers, and helps applicants."""
    user = context["request"].user
    officers = can_create_officer(user)
    return {
        "desk": has_role(user, Role.FRONT_DESK),
        "officers": officers,
        "applicants": officers or can_verify_profiles(user),
    }
