"""Putting small errors right with a trail (W7), and the check at BPJS Ketenagakerjaan (W1)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.correction_form import CorrectionForm
from izin.applications.corrections import round_changes
from izin.applications.enums import Verdict
from izin.applications.models import AnswerCorrection, BpjsCheck
from izin.applications.selectors import bpjs_check_list, case_get, correction_list
from izin.applications.services.autosaving import answers_save, answers_version
from izin.applications.services.bpjs import bpjs_check_record, bpjs_check_request
from izin.applications.services.correcting import answers_correct
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.submitting import application_submit
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from izin.permits.letters import letter_facts
from izin.permits.models import Issuance
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data
from tests.factories.catalog import PermitTypeFactory
from tests.izin.applications.test_drafting import snapshot

pytestmark = pytest.mark.django_db
BPJS_STAGES = [
    {"key": "terima", "label": "Terima", "role": "front_desk"},
    {"key": "bpjs", "label": "BPJS", "role": "bpjs_verifier"},
    {"key": "kadis", "label": "Kepala Dinas", "role": "agency_head", "signs": True},
]
WHY = "Ejaan disamakan dengan surat rekomendasi."


def correct(application, actor, changes, reason=WHY, turn=None):
    return answers_correct(
        application_id=application.pk, actor=actor, turn=turn or application.turn, changes=changes, reason=reason
    )


def test_old_and_new_stay_and_the_applicant_is_told():
    application, officer = ApplicationFactory(at="terima", documents=False), OfficerFactory()
    changes = {"judul": "Pengaruh Pelayanan Terpadu", "lokasi": ["Kecamatan Kubung", "Nagari Talang"]}
    correct(application, officer, changes)
    case = case_get(application.pk)
    assert case.answers == {**ANSWERS, "judul": "Pengaruh Pelayanan Terpadu"}
    assert [place.name for place in case.locations.all()] == changes["lokasi"]
    told = [(c.field_key, c.before, c.after, c.reason, c.actor, c.stage_key) for c in correction_list(case)]
    assert told == [
        ("judul", ANSWERS["judul"], "Pengaruh Pelayanan Terpadu", WHY, officer, "terima"),
        (
            "lokasi",
            "Kecamatan Kubung; RSUD Arosuka, Kec. Gunung Talang",
            "Kecamatan Kubung; Nagari Talang",
            WHY,
            officer,
            "terima",
        ),
    ]
    assert AuditEntry.objects.get().data == {"stage": "terima", "fields": ["judul", "lokasi"]}
    message = OutboxMessage.objects.get(channel="email")
    assert f"semula “{ANSWERS['judul']}”, menjadi “Pengaruh Pelayanan Terpadu”" in message.body
    assert (case.round, case.stage_key) == (1, "terima")


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"judul": ""}, WHY, "judul"),
        ({"jenis_izin": "Lain"}, WHY, "jenis_izin"),
        ({"waktu": {"start": "2026-12-01", "end": "2026-11-01"}}, WHY, "waktu"),
        ({"email_kampus": "bukan surel"}, WHY, "email_kampus"),
        ({"lokasi": []}, WHY, "lokasi"),
        ({"nik": "1302100503910003"}, WHY, "nik"),
        ({"judul": "Baru"}, " ", CorrectionForm.REASON),
        ({"judul": ANSWERS["judul"]}, WHY, None),
        ({}, WHY, None),
    ],
)
def test_what_the_pinned_rules_refuse_changes_nothing(changes, reason, field):
    application, officer = ApplicationFactory(at="terima", documents=False), OfficerFactory()
    before = snapshot(application)
    with pytest.raises(DomainError) as refused:
        correct(application, officer, changes, reason)
    assert refused.value.field == field
    assert snapshot(application) == before
    assert not AnswerCorrection.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_only_the_officer_whose_turn_it_is_corrects():
    application = ApplicationFactory(at="terima", documents=False)
    for actor in (OfficerFactory(role=Role.SECRETARY), application.applicant):
        with pytest.raises(NotAllowed):
            correct(application, actor, {"judul": "Baru"})
    assert not AnswerCorrection.objects.exists()


def test_what_passed_long_ago_is_no_hindrance_for_another_field():
    past = {**ANSWERS, "waktu": {"start": "2020-01-01", "end": "2020-02-01"}}
    application, officer = ApplicationFactory(at="terima", documents=False, answers=past), OfficerFactory()
    correct(application, officer, {"judul": "Judul Baru"})
    application.refresh_from_db()
    assert application.answers == {**past, "judul": "Judul Baru"}


def test_the_form_of_a_page_gives_what_the_service_takes():
    application = ApplicationFactory(at="terima", documents=False)
    places = ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
    sent = {**form_data(ANSWERS), "lokasi": places, "no_rekom": "167/FE-UMMY/VI-2021", CorrectionForm.REASON: WHY}
    form = CorrectionForm(case_get(application.pk), sent)
    assert form.is_valid(), form.errors
    assert form.changes() == {"no_rekom": "167/FE-UMMY/VI-2021"}
    bad = CorrectionForm(case_get(application.pk), {**sent, "no_rekom": ""})
    assert list(bad.errors) == ["no_rekom"]
    assert CorrectionForm(case_get(application.pk)).initial["judul"] == ANSWERS["judul"]


@time_machine.travel("2026-11-20T03:00:00Z", tick=False)
def test_the_letter_says_the_new():
    application, head = ApplicationFactory(at="kadis"), OfficerFactory(role=Role.AGENCY_HEAD)
    correct(application, head, {"judul": "Judul yang Benar"})
    case, today = case_get(application.pk), timezone.localdate()
    draft = Issuance(application=case, code="PRATINJAU", issued_on=today, signer=head)
    assert letter_facts(draft, is_test=True).answers["judul"] == "Judul yang Benar"


def test_what_changed_since_the_last_return_is_marked_for_officers():
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    officer = OfficerFactory()
    application.steps.create(action="submit", stage_key="terima", actor=application.applicant, at=timezone.now())
    assert round_changes(case_get(application.pk)).answers == []
    application_return(application_id=application.pk, actor=officer, turn="terima/1", note="Perbaiki judul.")
    answers_save(
        application_id=application.pk,
        actor=application.applicant,
        version=answers_version(application),
        purpose="new",
        answers={**ANSWERS, "judul": "Judul Diperbaiki"},
        locations=["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"],
    )
    old = application.documents.get(requirement_key="proposal", current=True)
    new = application.documents.get(requirement_key="proposal")
    new.pk, old.current = None, False
    old.save()
    new.save()
    application_submit(application_id=application.pk, actor=application.applicant)
    found = round_changes(case_get(application.pk))
    assert [(change.before, change.after) for change in found.answers] == [([ANSWERS["judul"]], ["Judul Diperbaiki"])]
    assert [(change.current.pk, change.before.pk) for change in found.documents] == [(new.pk, old.pk)]
    assert found.document_ids == {new.pk}


# BPJS


@pytest.fixture
def bpjs(db):
    return ApplicationFactory(at="bpjs", permit_type=PermitTypeFactory(stages=BPJS_STAGES))


@pytest.fixture
def verifier(db):
    return OfficerFactory(role=Role.BPJS_VERIFIER)


def record(case, actor, **changes):
    words = {"subject": "Kepesertaan", "number": "1302 1234 567", "is_active": True, "checked_on": timezone.localdate()}
    return bpjs_check_record(application_id=case.pk, actor=actor, turn="bpjs/1", **{**words, **changes})


def test_the_stage_is_passed_only_when_the_check_is_recorded(bpjs, verifier):
    def approve():
        application_approve(application_id=bpjs.pk, actor=verifier, turn="bpjs/1")

    with pytest.raises(DomainError, match="Catat hasil pemeriksaan BPJS"):
        approve()
    asked = bpjs_check_request(application_id=bpjs.pk, actor=verifier, turn="bpjs/1", subject="Iuran bulan ini")
    with pytest.raises(DomainError, match="Catat hasil pemeriksaan BPJS"):
        approve()
    kept = record(bpjs, verifier, subject="Iuran bulan ini")
    assert (kept.pk, kept.number, kept.is_active) == (asked.pk, "13021234567", True)
    assert list(bpjs_check_list(bpjs)) == [kept]
    approve()
    bpjs.refresh_from_db()
    assert bpjs.stage_key == "kadis"
    entries = AuditEntry.objects.filter(action__startswith="bpjs")
    assert [entry.action for entry in entries] == ["bpjs.requested", "bpjs.recorded"]
    assert "13021234567" not in str([entry.data for entry in entries])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"number": ""}, "number"),
        ({"number": "12"}, "number"),
        ({"checked_on": timezone.localdate() + timedelta(days=2)}, "checked_on"),
        ({"remark": "x" * 301}, "remark"),
    ],
)
def test_a_record_that_says_too_little_is_refused(bpjs, verifier, changes, field):
    with pytest.raises(DomainError) as refused:
        record(bpjs, verifier, **changes)
    assert refused.value.field == field
    assert not BpjsCheck.objects.exists()


def test_who_is_no_member_has_no_number(bpjs, verifier):
    kept = record(bpjs, verifier, number="", is_active=False, checked_on=date(2026, 1, 5))
    assert (kept.number, kept.is_active) == ("", False)


def test_only_at_its_stage_and_only_by_its_verifier(bpjs, verifier):
    with pytest.raises(NotAllowed):
        record(bpjs, OfficerFactory())
    elsewhere = ApplicationFactory(at="terima", documents=False)
    with pytest.raises(NotAllowed, match="tahap Verifikator BPJS"):
        bpjs_check_request(application_id=elsewhere.pk, actor=OfficerFactory(), turn="terima/1", subject="x")
    assert not BpjsCheck.objects.exists()


def test_the_database_keeps_no_half_a_record(bpjs, verifier):
    record(bpjs, verifier)
    for change in ({"recorded_by": None}, {"is_active": None}, {"number": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BpjsCheck.objects.update(**change)
