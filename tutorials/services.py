"""Adding the first tutorials."""

from wagtail.models import Page

from cms_pages.models import HomePage
from cms_pages.services import page_add_once

from . import content
from .models import TutorialIndexPage, TutorialPage


def tutorials_load(*, home: HomePage) -> list[Page]:
    """Add the list of tutorials and those of its first tutorials that were never there, and return what was added."""
    index = TutorialIndexPage(**content.INDEX)
    added: list[Page] = [index] if page_add_once(parent=home, page=index) else []
    standing = TutorialIndexPage.objects.child_of(home).first()
    if standing is None:
        return added
    for tutorial in content.TUTORIALS:
        page = TutorialPage(**tutorial)
        # A fresh read each time: the tree counts its children on the instance it is given.
        if page_add_once(parent=TutorialIndexPage.objects.get(pk=standing.pk), page=page):
            added.append(page)
    return added
