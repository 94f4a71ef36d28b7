"""What the questionnaire asks: as shipped, or in the editors' words (C2)."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from izin.surveys import services
from izin.surveys.models import Survey, SurveyQuestion
from izin.surveys.questions import element_list
from izin.surveys.selectors import question_list
from tests.factories.accounts import OfficerFactory
from tests.factories.permits import PermitFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db

KEYS = [f"U{number}" for number in range(1, 10)]


def question(key: str = "U3", **changes) -> SurveyQuestion:
    return SurveyQuestion(
        **{
            "key": key,
            "name": "Waktu",
            "question": "Apakah layanan kami cepat?",
            "answer_1": "Lambat",
            "answer_2": "Agak lambat",
            "answer_3": "Cepat",
            "answer_4": "Cepat sekali",
            "order": 3,
            **changes,
        }
    )


def counts(**changes: int) -> Counter[str]:
    return Counter(changes)


def asked(key: str) -> str:
    return next(element.question for element in question_list() if element.key == key)


def test_an_element_without_a_row_is_asked_as_shipped(django_assert_num_queries):
    question().save()
    with django_assert_num_queries(1):
        elements = question_list()
    assert [element.key for element in elements] == KEYS
    assert (elements[2].question, elements[2].name) == ("Apakah layanan kami cepat?", "Waktu")
    assert elements[2].answers == ((1, "Lambat"), (2, "Agak lambat"), (3, "Cepat"), (4, "Cepat sekali"))
    assert elements[:2] == list(element_list()[:2])


def test_all_questions_cost_one_query(django_assert_num_queries):
    services.survey_questions_load()
    with django_assert_num_queries(1):
        assert len(question_list()) == 9


def test_editors_choose_the_order():
    services.survey_questions_load()
    SurveyQuestion.objects.filter(key="U9").update(order=0)
    SurveyQuestion.objects.filter(key="U1").update(order=9)
    assert [element.key for element in question_list()] == ["U9", *KEYS[1:8], "U1"]


def test_a_draft_is_not_asked_until_it_is_published():
    services.survey_questions_load()
    row = SurveyQuestion.objects.get(key="U3")
    shipped, row.question = row.question, "Apakah layanan kami cepat?"
    draft = row.save_revision()
    assert asked("U3") == shipped
    draft.publish()
    assert asked("U3") == "Apakah layanan kami cepat?"
    SurveyQuestion.objects.get(key="U3").unpublish()
    assert asked("U3") == shipped


def test_answers_stay_with_their_elements_when_the_words_change():
    permit = PermitFactory()
    given = dict(zip(KEYS, [1, 2, 3, 4, 1, 2, 3, 4, 1], strict=True))
    services.questionnaire_answer(permit_id=permit.pk, actor=permit.application.applicant, answers=given)
    question(order=0).save()
    assert Survey.objects.get().questionnaire == given
    labels = {element.key: dict(element.answers) for element in question_list()}
    assert labels["U3"][given["U3"]] == "Cepat"


@pytest.mark.parametrize("key", ["U0", "U10", "V1", "u1", "U", ""])
def test_the_regulation_knows_no_other_element(key):
    with pytest.raises(ValidationError):
        question(key).full_clean()


def test_the_database_knows_no_other_element():
    with pytest.raises(IntegrityError, match="survey_question_key_known"):
        question("V1").save()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer_3": "lambat "}, "answer_3"),
        ({"answer_4": "LAMBAT"}, "answer_4"),
        ({"answer_2": ""}, "answer_2"),
        ({"question": ""}, "question"),
    ],
)
def test_a_question_nobody_could_answer_is_refused(changes, field):
    question().full_clean()
    with pytest.raises(ValidationError) as refused:
        question(**changes).full_clean()
    assert field in refused.value.message_dict


def test_an_answer_of_spaces_is_told_once():
    with pytest.raises(ValidationError) as refused:
        question(answer_1="", answer_2="").full_clean()
    assert refused.value.message_dict.keys() == {"answer_1", "answer_2"}


def test_preview_shows_question_and_answers(rf):
    response = question(question="<b>Cepat?</b>").serve_preview(rf.get("/"), "")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == ("<b>Cepat?</b>\n\n( ) Lambat\n( ) Agak lambat\n( ) Cepat\n( ) Cepat sekali")


def test_questions_are_loaded_once_and_an_editor_s_change_is_kept():
    assert services.survey_questions_load() == counts(new=9)
    assert services.survey_questions_load(force=True) == counts(unchanged=9)
    for row in SurveyQuestion.objects.all():
        row.full_clean()
    row = SurveyQuestion.objects.get(key="U3")
    row.answer_1 = "Lambat"
    row.save_revision(user=OfficerFactory()).publish()
    assert services.survey_questions_load() == counts(unchanged=8, kept=1)
    assert SurveyQuestion.objects.get(key="U3").answer_1 == "Lambat"


def test_force_brings_the_shipped_question_back_and_keeps_the_history():
    services.survey_questions_load()
    row = SurveyQuestion.objects.get(key="U3")
    row.question, row.order = "Apakah layanan kami cepat?", 1
    row.save_revision(user=OfficerFactory()).publish()
    assert services.survey_questions_load(force=True) == counts(unchanged=8, overwritten=1)
    assert tuple(question_list()) == element_list()
    assert [r.content["order"] for r in row.revisions.order_by("pk")] == [3, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_bring_each_question_in_once():
    first, second = run_together([services.survey_questions_load] * 2)
    assert first["new"] + second["new"] == 9
    assert SurveyQuestion.objects.count() == 9
