"""Adding the first pages. Nothing that exists is ever changed: from then on the pages belong to the editors."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageLogEntry,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from izin.accounts.enums import CMS_ROLES
from izin.accounts.services.roles import role_allow

from . import content, content_help, content_standards
from .events import content_loading
from .faq import ContactPage, FaqPage
from .models import HomePage, RequirementsPage, StandardPage
from .publications import DocumentIndexPage, PublicationIndexPage, PublicationPage
from .site_settings import FooterLink, MenuLink, OfficeHours, OfficePhone, SiteSettings

LOG_ACTION = "wagtail.create"
# The group of those who write publications that an editor has to approve.
WRITERS = "Penulis"
APPROVAL = "Persetujuan publikasi"


def page_is_missing(*, parent: Page, page: Page) -> bool:
    """Return whether a first page is to be added: its address is free, and it was never added and then removed."""
    if parent.get_children().filter(slug=page.slug).exists():
        return False
    return not PageLogEntry.objects.filter(action=LOG_ACTION, data__first_content=_key(page)).exists()


def page_add_once(*, parent: Page, page: Page) -> bool:
    """Publish a page under its parent, unless its address is taken or it was added before and then removed.

    Returns whether the page was added.
    """
    if not page_is_missing(parent=parent, page=page):
        return False
    parent.add_child(instance=page)
    page.save_revision().publish()
    log(instance=page, action=LOG_ACTION, data={"first_content": _key(page)})
    return True


def _key(page: Page) -> str:
    return f"{page._meta.label_lower}:{page.slug}"


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
def editors_allow() -> None:
    """Let the roles that work in the admin edit and publish every page, picture and document.

    Rights that an administrator has arranged otherwise stay: a role that has any page right already is left alone.
    """
    codenames = ["add_page", "change_page", "publish_page", "add_image", "change_image", "choose_image"]
    codenames += ["add_document", "change_document", "choose_document"]
    permissions = Permission.objects.filter(codename__in=codenames)
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    groups = Group.objects.filter(name__in=[role.label for role in CMS_ROLES], page_permissions=None)
    for group in groups:
        for permission in permissions:
            if permission.codename.endswith("_page"):
                GroupPagePermission.objects.create(group=group, page=root, permission=permission)
            else:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission
                )


@transaction.atomic
def writers_allow(*, index: PublicationIndexPage) -> None:
    """Let the group of writers write publications, which the roles that work in the admin approve.

    A writer changes only what is his own and publishes nothing. Arrangements of an administrator stay: a group that
    has any page right already, and a list of publications that has a workflow already, are left alone.
    """
    writers, _created = Group.objects.get_or_create(name=WRITERS)
    if not GroupPagePermission.objects.filter(group=writers).exists():
        writers.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        add_page = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
        GroupPagePermission.objects.create(group=writers, page=index, permission=add_page)
        collection = Collection.get_first_root_node()
        for permission in Permission.objects.filter(
            codename__in=["add_image", "choose_image", "add_document", "choose_document"]
        ):
            GroupCollectionPermission.objects.get_or_create(group=writers, collection=collection, permission=permission)
    if not WorkflowPage.objects.filter(page=index).exists():
        task = GroupApprovalTask.objects.create(name=APPROVAL)
        task.groups.set(Group.objects.filter(name__in=[role.label for role in CMS_ROLES]))
        workflow = Workflow.objects.create(name=APPROVAL)
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=index)


def publications_load(*, home: HomePage) -> list[Page]:
    """Add the list of publications and those of the first publications that were never there; return what was added."""
    index = PublicationIndexPage(**content.PUBLICATION_INDEX)
    added: list[Page] = [index] if page_add_once(parent=home, page=index) else []
    standing = PublicationIndexPage.objects.child_of(home).first()
    if standing is None:
        return added
    writers_allow(index=standing)
    for publication in content.PUBLICATIONS:
        page = PublicationPage(**publication)
        if page_add_once(parent=PublicationIndexPage.objects.get(pk=standing.pk), page=page):
            added.append(page)
    return added


@transaction.atomic
def site_settings_load() -> None:
    """Write down what is shipped for menu, footer, contacts and hours, once, and let the editors change it.

    Rights that an administrator has arranged otherwise stay.
    """
    for role in CMS_ROLES:
        if Group.objects.filter(name=role.label).exists():
            role_allow(role, SiteSettings._meta.label_lower, ["change"])
    if SiteSettings.objects.exists():
        return
    site = content_help.site()
    rows = {name: site.pop(name) for name in ("menu", "footer", "phones", "hours", "notices")}
    standing = SiteSettings.objects.create(**site)
    for model, values in ((MenuLink, rows["menu"]), (FooterLink, rows["footer"]), (OfficePhone, rows["phones"])):
        for number, row in enumerate(values):
            model.objects.create(settings=standing, sort_order=number, **row)
    OfficeHours.objects.bulk_create(OfficeHours(settings=standing, **row) for row in rows["hours"])


@transaction.atomic
def content_load() -> list[str]:
    """Add the first pages that are missing, let editors edit, and return the titles of new pages."""
    home, home_added = home_ensure()
    editors_allow()
    site_settings_load()
    pages: list[Page] = [RequirementsPage(**content.REQUIREMENTS), DocumentIndexPage(**content.DOCUMENT_INDEX)]
    pages += [StandardPage(**page) for page in (*content.STANDARD_PAGES, *content_standards.STANDARD_PAGES)]
    pages += [FaqPage(**content_help.FAQ), ContactPage(**content_help.CONTACT)]
    added: list[Page] = [home] if home_added else []
    # A fresh read for each page: the tree counts its children on the instance it is given.
    added += [page for page in pages if page_add_once(parent=HomePage.objects.get(pk=home.pk), page=page)]
    added += publications_load(home=HomePage.objects.get(pk=home.pk))
    answers = content_loading.send(sender=HomePage, home=HomePage.objects.get(pk=home.pk))
    added += [page for _receiver, pages_added in answers for page in pages_added or []]
    return [page.title for page in added]
