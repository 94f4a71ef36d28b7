"""Looking at the whole chain, and remembering what was found."""

import logging

from django.utils import timezone

from .models import ChainCheck
from .selectors import chain_check

logger = logging.getLogger(__name__)

# How long a remembered check is good; the schedule asks more often.
CHECK_HOURS = 20


def chain_check_remember() -> ChainCheck:
    """Check the whole chain and store what was found; what is broken is an error in the log too."""
    result = chain_check()
    if result.broken_at is not None:
        logger.error("The audit chain is broken at entry %s", result.broken_at)
    return ChainCheck.objects.create(
        at=timezone.now(), entries=result.entries, last_hash=result.last_hash, broken_at=result.broken_at
    )


def chain_check_scheduled() -> bool:
    """Check the whole chain once a day; return whether this run did. Scheduled every hour."""
    last = ChainCheck.objects.first()
    if last is not None and (timezone.now() - last.at).total_seconds() < CHECK_HOURS * 3600:
        return False
    chain_check_remember()
    return True
