"""Days on which the office is closed, for pages that may not look into the permit module themselves."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from izin.workflow.selectors import holiday_list

register = template.Library()

DAYS_AHEAD = 60


@register.inclusion_tag("public_search/office_closures.html")
def office_closures() -> dict[str, Any]:
    """`{% office_closures %}`: the holidays in force of the next 60 days, today among them, with their names."""
    today = timezone.localdate()
    return {"closures": holiday_list(today, today + timedelta(days=DAYS_AHEAD))}
