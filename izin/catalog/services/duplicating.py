"""A new permit type from one that is there."""

from collections.abc import Sequence
from itertools import chain, count

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import PermitType

# What says that a type is published, and which revisions it has: a copy begins as a draft without history.
OF_THE_ORIGINAL = (
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "live_revision",
    "latest_revision",
    "go_live_at",
    "expire_at",
    "expired",
    "_revisions",
    "index_entries",
)
LOG_DUPLICATE = "izin_catalog.duplicate"


def names_make_free(permit_type: PermitType) -> None:
    """Give an unsaved type a code, an address and a permit code that no other type has; what is free is kept."""
    permit_type.code = _free("code", permit_type.code, ["-salinan"])
    permit_type.slug = _free("slug", permit_type.slug, ["-salinan"])
    permit_type.number_code = _free("number_code", permit_type.number_code, [])


def _free(column: str, wanted: str, endings: Sequence[str]) -> str:
    """Return `wanted`, with an ending or a number if it must be, so that no type has it in any case of letters."""
    longest = PermitType._meta.get_field(column).max_length or len(wanted)
    taken = {value.casefold() for value in PermitType.objects.values_list(column, flat=True)}
    numbered = (f"{endings[0] if endings else ''}-{number}" for number in count(2))
    names = (wanted[: longest - len(ending)] + ending for ending in chain(["", *endings], numbered))
    return next(name for name in names if name.casefold() not in taken)


@transaction.atomic
def permit_type_duplicate(*, permit_type: PermitType, actor: AbstractBaseUser) -> PermitType:
    """Save a draft with everything the newest revision of a type has, under names of its own, and return it."""
    copy, _children = permit_type.get_latest_revision_as_object().copy_cluster(exclude_fields=OF_THE_ORIGINAL)
    copy.live = False
    copy.name = _("%(name)s (salinan)") % {"name": copy.name[:180]}
    names_make_free(copy)
    copy.save()
    revision = copy.save_revision(user=actor, clean=False)
    log(instance=copy, action=LOG_DUPLICATE, user=actor, revision=revision, data={"from": permit_type.code})
    return copy
