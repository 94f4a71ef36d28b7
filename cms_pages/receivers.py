"""What makes kept pages stale: whatever the public pages show."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from common.page_cache import pages_forget
from izin.catalog.models import FormField, PermitType, Requirement, Sector, Stage

SHOWN = (
    *(Page, PageViewRestriction, Site, AbstractSetting, AbstractImage, AbstractDocument),
    *(Sector, PermitType, FormField, Requirement, Stage),
)

# What Wagtail writes on the published row when an editor saves a draft; no visitor sees it.
DRAFT_FIELDS = frozenset({"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"})


@receiver([post_save, post_delete], dispatch_uid="cms_pages.pages_forget")
def forget_after_change(sender: type[Model], update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Publishing, unpublishing, deleting and every other change of what is shown."""
    if issubclass(sender, SHOWN) and not (update_fields and update_fields <= DRAFT_FIELDS):
        pages_forget()


@receiver(post_page_move, dispatch_uid="cms_pages.pages_forget_moved")
def forget_after_move(**kwargs: Any) -> None:
    """A page at another address or place; the tree is moved by SQL, without a save."""
    pages_forget()
