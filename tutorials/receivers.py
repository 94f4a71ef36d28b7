"""What this app does when a floor below it speaks up."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page

from cms_pages.events import content_loading
from cms_pages.models import HomePage

from .services import tutorials_load


@receiver(content_loading, dispatch_uid="tutorials.first_content")
def add_first_tutorials(sender: type[HomePage], home: HomePage, **kwargs: Any) -> list[Page]:
    """Add the first tutorials under the home page."""
    return tutorials_load(home=home)
