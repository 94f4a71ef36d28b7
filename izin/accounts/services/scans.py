"""Scans of identity cards: kept while a form is being corrected, looked at as a marked copy, tidied away."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_discard, content_exists, content_read, content_save
from common.uploads import CheckedFile, check_jpeg
from izin.accounts.models import KeptScan, MarkedScan
from izin.accounts.watermark import watermark

logger = logging.getLogger(__name__)

STORE = "private"
KTP_MAX_BYTES = 512 * 1024
KEPT_FOR = timedelta(days=2)
CLEAN_BATCH = 500


def scan_keep(file: UploadedFile) -> tuple[str, CheckedFile]:
    """Check a scan and keep it for a form that is not finished; return its digest and what was kept.

    Nothing refers to it yet: `scans_clean` removes it after two days if that stays so.

    Raises:
        DomainError: it is no sound JPEG of at most 512 KB.
    """
    checked = check_jpeg(file, max_bytes=KTP_MAX_BYTES)
    sha256 = content_save(STORE, checked.data)
    KeptScan.objects.update_or_create(sha256=sha256, defaults={"kept_at": timezone.now()})
    return sha256, checked


def scan_copy(sha256: str) -> str:
    """Return the digest of the marked copy of a scan, which is made when it is first asked for.

    Raises:
        FileNotFoundError: there is no such scan.
    """
    known = MarkedScan.objects.filter(sha256=sha256).first()
    if known is not None:
        return known.copy_sha256
    text = _("Hanya untuk permohonan izin di %(office)s") % {"office": settings.OFFICE["short_name"]}
    copy_sha256 = content_save(STORE, watermark(content_read(STORE, sha256), text))
    # Who comes second made the same copy.
    MarkedScan.objects.get_or_create(sha256=sha256, defaults={"copy_sha256": copy_sha256})
    return copy_sha256


def files_dispose(digests: Iterable[str]) -> None:
    """Give up files of the private store in the caller's transaction; `scans_clean` removes what nothing refers to.

    A file that somebody else gave as well (the same bytes) stays his.
    """
    long_ago = timezone.now() - KEPT_FOR
    for sha256 in sorted(set(digests)):
        KeptScan.objects.get_or_create(sha256=sha256, defaults={"kept_at": long_ago})


def scans_clean() -> int:
    """Remove scans that a form kept more than two days ago and nothing refers to; return how many. The queue's task.

    Files that were given up are removed too, once two days have passed since they were stored.

    Safe at any time: `content_discard` leaves alone what somebody stored again meanwhile, and whoever finishes a form
    must do so within a day of choosing the scan.
    """
    before = timezone.now() - KEPT_FOR
    removed = 0
    for sha256 in list(KeptScan.objects.filter(kept_at__lt=before).values_list("sha256", flat=True)[:CLEAN_BATCH]):
        with transaction.atomic():
            kept = KeptScan.objects.select_for_update(skip_locked=True).filter(sha256=sha256, kept_at__lt=before)
            if not kept.first():
                continue
            if not _referred_to(sha256):
                if content_discard(STORE, sha256, unused_since=before):
                    removed += 1
                elif content_exists(STORE, sha256):
                    continue  # stored too lately, as a file that was given up soon after: the next time
            kept.delete()
    if removed:
        logger.info("Removed %s scans of forms that nobody finished.", removed)
    return removed


def _referred_to(sha256: str) -> bool:
    """Tell whether any table of any app names these bytes; a new one is found without being listed here."""
    return any(
        model._base_manager.filter(**{field.attname: sha256}).exists()
        for model in apps.get_models()
        if model is not KeptScan
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.name.endswith("sha256")
    )
