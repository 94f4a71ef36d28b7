"""How an application ends without a permit, and how it goes back to an earlier stage (W3, F12)."""

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application, Note, Rejection, Step
from izin.applications.selectors import case_get, rejection_of, stage_lines
from izin.applications.services.deciding import application_approve, application_return, application_send_back
from izin.applications.services.ending import application_reject, application_withdraw, draft_cancel
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from izin.workflow.models import DecisionReason
from izin.workflow.office_models import OBJECTION
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.izin.applications.test_deciding import FASTER, NOT_YOUR_TURN
from tests.izin.applications.test_drafting import snapshot
from tests.threads import run_together

REASON = "Izin yang dimohonkan bukan kewenangan Pemerintah Kabupaten Solok."
GROUND = "Pasal 4 Peraturan Bupati Solok Nomor 1 Tahun 2024"


@pytest.fixture(autouse=True)
def _reasons(db):
    DecisionReason.objects.create(kind="reject", text=REASON)
    DecisionReason.objects.create(kind="return_document", text="Dokumen buram.")


def reject(application, actor, **changes):
    words = {"reason": REASON, "legal_ground": GROUND, "turn": application.turn, **changes}
    return application_reject(application_id=application.pk, actor=actor, **words)


def send_back(application, actor, to="terima", reason="Nama belum dicocokkan.", turn=None):
    return application_send_back(
        application_id=application.pk, actor=actor, turn=turn or application.turn, to=to, reason=reason
    )


def everything(application):
    """All rows that a refused act must leave alone."""
    return snapshot(application), [m.objects.count() for m in (Step, Note, Rejection, OutboxMessage, AuditEntry)]


def states(application):
    return [line.state for line in stage_lines(case_get(application.pk))]


@pytest.mark.parametrize(("at", "role", "place"), [("terima", Role.FRONT_DESK, 0), ("kadis", Role.AGENCY_HEAD, 5)])
def test_a_refusal_says_why_by_which_rule_and_how_to_object(at, role, place):
    application, officer = ApplicationFactory(at=at, documents=False), OfficerFactory(role=role)
    reject(application, officer, explanation="  Ajukan ke provinsi. ")
    application.refresh_from_db()
    assert (application.status, application.stage_key, application.waiting_role) == ("rejected", "", "")
    kept = rejection_of(application)
    assert (kept.reason, kept.explanation, kept.legal_ground) == (REASON, "Ajukan ke provinsi.", GROUND)
    assert (kept.objection, kept.stage_key, kept.actor) == (OBJECTION, at, officer)
    step = Step.objects.get()
    assert (step.action, step.stage_key, step.actor) == ("reject", at, officer)
    assert AuditEntry.objects.get().data == {"stage": at, "reason": REASON}
    message = OutboxMessage.objects.get(channel="email")
    assert message.recipient == application.applicant
    assert all(words in message.body for words in (REASON, "Ajukan ke provinsi.", GROUND, str(OBJECTION)))
    assert states(application)[place] == "rejected"
    assert states(application).count("waiting") == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "Tidak suka."}, "reason"),
        ({"reason": "Dokumen buram."}, "reason"),
        ({"legal_ground": " "}, "legal_ground"),
        ({"legal_ground": "x" * 1001}, "legal_ground"),
        ({"objection": " \n"}, "objection"),
        ({"explanation": "x" * 2001}, "explanation"),
    ],
)
def test_a_refusal_without_its_grounds_changes_nothing(changes, field):
    application, officer = ApplicationFactory(at="terima", documents=False), OfficerFactory()
    before = everything(application)
    with pytest.raises(DomainError) as refused:
        reject(application, officer, **changes)
    assert refused.value.field == field
    assert everything(application) == before


def test_a_reason_that_was_switched_off_can_not_be_chosen():
    DecisionReason.objects.filter(text=REASON).update(active=False)
    application, officer = ApplicationFactory(at="terima", documents=False), OfficerFactory()
    with pytest.raises(DomainError, match="Pilih alasan dari daftar"):
        reject(application, officer)


@pytest.mark.parametrize(
    ("role", "turn", "words"), [(Role.SECRETARY, None, NOT_YOUR_TURN), (Role.FRONT_DESK, "kabid/1", FASTER)]
)
def test_nobody_else_refuses_or_sends_back(role, turn, words):
    application, officer = ApplicationFactory(at="terima", documents=False), OfficerFactory(role=role)
    before = everything(application)
    for act in (reject, send_back):
        with pytest.raises(NotAllowed, match=words):
            act(application, officer, turn=turn or application.turn)
    assert everything(application) == before


