"""Adding the first pages. Nothing that exists is ever changed: from then on the pages belong to the editors."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Site

from . import content
from .events import content_loading
from .models import HomePage, RequirementsPage, StandardPage

LOG_ACTION = "wagtail.create"


def page_add_once(*, parent: Page, page: Page) -> bool:
    """Publish a page under its parent, unless its address is taken or it was added before and then removed.

    Returns whether the page was added.
    """
    if parent.get_children().filter(slug=page.slug).exists():
        return False
    key = f"{page._meta.label_lower}:{page.slug}"
    if PageLogEntry.objects.filter(action=LOG_ACTION, data__first_content=key).exists():
        return False
    parent.add_child(instance=page)
    page.save_revision().publish()
    log(instance=page, action=LOG_ACTION, data={"first_content": key})
    return True


def home_ensure() -> tuple[HomePage, bool]:
    """Return the home page of the default site, and whether it had to be made.

    A site that still shows Wagtail's welcome page gets our home page instead; the welcome page is removed unless
    somebody has put pages under it. A home page that editors moved or replaced by their own is left alone.
    """
    site = Site.objects.select_for_update().select_related("root_page").get(is_default_site=True)
    current = site.root_page.specific
    if isinstance(current, HomePage):
        return current, False
    home = HomePage.objects.first()
    added = home is None
    if home is None:
        home = HomePage(**content.HOME)
        Page.get_first_root_node().add_child(instance=home)
        home.save_revision().publish()
    site.root_page = home
    site.site_name = site.site_name or content.SITE_NAME
    site.save()
    if type(current) is Page and not current.get_children().exists():
        current.delete()
    return home, added


@transaction.atomic
def content_load() -> list[str]:
    """Add the first pages that are missing, and return their titles."""
    home, home_added = home_ensure()
    pages: list[Page] = [RequirementsPage(**content.REQUIREMENTS)]
    pages += [StandardPage(**page) for page in content.STANDARD_PAGES]
    added: list[Page] = [home] if home_added else []
    # A fresh read for each page: the tree counts its children on the instance it is given.
    added += [page for page in pages if page_add_once(parent=HomePage.objects.get(pk=home.pk), page=page)]
    answers = content_loading.send(sender=HomePage, home=HomePage.objects.get(pk=home.pk))
    added += [page for _receiver, pages_added in answers for page in pages_added or []]
    return [page.title for page in added]
