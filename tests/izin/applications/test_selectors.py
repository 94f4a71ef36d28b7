"""Reading applications: whose they are, in which order, at what cost."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.policies import may_change, may_decide, may_replace
from izin.applications.selectors import (
    answer_rows,
    application_get_for,
    application_list_for,
    case_get,
    case_list,
    note_list,
    requirement_lines,
    stage_lines,
    step_list,
)
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.submitting import application_submit
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, NoteFactory
from tests.factories.catalog import PermitTypeFactory


@pytest.mark.django_db
def test_a_person_sees_only_his_own_newest_first():
    person, permit_type = ApplicantFactory(), PermitTypeFactory()
    first, second = ApplicationFactory.create_batch(2, applicant=person, permit_type=permit_type, documents=False)
    foreign = ApplicationFactory(permit_type=permit_type, documents=False)
    assert list(application_list_for(person)) == [second, first]
    assert application_get_for(person, first.pk) == first
    with pytest.raises(Application.DoesNotExist):
        application_get_for(person, foreign.pk)


@pytest.mark.django_db
def test_officers_see_what_was_sent_longest_waiting_first_and_no_draft():
    permit_type = PermitTypeFactory()

    def made(at):
        return ApplicationFactory(at=at, permit_type=permit_type, documents=False)

    draft, first, back, second, done = (made(at) for at in ("draft", "terima", "returned:terima", "terima", "issued"))
    signing = made("kadis")
    assert list(case_list()) == [first, back, second, done, signing]
    assert case_get(first.pk) == first
    with pytest.raises(Application.DoesNotExist):
        case_get(draft.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_lists_cost_the_same_however_long_they_are(django_assert_num_queries, rows):
    person, permit_type = ApplicantFactory(), PermitTypeFactory()
    ApplicationFactory.create_batch(rows, at="terima", applicant=person, permit_type=permit_type, documents=False)
    with django_assert_num_queries(1):
        told = [(a.permit_type.name, getattr(a, "permit", None)) for a in application_list_for(person)]
    assert len(told) == rows
    with django_assert_num_queries(1):
        assert len([(a.applicant.full_name, a.permit_type.name) for a in case_list()]) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_the_parts_of_a_case_cost_the_same_however_many_there_are(django_assert_num_queries, rows):
    application = ApplicationFactory(at="terima", locations=[f"Nagari {n}" for n in range(rows)])
    NoteFactory.create_batch(rows, application=application)
    with django_assert_num_queries(3):  # the case with its people and type, the places, the documents
        case = case_get(application.pk)
        assert case.applicant.profile.occupation
    assert case.rules.pk == application.permit_type_id
    with django_assert_num_queries(0):
        assert [line.document is not None for line in requirement_lines(case)] == [True] * 3
        assert len({field.key: answer for field, answer in answer_rows(case)}["lokasi"]) == rows
    with django_assert_num_queries(1):
        assert len([note.author.full_name for note in note_list(case, ["applicant"])]) == rows


@pytest.mark.django_db
def test_answers_come_in_the_order_of_the_form():
    application = ApplicationFactory(locations=["A", "B"])
    rows = [(field.key, answer) for field, answer in answer_rows(application)]
    assert rows == [*ANSWERS.items(), ("lokasi", ["A", "B"])]


@pytest.mark.django_db
def test_the_process_tells_what_became_of_each_stage(django_assert_num_queries):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    desk, section = OfficerFactory(role=Role.FRONT_DESK), OfficerFactory(role=Role.VERIFICATION_SECTION_HEAD)
    application_approve(application_id=application.pk, actor=desk, turn="terima/1")

    def told():
        case = case_get(application.pk)
        case.rules  # noqa: B018 - read before counting
        with django_assert_num_queries(1):
            return [(line.label, line.state, line.actor) for line in stage_lines(case)][:3]

    passed = ("Menerima & Verifikasi Berkas", "done", desk)
    ahead = ("Verifikasi Kasi Perizinan dan Non Perizinan", "waiting", None)
    assert told() == [passed, ("Verifikasi Kasi Pendataan dan Verifikasi", "current", None), ahead]
    application_return(application_id=application.pk, actor=section, turn="kasi_pv/1", note="Perbaiki.")
    assert told() == [passed, ("Verifikasi Kasi Pendataan dan Verifikasi", "returned", None), ahead]
    application_submit(application_id=application.pk, actor=application.applicant)
    assert told()[1][1] == "current"
    with django_assert_num_queries(1):
        steps = [(step.action, step.actor.pk) for step in step_list(application)]
    assert steps == [("approve", desk.pk), ("return", section.pk), ("resubmit", application.applicant_id)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "label"),
    [("draft", ""), ("terima", "Menerima & Verifikasi Berkas"), ("returned:kabid", "Verifikasi Kabid"), ("issued", "")],
)
def test_an_application_names_its_stage(at, label):
    assert ApplicationFactory(at=at, documents=False).stage_label == label


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "changeable"),
    [("draft", True), ("returned:terima", True), ("terima", False), ("kadis", False), ("issued", False)],
)
def test_who_may_change_an_application(at, changeable):
    application = ApplicationFactory(at=at, documents=False)
    assert may_change(application.applicant, application) is changeable
    assert not may_change(ApplicantFactory(), application)


@pytest.mark.django_db
def test_what_may_be_replaced_and_who_decides():
    draft = ApplicationFactory(verdict=Verdict.ACCEPTED)
    returned = ApplicationFactory(at="returned:terima", verdict=Verdict.ACCEPTED)
    assert may_replace(draft, draft.documents.first())
    assert not may_replace(returned, returned.documents.first())
    assert may_replace(returned, None)
    desk, head = OfficerFactory(role=Role.FRONT_DESK), OfficerFactory(role=Role.AGENCY_HEAD)
    waiting = ApplicationFactory(at="terima", documents=False)
    assert may_decide(desk, waiting)
    assert not may_decide(head, waiting)
    assert not may_decide(desk, returned)
    assert not may_decide(waiting.applicant, waiting)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "lost"}, "application_status_known"),
        ({"stage_key": ""}, "application_stage_while_open"),
        ({"waiting_role": ""}, "application_waits_while_with_office"),
        ({"receipt_code": None}, "application_sent_has_receipt"),
        ({"status": "issued", "stage_key": "", "waiting_role": ""}, "application_issued_is_registered"),
        ({"registered_at": timezone.now()}, "application_registered_has_date"),
    ],
)
def test_the_database_refuses_states_that_can_not_be(change, constraint):
    application = ApplicationFactory(at="terima", documents=False)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**change)
