"""What officers decide at a stage (W1, W3, F8, F9)."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application, Note, Step
from izin.applications.selectors import note_list
from izin.applications.services.deciding import application_approve, application_return, note_add
from izin.audit.models import AuditEntry
from izin.catalog.models import NumberCounter
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory, NoteFactory
from tests.factories.catalog import PermitTypeFactory
from tests.izin.applications.test_drafting import snapshot
from tests.threads import run_together

STAGES = ["terima", "kasi_pv", "kasi_pnp", "kabid", "sekretaris", "kadis"]
ROLES = [
    Role.FRONT_DESK,
    Role.VERIFICATION_SECTION_HEAD,
    Role.LICENSING_SECTION_HEAD,
    Role.DIVISION_HEAD,
    Role.SECRETARY,
    Role.AGENCY_HEAD,
]
FASTER = "Permohonan ini sudah diproses petugas lain atau dikirim ulang. Periksa keadaannya yang sekarang."
NOT_YOUR_TURN = "Permohonan ini bukan giliran Anda."


def approve(application, officer, turn=None):
    return application_approve(application_id=application.pk, actor=officer, turn=turn or application.turn)


def give_back(application, officer, note="Lengkapi proposal.", turn=None):
    return application_return(application_id=application.pk, actor=officer, turn=turn or application.turn, note=note)


@pytest.mark.django_db
def test_an_application_passes_every_stage_and_is_registered_once():
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    officers = [OfficerFactory(role=role) for role in ROLES]
    numbers = []
    for place, officer in enumerate(officers[:-1]):
        moved = approve(application, officer, f"{STAGES[place]}/1")
        moved.refresh_from_db()
        assert (moved.stage_key, moved.waiting_role) == (STAGES[place + 1], ROLES[place + 1])
        assert moved.status == ("awaiting_signature" if place == 4 else "submitted")
        numbers.append(moved.registration_number)
    assert len(set(numbers)) == 1
    assert re.fullmatch(r"1/PEN/SISFO/[IVX]+/20\d\d", numbers[0])
    assert NumberCounter.objects.get().last == 1
    steps = Step.objects.all()
    assert [(step.action, step.stage_key, step.actor) for step in steps] == [
        ("approve", key, officer) for key, officer in zip(STAGES[:-1], officers[:-1], strict=True)
    ]
    entries = AuditEntry.objects.all()
    assert [entry.action for entry in entries] == ["application.approve"] * 5
    assert [entry.data for entry in entries] == [{"stage": key, "registration": numbers[0]} for key in STAGES[:-1]]
    message = OutboxMessage.objects.get(channel="email")
    assert message.address == application.applicant.email
    assert numbers[0] in message.subject


@pytest.mark.django_db
def test_registration_numbers_count_up_in_a_sector_and_start_again_with_the_year():
    officer, permit_type = OfficerFactory(role=Role.FRONT_DESK), PermitTypeFactory()

    def register():
        application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED, permit_type=permit_type)
        return approve(application, officer).registration_number

    with time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), tick=False):
        assert [register(), register()] == ["1/PEN/SISFO/XII/2026", "2/PEN/SISFO/XII/2026"]
    # In Arosuka the new year begins at 17:00 UTC.
    with time_machine.travel(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), tick=False):
        assert register() == "1/PEN/SISFO/I/2027"


@pytest.mark.django_db
def test_two_types_of_a_sector_share_its_registration_numbers():
    officer = OfficerFactory(role=Role.FRONT_DESK)
    found = [
        approve(ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED), officer).registration_number
        for _ in range(2)
    ]
    assert [number.split("/")[0] for number in found] == ["1", "2"]


@pytest.mark.django_db
@pytest.mark.parametrize(("verdict", "note"), [("", ""), (Verdict.REFUSED, "Buram")])
def test_a_document_that_is_not_accepted_holds_the_application(verdict, note):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    application.documents.filter(requirement_key="proposal").update(verdict=verdict, verdict_note=note)
    before = snapshot(application)
    with pytest.raises(DomainError, match=r"Belum dinyatakan sesuai: Proposal penelitian\.$"):
        approve(application, OfficerFactory(role=Role.FRONT_DESK))
    assert snapshot(application) == before
    assert not NumberCounter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "at", "stage", "message"),
    [
        (Role.SECRETARY, "terima", "terima", NOT_YOUR_TURN),
        (Role.AGENCY_HEAD, "kabid", "kabid", NOT_YOUR_TURN),
        (Role.ADMIN, "terima", "terima", NOT_YOUR_TURN),
        (Role.FRONT_DESK, "kasi_pv", "terima", FASTER),
        (Role.FRONT_DESK, "returned:terima", "terima", FASTER),
        (Role.AGENCY_HEAD, "issued", "kadis", FASTER),
        (Role.FRONT_DESK, "issued", "", FASTER),
        (Role.FRONT_DESK, "draft", "", FASTER),
        (Role.AGENCY_HEAD, "kadis", "kadis", "diselesaikan dengan tanda tangan"),
    ],
)
def test_only_the_officer_whose_turn_it_is_approves(role, at, stage, message):
    application = ApplicationFactory(at=at, verdict=Verdict.ACCEPTED)
    before = snapshot(application)
    with pytest.raises(NotAllowed, match=message):
        application_approve(
            application_id=application.pk, actor=OfficerFactory(role=role), turn=f"{stage}/{application.round}"
        )
    assert snapshot(application) == before


@pytest.mark.django_db
def test_the_applicant_never_approves():
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    before = snapshot(application)
    with pytest.raises(NotAllowed):
        approve(application, application.applicant)
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "role"), [("terima", Role.FRONT_DESK), ("kadis", Role.AGENCY_HEAD)])
def test_returning_tells_the_applicant_what_to_mend_and_keeps_the_verdicts(stage, role):
    application, officer = ApplicationFactory(at=stage, verdict=Verdict.ACCEPTED), OfficerFactory(role=role)
    application.documents.filter(requirement_key="rekom").update(verdict=Verdict.REFUSED, verdict_note="Stempel buram")
    verdicts = list(application.documents.order_by("pk").values())
    returned = give_back(application, officer, note="  Ganti surat rekomendasi.  ")
    returned.refresh_from_db()
    assert (returned.status, returned.stage_key, returned.waiting_role) == ("returned", stage, "")
    assert (returned.round, returned.receipt_code) == (1, application.receipt_code)
    assert returned.registration_number == application.registration_number
    assert list(application.documents.order_by("pk").values()) == verdicts
    note = Note.objects.get()
    assert (note.text, note.audience, note.author, note.stage_key) == (
        "Ganti surat rekomendasi.",
        NoteAudience.APPLICANT,
        officer,
        stage,
    )
    step = Step.objects.get()
    assert (step.action, step.stage_key, step.actor) == ("return", stage, officer)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("application.return", officer, {"stage": stage})
    message = OutboxMessage.objects.get(channel="email")
    assert (message.recipient, message.address) == (application.applicant, application.applicant.email)
    assert "Ganti surat rekomendasi." in message.body
    assert "- Surat rekomendasi dari instansi atau kampus: Stempel buram" in message.body
    assert "Proposal penelitian:" not in message.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("note", "reason"), [("", "Tulis catatannya"), (" \n ", "Tulis catatannya"), ("x" * 2001, "2.000")]
)
def test_returning_needs_a_note(note, reason):
    application = ApplicationFactory(at="terima")
    before = snapshot(application)
    with pytest.raises(DomainError, match=reason) as refused:
        give_back(application, OfficerFactory(role=Role.FRONT_DESK), note=note)
    assert refused.value.field == "note"
    assert snapshot(application) == before
    assert not Note.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "at", "stage"),
    [(Role.SECRETARY, "terima", "terima"), (Role.FRONT_DESK, "kabid", "terima"), (Role.FRONT_DESK, "draft", "")],
)
def test_only_the_officer_whose_turn_it_is_returns(role, at, stage):
    application = ApplicationFactory(at=at)
    before = snapshot(application)
    with pytest.raises(NotAllowed):
        application_return(
            application_id=application.pk,
            actor=OfficerFactory(role=role),
            turn=f"{stage}/{application.round}",
            note="x",
        )
    assert snapshot(application) == before
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_returning_twice_tells_the_applicant_twice():
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    give_back(application, officer)
    Application.objects.update(status="submitted", waiting_role="front_desk", round=2)
    give_back(application, officer, turn="terima/2")
    assert OutboxMessage.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("act", [approve, give_back], ids=["approve", "return"])
def test_a_page_from_before_a_resubmission_decides_nothing(act):
    application, officer = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED, round=2), OfficerFactory()
    before = snapshot(application)
    with pytest.raises(NotAllowed, match=FASTER):
        act(application, officer, turn="terima/1")
    assert snapshot(application) == before
    act(application, officer, turn="terima/2")


@pytest.mark.django_db
def test_a_note_for_colleagues_is_not_for_the_applicant():
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    told = NoteFactory(application=application, author=officer)
    kept = note_add(application_id=application.pk, actor=officer, turn="terima/1", text=" Cek ke kampus. ")
    assert (kept.text, kept.audience, kept.author) == ("Cek ke kampus.", NoteAudience.OFFICE, officer)
    assert list(note_list(application, [NoteAudience.APPLICANT])) == [told]
    assert list(note_list(application, list(NoteAudience))) == [kept, told]
    assert AuditEntry.objects.get().data == {"note": kept.pk}
    assert not OutboxMessage.objects.exists()
    with pytest.raises(DomainError):
        note_add(application_id=application.pk, actor=officer, turn="terima/1", text=" ")
    with pytest.raises(NotAllowed):
        note_add(application_id=application.pk, actor=OfficerFactory(role=Role.SECRETARY), turn="terima/1", text="x")
    assert Note.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_approve_at_once_one_wins_and_the_other_is_told():
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    officers = [OfficerFactory(role=Role.FRONT_DESK) for _ in range(2)]
    results = run_together([lambda officer=officer: approve(application, officer, "terima/1") for officer in officers])
    (lost,) = [result for result in results if isinstance(result, Exception)]
    winner = officers[1 - results.index(lost)]
    assert (type(lost), lost.message) == (NotAllowed, FASTER)
    application.refresh_from_db()
    assert (application.stage_key, application.waiting_role) == ("kasi_pv", Role.VERIFICATION_SECTION_HEAD)
    assert (Step.objects.get().actor, AuditEntry.objects.get().actor) == (winner, winner)
    assert NumberCounter.objects.get().last == 1
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_approved_and_returned_at_once_one_of_them_counts():
    application = ApplicationFactory(at="kabid", verdict=Verdict.ACCEPTED)
    first, second = (OfficerFactory(role=Role.DIVISION_HEAD) for _ in range(2))
    results = run_together(
        [lambda: approve(application, first, "kabid/1"), lambda: give_back(application, second, turn="kabid/1")]
    )
    (lost,) = [result for result in results if isinstance(result, Exception)]
    assert (type(lost), lost.message) == (NotAllowed, FASTER)
    application.refresh_from_db()
    approved = lost is results[1]
    assert (application.status, application.stage_key) == (
        ("submitted", "sekretaris") if approved else ("returned", "kabid")
    )
    assert Step.objects.get().action == ("approve" if approved else "return")
    assert Note.objects.count() == (0 if approved else 1)
