"""Reading issued permits: the public register and the applicant's own."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramWordDistance
from django.db.models import Q, QuerySet
from django.utils import timezone

from izin.accounts.models import User

from .enums import PermitState, PublicStatus
from .models import Permit
from .search import search_normalise
from .validity import EXPIRING_WITHIN


def permit_list_for(applicant: User) -> QuerySet[Permit]:
    """Return a person's own permits, newest first."""
    return Permit.objects.filter(application__applicant=applicant).select_related("permit_type", "application")


def permit_get_for(applicant: User, pk: int) -> Permit:
    """Return a person's own permit. Raises Permit.DoesNotExist for everybody else's."""
    return permit_list_for(applicant).get(pk=pk)


def permit_get_by_slug(slug: str) -> Permit:
    """Return a permit of the register. Raises Permit.DoesNotExist."""
    return Permit.objects.select_related("permit_type__sector", "replaced_by").get(slug=slug)


def permit_get_by_code(code: str) -> Permit:
    """Return the permit of a verification code, typed in any case. Raises Permit.DoesNotExist."""
    # PostgreSQL keeps no NUL and refuses to look for one.
    return Permit.objects.select_related("permit_type__sector", "replaced_by").get(
        code=code.replace("\0", "").strip().upper()
    )


def permit_find_by_document(sha256: str) -> Permit | None:
    """Return the permit that was published as exactly these bytes, if any."""
    return Permit.objects.select_related("permit_type").filter(document_sha256=sha256).first()


@dataclass(frozen=True)
class RegisterQuery:
    """What somebody looks for in the register; empty parts do not restrict."""

    text: str = ""
    permit_type: str = ""
    status: str = ""


def status_filter(status: str, day: date) -> Q:
    """Return the condition of a PublicStatus on a day; none for an empty or unknown one."""
    soon = day + EXPIRING_WITHIN
    active = Q(state=PermitState.ACTIVE)
    begun = active & Q(valid_from__lte=day)
    return {
        "": Q(),
        PublicStatus.VALID: begun & Q(valid_until__gt=soon),
        PublicStatus.NOT_YET: active & Q(valid_from__gt=day, valid_until__gte=day),
        PublicStatus.EXPIRING: begun & Q(valid_until__gte=day, valid_until__lte=soon),
        PublicStatus.EXPIRED: active & Q(valid_until__lt=day),
        PublicStatus.REVOKED: Q(state=PermitState.REVOKED),
        PublicStatus.REPLACED: Q(state=PermitState.REPLACED),
    }.get(status, Q())


def register_search(query: RegisterQuery) -> tuple[QuerySet[Permit], bool]:
    """Return the matching permits, newest first, and whether the text had to be matched by likeness.

    Every word must occur, in any order, anywhere. When nothing fits so, similar text counts, the most similar
    first (P6: a misspelt name is found). Reading the result costs one query; before it, one looks whether anything
    fits.
    """
    permits = Permit.objects.select_related("permit_type").filter(status_filter(query.status, timezone.localdate()))
    if query.permit_type:
        permits = permits.filter(permit_type__slug=query.permit_type)
    words = search_normalise(query.text).split()[:8]
    if not words:
        return permits, False
    exact = permits
    for word in words:
        exact = exact.filter(search_text__contains=word)
    if exact.exists():
        return exact, False
    text = " ".join(words)
    alike = permits.filter(search_text__trigram_word_similar=text)
    return alike.order_by(TrigramWordDistance(text, "search_text"), "-issued_at", "-pk"), True
