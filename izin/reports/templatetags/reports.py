"""What menus and pages ask of the reports."""

from typing import Any

from django import template

from izin.reports import policies

register = template.Library()


@register.filter
def may_audit(user: Any) -> bool:
    """`{% if request.user|may_audit %}`: whether the log of acts is this person's business."""
    return policies.may_audit(user)
