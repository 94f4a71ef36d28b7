"""Reading surveys and the questions they ask."""

from django.db.models import QuerySet

from izin.accounts.models import User
from izin.permits.models import Permit
from izin.permits.selectors import permit_list_for

from .models import Survey, SurveyQuestion
from .questions import Element, element_list


def permit_list_with_surveys(applicant: User) -> QuerySet[Permit]:
    """Return a person's own permits with their surveys, newest first; one query."""
    return permit_list_for(applicant).select_related("survey")


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
