"""What makes the kept pages of the register stale."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from common.page_cache import pages_forget
from izin.permits.models import Permit
from izin.workflow.models import Holiday


@receiver([post_save, post_delete], sender=Permit, dispatch_uid="public_search.pages_forget")
def forget_after_change(**kwargs: Any) -> None:
    """A permit was issued, or its status changed."""
    pages_forget()


@receiver([post_save, post_delete], sender=Holiday, dispatch_uid="public_search.pages_forget_holidays")
def forget_after_holiday(**kwargs: Any) -> None:
    """The contact page tells when the office is closed."""
    pages_forget()
