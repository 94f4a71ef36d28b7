"""What editors wrote around every page."""

from django import template
from django.template.context import Context

from cms_pages.site_content import SiteContent, site_content_get

register = template.Library()


@register.simple_tag(takes_context=True)
def site_content(context: Context) -> SiteContent:
    """`{% site_content as site %}`: menu, footer, contacts, hours and notices; one query, so once in a page."""
    return site_content_get(context.get("request"))
