"""The three parts of the survey, as an applicant fills them in (S1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from izin.audit.models import AuditEntry
from izin.surveys.models import Survey, SurveyQuestion
from izin.surveys.services import survey_questions_load
from tests.factories.accounts import ApplicantFactory
from tests.factories.permits import PermitFactory
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

REQUIRED = "Kolom ini harus diisi."
UNKNOWN = "Masukkan pilihan yang valid. 5 bukan salah satu dari pilihan yang tersedia."
ELEMENTS = [f"U{number}" for number in range(1, 10)]
ANSWERS = dict.fromkeys(ELEMENTS, "4")
GOOD = [
    ("poll", {"poll": "2"}, {"poll": 2}),
    ("testimonial", {"testimonial": "  Petugas ramah. "}, {"testimonial": "Petugas ramah."}),
    ("questionnaire", {**ANSWERS, "U7": "1"}, {"questionnaire": {**dict.fromkeys(ELEMENTS, 4), "U7": 1}}),
]


@pytest.fixture
def permit(client):
    user = ApplicantFactory()
    client.force_login(user)
    return PermitFactory(issuance__application__applicant=user)


def url(part, permit):
    return reverse(f"portal:permit_{part}", args=[permit.pk])


@pytest.mark.parametrize(
    ("part", "sent", "errors"),
    [
        ("poll", {}, {"poll": REQUIRED}),
        ("poll", {"poll": "5"}, {"poll": UNKNOWN}),
        ("testimonial", {}, {"testimonial": REQUIRED}),
        ("testimonial", {"testimonial": " \n "}, {"testimonial": REQUIRED}),
        (
            "testimonial",
            {"testimonial": "x" * 1001},
            {"testimonial": "Pastikan nilai ini mengandung paling banyak 1000 karakter (sekarang 1001 karakter)."},
        ),
        ("questionnaire", {}, dict.fromkeys(ELEMENTS, REQUIRED)),
        ("questionnaire", {**ANSWERS, "U3": ""}, {"U3": REQUIRED}),
        ("questionnaire", {**ANSWERS, "U9": "5"}, {"U9": UNKNOWN}),
    ],
)
def test_a_bad_answer_is_told_at_its_question_and_keeps_the_others(client, permit, part, sent, errors):
    response = client.post(url(part, permit), sent)
    assert response.status_code == 422
    assert errors_of(response) == errors
    kept = {key: value for key, value in sent.items() if value.strip() and (key not in errors or part == "testimonial")}
    assert {key: value for key, value in fields_of(response).items() if value.strip()} == kept
    assert not Survey.objects.exists()


@pytest.mark.parametrize(("part", "sent", "stored"), GOOD)
def test_a_good_answer_is_kept_once(client, permit, part, sent, stored):
    response = client.post(url(part, permit), sent, follow=True)
    assert response.redirect_chain == [("/portal/izin/", 302)]
    assert "Terima kasih. Jawaban Anda tersimpan." in text_of(response, ".messages")
    survey = Survey.objects.get()
    assert {key: getattr(survey, key) for key in stored} == stored
    other = {"poll": "4", "testimonial": "Lain", **dict.fromkeys(ELEMENTS, "2")}
    again = client.post(url(part, permit), other, follow=True)
    assert again.redirect_chain == [("/portal/izin/", 302)]
    survey.refresh_from_db()
    assert {key: getattr(survey, key) for key in stored} == stored
    assert AuditEntry.objects.count() == 1


def test_the_last_part_opens_the_download(client, permit):
    for part, sent, _stored in GOOD:
        response = client.post(url(part, permit), sent, follow=True)
    assert "Terima kasih. Izin dapat diunduh." in text_of(response, ".messages")
    assert [link["href"] for link in page_of(response).select("main article a.btn-primary")] == [
        url("download", permit)
    ]


def test_the_pages_ask_what_the_regulation_asks(client, permit):
    poll = page_of(client.get(url("poll", permit)))
    assert [label.get_text().strip() for label in poll.select("main .form-check label")] == [
        "Sangat Puas",
        "Puas",
        "Cukup Puas",
        "Tidak Puas",
    ]
    radios = page_of(client.get(url("questionnaire", permit))).select("main input[type=radio]")
    assert [(radio["name"], radio["value"]) for radio in radios] == [
        (key, str(value)) for key in ELEMENTS for value in (1, 2, 3, 4)
    ]


def test_the_page_asks_in_the_editors_words_and_costs_the_same(client, permit):
    with CaptureQueriesContext(connection) as as_shipped:
        client.get(url("questionnaire", permit))
    survey_questions_load()
    SurveyQuestion.objects.filter(key="U3").update(question="Cepatkah <kami>?", answer_1="Lambat", order=0)
    with CaptureQueriesContext(connection) as as_edited:
        page = page_of(client.get(url("questionnaire", permit)))
    assert len(as_edited) == len(as_shipped)
    first = page.select_one("main fieldset")
    assert "Cepatkah <kami>?" in first.get_text()
    assert [label.get_text().strip() for label in first.select(".form-check label")][0] == "Lambat"
    assert first.select_one("input[type=radio]")["name"] == "U3"
