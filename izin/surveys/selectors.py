"""Reading surveys and the questions they ask."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from izin.accounts.models import User
from izin.permits.enums import PublicStatus
from izin.permits.models import Permit
from izin.permits.selectors import permit_list_for, status_filter

from .models import Survey, SurveyQuestion
from .questions import Element, element_list

PERMIT_SORTS = {
    "terbaru": ("-issued_at", "-pk"),
    "terlama": ("issued_at", "pk"),
    "berakhir": ("valid_until", "pk"),
}


def permit_list_with_surveys(applicant: User) -> QuerySet[Permit]:
    """Return a person's own permits with their surveys, newest first; one query."""
    return permit_list_for(applicant).select_related("survey")


def permit_list_unanswered(applicant: User) -> QuerySet[Permit]:
    """Return a person's permits whose survey is not complete, newest first."""
    complete = Survey.objects.filter(
        poll_at__isnull=False, testimonial_at__isnull=False, questionnaire_at__isnull=False
    )
    return permit_list_for(applicant).exclude(survey__in=complete)


def permit_list_expiring(applicant: User) -> QuerySet[Permit]:
    """Return a person's permits that expire soon, the first of them first."""
    expiring = status_filter(PublicStatus.EXPIRING, timezone.localdate())
    return permit_list_for(applicant).filter(expiring).order_by("valid_until", "pk")


def permit_search(applicant: User, text: str, status: str, sort: str, sector: str = "") -> QuerySet[Permit]:
    """Return a person's permits with their surveys that fit: every word in number, type, name or subject.

    `status` is a PublicStatus or empty, `sort` one of PERMIT_SORTS, `sector` the code of a sector or empty.
    """
    found = permit_list_with_surveys(applicant).filter(status_filter(status, timezone.localdate()))
    if sector:
        found = found.filter(permit_type__sector__code=sector)
    for word in text.replace("\0", "").split()[:8]:
        found = found.filter(
            Q(number__icontains=word)
            | Q(permit_type__name__icontains=word)
            | Q(holder_name__icontains=word)
            | Q(subject__icontains=word)
            | Q(application__registration_number__icontains=word)
        )
    return found.order_by(*PERMIT_SORTS.get(sort, PERMIT_SORTS["terbaru"]))


def survey_of(permit: Permit) -> Survey:
    """Return the survey of a permit, an unsaved empty one when nothing has been answered."""
    return Survey.objects.filter(permit=permit).first() or Survey(permit=permit)


def question_list() -> list[Element]:
    """Return the nine elements in the order in which they are asked; one query.

    An element without a published question is asked as shipped, in its place: a survey must never keep somebody
    from a permit.
    """
    questions = {element.key: (place, element) for place, element in enumerate(element_list(), start=1)}
    for question in SurveyQuestion.objects.filter(live=True):
        questions[question.key] = (question.order, question.element)
    return [element for _place, element in sorted(questions.values(), key=lambda asked: (asked[0], asked[1].key))]
