"""The banner of the counter."""

from typing import Any

from django import template
from django.template.context import Context

from izin.accounts.services.desk import visit_open

from ..desk import SERVING

register = template.Library()


@register.inclusion_tag("components/client_banner.html", takes_context=True)
def client_banner(context: Context) -> dict[str, Any]:
    """`{% client_banner %}`: whose data is on the screen, with the button that ends it; nothing without a client."""
    request = context.get("request")
    visit = None
    if request is not None and request.user.is_authenticated and SERVING in request.session:
        visit = visit_open(request.user)
    return {"visit": visit, "request": request, "csrf_token": context.get("csrf_token")}
