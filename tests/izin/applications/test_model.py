"""The whole workflow against a model of it: random acts, legal and not, by random people, at random times (W1 to W7).

The model below knows no code of the service. After every act the database must say what the model says, and:
an application stands at one stage; nobody acts without right, and a refused act leaves no trace; numbers have no gap;
the clock stands while the applicant has it; the audit chain is whole. MODEL_EXAMPLES asks for more than the suite has
time for; each example is 80 steps.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from common.errors import DomainError
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.enums import Verdict
from izin.applications.models import Application, Step
from izin.applications.services.bpjs import bpjs_check_record
from izin.applications.services.claiming import case_claim, case_release
from izin.applications.services.clock import clock_sweep
from izin.applications.services.deciding import application_approve, application_return, application_send_back
from izin.applications.services.documents import documents_review
from izin.applications.services.ending import application_reject, application_withdraw
from izin.applications.services.submitting import application_submit
from izin.audit.models import AuditEntry
from izin.audit.selectors import chain_first_break
from izin.catalog.models import NumberCounter, PermitType
from izin.messaging.models import OutboxMessage
from izin.permits.models import Issuance, Permit
from izin.permits.services.issuing import number_assign, permit_publish
from izin.signing.backends.base import SignerIdentity
from izin.workflow.clock import working_time
from izin.workflow.models import DecisionReason
from izin.workflow.selectors import office_calendar
from izin.workflow.services import superiors_load, working_hours_load
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "20"))
STEPS = 80
START = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FLOW = {
    "terima": Role.FRONT_DESK,
    "bpjs": Role.BPJS_VERIFIER,
    "kabid": Role.DIVISION_HEAD,
    "kadis": Role.AGENCY_HEAD,
}
KEYS = list(FLOW)
REASON = "Permohonan tidak memenuhi persyaratan yang ditetapkan."
TEST_SIGNER = SignerIdentity(common_name="Uji", issuer="Uji", is_test=True)
CLAIM = timedelta(minutes=15)


@dataclass
class Told:
    """What the model knows of one application."""

    pk: int
    applicant: User
    status: str = "draft"
    stage: str = ""
    round: int = 0
    sent_back: int = 0
    accepted: bool = False
    refused: bool = False
    registered: bool = False
    numbered: bool = False
    checked_rounds: set[int] = field(default_factory=set)
    claimed_by: User | None = None
    claimed_until: datetime = START
    left: timedelta | None = None
    turns: list[str] = field(default_factory=lambda: ["", ""])

    @property
    def turn(self) -> str:
        return "/".join([self.stage, str(self.round), *([str(self.sent_back)] if self.sent_back else [])])

    @property
    def with_office(self) -> bool:
        return self.status in {"submitted", "awaiting_signature"}

    def put(self, stage: str) -> None:
        self.stage, self.claimed_by = stage, None
        self.status = "awaiting_signature" if stage == KEYS[-1] else "submitted"
        self.turns.append(self.turn)

    def end(self, status: str) -> None:
        self.status, self.stage, self.claimed_by = status, "", None


class Office(RuleBasedStateMachine):
    """People who do what they may and what they may not."""

    who = st.integers(0, 8)
    which = st.integers(0, 2)
    stale = st.sampled_from([False, False, False, False, True])

    def __init__(self) -> None:
        super().__init__()
        # Every example begins with the database as the test found it.
        self.block = transaction.atomic()
        self.block.__enter__()
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        working_hours_load()
        superiors_load()
        DecisionReason.objects.create(kind="reject", text=REASON)
        self.people: list[User] = [OfficerFactory.create(role=role) for role in FLOW.values()]
        self.people += [OfficerFactory.create(role=role) for role in (Role.FRONT_DESK, Role.SECRETARY, Role.ADMIN)]
        self.roles = {person.pk: set(person.roles) for person in self.people}
        applicants = ApplicantFactory.create_batch(2)
        self.people += applicants
        self.cases: list[Told] = []
        self.type: PermitType = PermitTypeFactory.create(
            stages=[{"key": key, "label": key, "role": role, "signs": key == KEYS[-1]} for key, role in FLOW.items()]
        )
        self.permits = 0

    def teardown(self) -> None:
        assert chain_first_break() is None
        self.traveller.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def three_drafts(self) -> None:
        for place in range(3):
            applicant = self.people[-1 - place % 2]
            made = ApplicationFactory.create(permit_type=self.type, applicant=applicant, verdict="")
            self.cases.append(Told(made.pk, applicant))

    # What the model says of an act

    def mine(self, told: Told, person: User, turn: str) -> bool:
        """Whether an officer may decide: his turn, his page, nobody else's claim."""
        if not told.with_office or turn != told.turn or FLOW[told.stage] not in self.roles.get(person.pk, set()):
            return False
        return not self.claimed(told) or told.claimed_by == person

    def claimed(self, told: Told) -> bool:
        return told.claimed_by is not None and told.claimed_until > timezone.now()

    def attempt(self, may: bool, act: Any, told: Told, person: User, **words: Any) -> bool:
        """Act; the service must agree with the model, and a refusal must leave no trace."""
        before, refused = self.traces(told), None
        try:
            with transaction.atomic():
                act(application_id=told.pk, actor=person, **words)
        except (DomainError, Application.DoesNotExist) as error:
            refused = error
        assert (refused is None) == may, (act.__name__, told, person, words, refused)
        if refused is not None:
            assert self.traces(told) == before
            return False
        # An officer's act keeps his own claim alive.
        if told.claimed_by == person and self.claimed(told):
            told.claimed_until = timezone.now() + CLAIM
        return True

    def traces(self, told: Told) -> tuple[Any, ...]:
        counts = [model.objects.count() for model in (Step, AuditEntry, OutboxMessage, Issuance, Permit)]
        return (Application.objects.filter(pk=told.pk).values().get(), counts, list(NumberCounter.objects.values()))

    def page(self, told: Told, stale: bool) -> str:
        return told.turns[-2] if stale else told.turn

    # Acts

    @rule(which=which, who=who)
    def submit(self, which: int, who: int) -> None:
        told, person = self.cases[which], self.people[who]
        may = person == told.applicant and told.status in {"draft", "returned"} and not told.refused
        if self.attempt(may, application_submit, told, person):
            stage = told.stage or KEYS[0]
            told.round += 1
            told.put(stage)
            self.clock_goes_on(told)

    @rule(which=which)
    def submit_as_one_should(self, which: int) -> None:
        told = self.cases[which]
        self.submit(which, self.people.index(told.applicant))

    @rule(which=which, who=who, stale=stale)
    def approve(self, which: int, who: int, stale: bool) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        may = self.mine(told, person, turn) and told.accepted and told.status == "submitted"
        may = may and (told.stage != "bpjs" or told.round in told.checked_rounds)
        if self.attempt(may, application_approve, told, person, turn=turn):
            told.registered = True
            told.put(KEYS[KEYS.index(told.stage) + 1])

    @rule(which=which)
    def approve_as_one_should(self, which: int) -> None:
        told = self.cases[which]
        if told.status == "submitted":
            officer = KEYS.index(told.stage)
            self.review(which, officer, False, True)
            if told.stage == "bpjs":
                self.check(which, officer, False)
            self.approve(which, officer, False)

    @rule(which=which, who=who, stale=stale, good=st.booleans())
    def review(self, which: int, who: int, stale: bool, good: bool) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        verdict = (Verdict.ACCEPTED, "") if good else (Verdict.REFUSED, "Buram")
        documents = Application.objects.get(pk=told.pk).documents.filter(current=True)
        reviews = dict.fromkeys(documents.values_list("pk", flat=True), verdict)
        may = self.mine(told, person, turn)
        if self.attempt(may, documents_review, told, person, turn=turn, reviews=reviews):
            told.accepted, told.refused = good, not good

    @rule(which=which, who=who, stale=stale)
    def give_back(self, which: int, who: int, stale: bool) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        if self.attempt(self.mine(told, person, turn), application_return, told, person, turn=turn, note="Perbaiki."):
            told.status, told.claimed_by = "returned", None
            self.clock_stands(told)

    @rule(which=which)
    def mend(self, which: int) -> None:
        """The applicant gives other files, which nobody has judged yet."""
        told = self.cases[which]
        if told.status == "returned" and told.refused:
            documents = Application.objects.get(pk=told.pk).documents
            documents.update(verdict="", verdict_note="", verdict_by=None, verdict_at=None)
            told.refused = told.accepted = False

    @rule(which=which, who=who, stale=stale, to=st.sampled_from(KEYS))
    def send_back(self, which: int, who: int, stale: bool, to: str) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        may = self.mine(told, person, turn) and KEYS.index(to) < KEYS.index(told.stage)
        if self.attempt(may, application_send_back, told, person, turn=turn, to=to, reason="Periksa lagi."):
            told.sent_back += 1
            told.put(to)

    @rule(which=which, who=who, stale=stale, reason=st.sampled_from([REASON, "Tidak suka."]), sure=st.integers(0, 3))
    def reject(self, which: int, who: int, stale: bool, reason: str, sure: int) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        may = self.mine(told, person, turn) and reason == REASON
        if may and sure:  # most walks go on
            return
        words = {"turn": turn, "reason": reason, "legal_ground": "Pasal 1"}
        if self.attempt(may, application_reject, told, person, **words):
            told.end("rejected")

    @rule(which=which, who=who, sure=st.integers(0, 3))
    def withdraw(self, which: int, who: int, sure: int) -> None:
        told, person = self.cases[which], self.people[who]
        may = person == told.applicant and (told.with_office or told.status == "returned")
        if may and sure:
            return
        if self.attempt(may, application_withdraw, told, person):
            told.end("withdrawn")

    @rule(which=which, who=who, stale=stale)
    def check(self, which: int, who: int, stale: bool) -> None:
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        may = self.mine(told, person, turn) and told.stage == "bpjs"
        words = {"subject": "Kepesertaan", "number": "13021234567", "is_active": True}
        words |= {"turn": turn, "checked_on": timezone.localdate()}
        if self.attempt(may, bpjs_check_record, told, person, **words):
            told.checked_rounds.add(told.round)

    @rule(which=which, who=who)
    def claim(self, which: int, who: int) -> None:
        told, person = self.cases[which], self.people[who]
        free = not self.claimed(told) or told.claimed_by == person
        may = told.with_office and FLOW.get(told.stage) in self.roles.get(person.pk, set()) and free
        if self.attempt(may, case_claim, told, person):
            told.claimed_by, told.claimed_until = person, timezone.now() + CLAIM

    @rule(which=which, who=who)
    def release(self, which: int, who: int) -> None:
        told, person = self.cases[which], self.people[who]
        held = self.claimed(told)
        roles = self.roles.get(person.pk, set())
        above = {"terima": KEYS[2:], "bpjs": KEYS[2:], "kabid": KEYS[3:]}.get(told.stage, [])
        superior = Role.ADMIN in roles or any(FLOW[key] in roles for key in above)
        # The secretary stands between the division and the head.
        superior = superior or (Role.SECRETARY in roles and told.stage in {"terima", "bpjs", "kabid"})
        if self.attempt(not held or told.claimed_by == person or superior, case_release, told, person):
            told.claimed_by = None

    @rule(which=which, who=who, stale=stale, dies=st.booleans())
    def sign(self, which: int, who: int, stale: bool, dies: bool) -> None:
        """Number and publish; the process may die in between."""
        told, person, turn = self.cases[which], self.people[who], self.page(self.cases[which], stale)
        may = self.mine(told, person, turn) and told.status == "awaiting_signature" and told.accepted
        if self.attempt(may, number_assign, told, person, turn=turn):
            told.numbered = True
            if not dies:
                issuance = Issuance.objects.get(application=told.pk)
                with transaction.atomic():
                    permit_publish(
                        issuance_id=issuance.pk, actor=person, turn=turn, sha256="0" * 64, identity=TEST_SIGNER
                    )
                self.permits += 1
                told.end("issued")

    @rule(which=which)
    def sign_as_one_should(self, which: int) -> None:
        if self.cases[which].status == "awaiting_signature":
            self.review(which, len(KEYS) - 1, False, True)
            self.sign(which, len(KEYS) - 1, False, False)

    @rule(minutes=st.integers(1, 60 * 12))
    def time_passes(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        clock_sweep()

    # What the clock must do

    def clock_stands(self, told: Told) -> None:
        case = Application.objects.get(pk=told.pk)
        told.left = working_time(office_calendar(), timezone.now(), case.due_at) if case.due_at else None

    def clock_goes_on(self, told: Told) -> None:
        case = Application.objects.get(pk=told.pk)
        if told.left:
            assert case.due_at is not None
            assert working_time(office_calendar(), timezone.now(), case.due_at) == told.left

    # What must always hold

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        for told in self.cases:
            case = Application.objects.get(pk=told.pk)
            role = FLOW[told.stage] if told.with_office else ""
            assert (case.status, case.stage_key, case.waiting_role) == (told.status, told.stage, role)
            assert (case.round, case.sent_back) == (told.round, told.sent_back)
            assert (case.registration_number is not None) == told.registered
            assert (case.due_at is not None) == told.registered

    @invariant()
    def numbers_have_no_gap(self) -> None:
        registered = Application.objects.filter(registration_number__isnull=False, permit_type=self.type)
        numbers = sorted(
            int(str(number).split("/")[0]) for number in registered.values_list("registration_number", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))
        issued = sorted(Issuance.objects.values_list("sequence", flat=True))
        assert issued == list(range(1, len(issued) + 1))
        assert Permit.objects.count() == self.permits
        assert len(issued) == sum(told.numbered for told in self.cases)

    @invariant()
    def every_move_was_made_by_one_who_might(self) -> None:
        for step in Step.objects.exclude(action__in=["submit", "resubmit", "withdraw"]):
            assert FLOW[step.stage_key] in self.roles[step.actor_id]


@pytest.mark.django_db
def test_the_workflow_does_what_its_model_says():
    assert Application.objects.count() == 0
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
