"""Answering the three parts of the survey, each once and then it stands; and bringing in the questions."""

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.reference_data import Outcome, loading, row_load
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.permits.models import Permit

from .enums import Satisfaction
from .models import Survey, SurveyQuestion
from .questions import element_list
from .selectors import question_list


def _survey_lock(permit_id: int, actor: User) -> Survey:
    """Return the locked survey of a person's own permit. Raises Permit.DoesNotExist for somebody else's."""
    permit = Permit.objects.get(pk=permit_id, application__applicant=actor)
    Survey.objects.bulk_create([Survey(permit=permit)], ignore_conflicts=True)
    return Survey.objects.select_for_update().get(permit=permit)


def poll_answer(*, permit_id: int, actor: User, satisfaction: int) -> Survey:
    """Answer the poll. A second answer changes nothing.

    Raises Permit.DoesNotExist for somebody else's permit, DomainError for an answer that is not offered.
    """
    if satisfaction not in Satisfaction.values:
        raise DomainError(_("Pilih salah satu jawaban."), field="poll")
    with transaction.atomic():
        survey = _survey_lock(permit_id, actor)
        if survey.poll_at is None:
            survey.poll = satisfaction
            survey.poll_at = timezone.now()
            survey.save(update_fields=["poll", "poll_at"])
            audit_record(actor=actor, action="survey.poll", subject=survey)
        return survey


def testimonial_write(*, permit_id: int, actor: User, text: str) -> Survey:
    """Write the testimonial. A second one changes nothing.

    Raises Permit.DoesNotExist for somebody else's permit, DomainError when it says nothing or is too long.
    """
    text = text.strip()
    if not text:
        raise DomainError(_("Tulis pendapat Anda tentang layanan kami."), field="testimonial")
    if len(text) > 1000:
        raise DomainError(_("Testimoni paling panjang 1.000 huruf."), field="testimonial")
    with transaction.atomic():
        survey = _survey_lock(permit_id, actor)
        if survey.testimonial_at is None:
            survey.testimonial = text
            survey.testimonial_at = timezone.now()
            survey.save(update_fields=["testimonial", "testimonial_at"])
            audit_record(actor=actor, action="survey.testimonial", subject=survey)
        return survey


def questionnaire_answer(*, permit_id: int, actor: User, answers: Mapping[str, int]) -> Survey:
    """Answer all nine elements, by key. A second time changes nothing.

    Raises Permit.DoesNotExist for somebody else's permit, DomainError (field = the element's key) when an element
    is missing or its answer is not offered.
    """
    elements = question_list()
    for element in elements:
        if answers.get(element.key) not in {value for value, _label in element.answers}:
            raise DomainError(_("Pilih salah satu jawaban."), field=element.key)
    with transaction.atomic():
        survey = _survey_lock(permit_id, actor)
        if survey.questionnaire_at is None:
            survey.questionnaire = {element.key: answers[element.key] for element in elements}
            survey.questionnaire_at = timezone.now()
            survey.save(update_fields=["questionnaire", "questionnaire_at"])
            audit_record(actor=actor, action="survey.questionnaire", subject=survey)
        return survey


@loading()
def survey_questions_load(*, force: bool = False) -> Counter[Outcome]:
    """Bring in the shipped questions and return what became of them; an editor's question is kept, unless `force`.

    Answers already given are not touched: they are kept by element.
    """
    rows = SurveyQuestion.objects.in_bulk(field_name="key")
    return Counter(
        row_load(
            SurveyQuestion,
            rows.get(element.key),
            {
                "key": element.key,
                "name": element.name,
                "question": element.question,
                "order": place,
                **{f"answer_{value}": label for value, label in element.answers},
            },
            force=force,
        )
        for place, element in enumerate(element_list(), start=1)
    )
