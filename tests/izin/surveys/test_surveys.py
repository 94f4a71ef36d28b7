"""The survey gate before the first download (S1)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import DomainError
from izin.audit.models import AuditEntry
from izin.permits.models import Permit
from izin.surveys import services
from izin.surveys.enums import Satisfaction
from izin.surveys.models import Survey
from izin.surveys.questions import element_list
from izin.surveys.selectors import permit_list_with_surveys, question_list, survey_of
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import PermitFactory
from tests.threads import run_together

ANSWERS = {f"U{nr}": nr % 4 + 1 for nr in range(1, 10)}


@pytest.fixture
def permit(db):
    return PermitFactory()


@pytest.fixture
def holder(permit):
    return permit.application.applicant


def poll(permit, actor, satisfaction=4):
    return services.poll_answer(permit_id=permit.pk, actor=actor, satisfaction=satisfaction)


def opinion(permit, actor, text="Cepat dan ramah."):
    return services.testimonial_write(permit_id=permit.pk, actor=actor, text=text)


def questionnaire(permit, actor, answers=None):
    return services.questionnaire_answer(
        permit_id=permit.pk, actor=actor, answers=ANSWERS if answers is None else answers
    )


@pytest.mark.django_db
@pytest.mark.parametrize("loaded", [False, True])
def test_the_questionnaire_has_the_nine_elements_with_four_answers_each(loaded):
    if loaded:
        services.survey_questions_load()
    elements = question_list()
    assert tuple(elements) == element_list()
    assert [element.key for element in elements] == [f"U{nr}" for nr in range(1, 10)]
    for element in elements:
        assert sorted(value for value, _label in element.answers) == [1, 2, 3, 4]
        assert len({label for _value, label in element.answers}) == 4
        assert element.question.endswith("?")


def test_the_parts_are_kept_with_their_time_and_audited(permit, holder):
    poll(permit, holder, Satisfaction.FAIRLY)
    opinion(permit, holder, "  Cepat dan ramah. ")
    survey = questionnaire(permit, holder)
    survey.refresh_from_db()
    assert (survey.permit, survey.poll, survey.testimonial) == (permit, 2, "Cepat dan ramah.")
    assert survey.questionnaire == ANSWERS
    assert None not in (survey.poll_at, survey.testimonial_at, survey.questionnaire_at)
    entries = AuditEntry.objects.all()
    assert [entry.action for entry in entries] == ["survey.poll", "survey.testimonial", "survey.questionnaire"]
    assert {(entry.actor, str(entry.data)) for entry in entries} == {(holder, "{}")}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_only_all_three_parts_open_the_download(permit, holder, order):
    parts = [poll, opinion, questionnaire]
    assert not survey_of(permit).is_complete
    told = []
    for place in order:
        parts[place](permit, holder)
        told.append(survey_of(permit).is_complete)
    assert told == [False, False, True]


def test_a_second_answer_changes_nothing(permit, holder):
    for part in (poll, opinion, questionnaire):
        part(permit, holder)
    before = Survey.objects.values().get()
    assert poll(permit, holder, 1).poll == 4
    assert opinion(permit, holder, "Lain").testimonial == "Cepat dan ramah."
    assert questionnaire(permit, holder, dict.fromkeys(ANSWERS, 1)).questionnaire == ANSWERS
    assert Survey.objects.values().get() == before
    assert AuditEntry.objects.count() == 3


def test_somebody_else_s_permit_does_not_exist(permit):
    stranger = ApplicantFactory()
    for part in (poll, opinion, questionnaire):
        with pytest.raises(Permit.DoesNotExist):
            part(permit, stranger)
        with pytest.raises(Permit.DoesNotExist):
            part(Permit(pk=0), stranger)
    assert not Survey.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("satisfaction", [0, 5, -1, None, "4"])
def test_a_poll_answer_that_is_not_offered_is_refused(permit, holder, satisfaction):
    with pytest.raises(DomainError) as refused:
        poll(permit, holder, satisfaction)
    assert refused.value.field == "poll"
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"), [("", "Tulis pendapat"), ("  \n", "Tulis pendapat"), ("x" * 1001, "1.000")]
)
def test_a_testimonial_says_something_and_not_too_much(permit, holder, text, reason):
    with pytest.raises(DomainError, match=reason) as refused:
        opinion(permit, holder, text)
    assert refused.value.field == "testimonial"
    assert not Survey.objects.exists()
    assert opinion(permit, holder, "x" * 1000).testimonial == "x" * 1000


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"U1": None}, "U1"), ({"U9": 5}, "U9"), ({"U5": 0}, "U5"), ({"U3": "3"}, "U3"), ({"U2": None, "U4": None}, "U2")],
)
def test_every_element_needs_an_answer_that_is_offered(permit, holder, changes, field):
    answers = {key: value for key, value in {**ANSWERS, **changes}.items() if value is not None}
    with pytest.raises(DomainError) as refused:
        questionnaire(permit, holder, answers)
    assert refused.value.field == field
    assert not Survey.objects.exists()


def test_answers_to_what_was_not_asked_are_not_kept(permit, holder):
    assert questionnaire(permit, holder, {**ANSWERS, "U10": 4, "nama": 1}).questionnaire == ANSWERS


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one():
    permit = PermitFactory()
    holder = permit.application.applicant
    results = run_together([lambda answer=answer: poll(permit, holder, answer) for answer in (1, 4)])
    survey = Survey.objects.get()
    assert [result.poll for result in results] == [survey.poll] * 2
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_a_person_s_permits_with_their_surveys_cost_one_query(django_assert_num_queries, rows):
    person, permit_type = ApplicantFactory(), PermitTypeFactory()
    for nr in range(rows):
        application = ApplicationFactory(at="issued", applicant=person, permit_type=permit_type, documents=False)
        permit = PermitFactory(issuance__application=application)
        if nr % 2 == 0:
            poll(permit, person)
    with django_assert_num_queries(1):
        told = [getattr(permit, "survey", None) is not None for permit in permit_list_with_surveys(person)]
    assert sum(told) == (rows + 1) // 2
    assert len(told) == rows


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"poll": 7, "poll_at": timezone.now()}, "survey_poll_known"),
        ({"poll": 3}, "survey_poll_has_time"),
        ({"poll_at": timezone.now()}, "survey_poll_has_time"),
        ({"questionnaire": {"U1": 1}}, "survey_questionnaire_has_time"),
    ],
)
def test_the_database_refuses_half_answers(permit, change, constraint):
    Survey.objects.create(permit=permit)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Survey.objects.update(**change)