def test_what_was_sent_back_is_passed_again_and_an_old_page_decides_nothing():
    application = ApplicationFactory(at="kasi_pv", verdict=Verdict.ACCEPTED)
    section = OfficerFactory(role=Role.VERIFICATION_SECTION_HEAD)
    licensing, desk = OfficerFactory(role=Role.LICENSING_SECTION_HEAD), OfficerFactory(role=Role.FRONT_DESK)
    number = application.registration_number
    application_approve(application_id=application.pk, actor=section, turn="kasi_pv/1")
    back = send_back(case_get(application.pk), licensing)
    assert (back.status, back.stage_key, back.waiting_role) == ("submitted", "terima", Role.FRONT_DESK)
    assert back.turn == "terima/1/1"
    step = Step.objects.get(action="send_back")
    assert (step.stage_key, step.to_stage_key, step.actor) == ("kasi_pnp", "terima", licensing)
    note = Note.objects.get()
    assert (note.text, note.audience, note.stage_key) == ("Nama belum dicocokkan.", NoteAudience.OFFICE, "kasi_pnp")
    assert not OutboxMessage.objects.exists()
    assert states(application) == ["current", *["waiting"] * 5]
    application_approve(application_id=application.pk, actor=desk, turn="terima/1/1")
    assert states(application) == ["done", "current", *["waiting"] * 4]
    before = everything(application)
    with pytest.raises(NotAllowed, match=FASTER):
        # The page he had open before it went back.
        application_approve(application_id=application.pk, actor=section, turn="kasi_pv/1")
    assert everything(application) == before
    application.refresh_from_db()
    assert application.registration_number == number


@pytest.mark.parametrize(
    ("words", "field"),
    [*[({"to": to}, "to") for to in ("", "kabid", "sekretaris", "unknown")], ({"reason": " "}, "reason")],
)
def test_only_an_earlier_stage_can_be_chosen_and_with_a_reason(words, field):
    application, officer = ApplicationFactory(at="kabid", documents=False), OfficerFactory(role=Role.DIVISION_HEAD)
    before = everything(application)
    with pytest.raises(DomainError) as refused:
        send_back(application, officer, **words)
    assert refused.value.field == field
    assert everything(application) == before


@pytest.mark.parametrize("at", ["terima", "kabid", "kadis", "returned:kabid"])
def test_the_applicant_takes_back_what_runs(at):
    application = ApplicationFactory(at=at, documents=False)
    stage = application.stage_key
    application_withdraw(application_id=application.pk, actor=application.applicant, reason=" Salah jenis izin. ")
    application.refresh_from_db()
    assert (application.status, application.stage_key, application.waiting_role) == ("withdrawn", "", "")
    assert Note.objects.get().text == "Salah jenis izin."
    assert (Step.objects.get().action, Step.objects.get().stage_key) == ("withdraw", stage)
    assert AuditEntry.objects.get().action == "application.withdraw"
    assert "sudah dibatalkan" in OutboxMessage.objects.get(channel="email").body
    assert "withdrawn" in states(application)


@pytest.mark.parametrize("at", ["draft", "issued"])
def test_what_was_not_sent_or_is_finished_can_not_be_taken_back(at):
    application = ApplicationFactory(at=at, documents=False)
    before = everything(application)
    with pytest.raises(NotAllowed):
        application_withdraw(application_id=application.pk, actor=application.applicant)
    assert everything(application) == before


@pytest.mark.parametrize("officer", [False, True])
def test_nobody_takes_back_or_cancels_what_is_another_s(officer):
    person = OfficerFactory(role=Role.ADMIN) if officer else ApplicantFactory()
    sent, draft = ApplicationFactory(at="terima", documents=False), ApplicationFactory(documents=False)
    for act, application in ((application_withdraw, sent), (draft_cancel, draft)):
        with pytest.raises(Application.DoesNotExist):
            act(application_id=application.pk, actor=person)
    sent.refresh_from_db()
    assert sent.status == "submitted"
    assert Application.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_cancelled_without_a_trace_but_in_the_log():
    draft = ApplicationFactory()
    pk = draft.pk
    draft_cancel(application_id=pk, actor=draft.applicant)
    assert not Application.objects.filter(pk=pk).exists()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id) == ("application.draft_cancelled", str(pk))


def test_what_was_sent_can_not_be_cancelled_like_a_draft():
    application = ApplicationFactory(at="returned:terima", documents=False)
    with pytest.raises(NotAllowed):
        draft_cancel(application_id=application.pk, actor=application.applicant)
    assert Application.objects.filter(pk=application.pk).exists()


def test_all_requests_of_a_return_go_in_one_message():
    application, officer = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED), OfficerFactory()
    refused = application.documents.filter(requirement_key__in=["rekom", "proposal"])
    refused.update(verdict=Verdict.REFUSED, verdict_note="Buram")
    application_return(application_id=application.pk, actor=officer, turn="terima/1", note="Dua hal.")
    message = OutboxMessage.objects.get(channel="email")
    assert message.body.count(": Buram") == 2
    assert "Dua hal." in message.body


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_the_database_keeps_finished_ones_at_no_stage(status):
    application = ApplicationFactory(at="terima", documents=False)
    with pytest.raises(IntegrityError, match="application_stage_while_open"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(status=status, waiting_role="")


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_approved_at_once_one_of_them_comes_first():
    application = ApplicationFactory(at="kabid", documents=False)
    officer = OfficerFactory(role=Role.DIVISION_HEAD)
    results = run_together(
        [
            lambda: application_withdraw(application_id=application.pk, actor=application.applicant),
            lambda: application_approve(application_id=application.pk, actor=officer, turn="kabid/1"),
        ]
    )
    application.refresh_from_db()
    # Whoever comes second meets what the first one made of it: an approved one may still be taken back.
    assert application.status == "withdrawn"
    lost = isinstance(results[1], NotAllowed)
    assert [step.action for step in application.steps.all()] == (["withdraw"] if lost else ["approve", "withdraw"])
