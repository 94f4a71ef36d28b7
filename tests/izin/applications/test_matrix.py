"""Who may do what, in every state: each act by each role is allowed, or refused with nothing changed.

`ALLOWED` is the whole rule, written by hand: the acts of officers by the state in which the one role of its stage has
them, the acts of the applicant. Whatever it does not name must be refused, and must leave every table as it was.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from common.errors import DomainError
from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.services.bpjs import bpjs_check_record, bpjs_check_request
from izin.applications.services.claiming import case_claim, case_take_over
from izin.applications.services.correcting import answers_correct
from izin.applications.services.deciding import (
    application_approve,
    application_return,
    application_send_back,
    note_add,
)
from izin.applications.services.documents import documents_review
from izin.applications.services.drafting import draft_save
from izin.applications.services.ending import application_reject, application_withdraw, draft_cancel
from izin.applications.services.submitting import application_submit
from izin.permits.services.issuing import number_assign
from izin.workflow.models import DecisionReason
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.catalog import PermitTypeFactory

STAGES = {
    "terima": Role.FRONT_DESK,
    "bpjs": Role.BPJS_VERIFIER,
    "kasi_pv": Role.VERIFICATION_SECTION_HEAD,
    "kasi_pnp": Role.LICENSING_SECTION_HEAD,
    "kabid": Role.DIVISION_HEAD,
    "sekretaris": Role.SECRETARY,
    "kadis": Role.AGENCY_HEAD,
}
STATES = ["draft", *STAGES, "returned:terima", "returned:kadis", "issued", "rejected", "withdrawn"]
OFFICER = {"return", "reject", "note", "review", "correct", "claim", "take over"}
# What the officer in charge may do at each stage beside what he may do at all of them.
AT_STAGE = {
    "terima": {"approve"},
    "bpjs": {"send back", "ask bpjs", "record bpjs"},  # approving waits for the record
    **{key: {"approve", "send back"} for key in ("kasi_pv", "kasi_pnp", "kabid", "sekretaris")},
    "kadis": {"send back", "number"},  # numbering is the first step of issuing
}
APPLICANT = {
    "draft": {"submit", "answer", "cancel"},
    **{key: {"withdraw"} for key in STAGES},
    "returned:terima": {"submit", "answer", "withdraw"},
    "returned:kadis": {"submit", "answer", "withdraw"},
}
TODAY = date(2026, 1, 5)
REASON = "Permohonan tidak memenuhi persyaratan yang ditetapkan."

# Refused to the right person at the right time: the check is not recorded yet, and there is no earlier stage.
OTHER_RULES = {("bpjs", Role.BPJS_VERIFIER, "approve"), ("terima", Role.FRONT_DESK, "send back")}

Act = Callable[[Application, Any], object]


def _turned(service: Callable[..., object], **words: Any) -> Act:
    return lambda case, actor: service(application_id=case.pk, actor=actor, turn=case.turn, **words)


def _plain(service: Callable[..., object], **words: Any) -> Act:
    return lambda case, actor: service(application_id=case.pk, actor=actor, **words)


def _review(case: Application, actor: Any) -> object:
    reviews = {document.pk: (Verdict.REFUSED, "Buram") for document in case.documents.all()}
    documents_review(application_id=case.pk, actor=actor, turn=case.turn, reviews=reviews)
    return reviews


def _record(case: Application, actor: Any) -> object:
    words: dict[str, Any] = {"subject": "Kepesertaan", "number": "13021234567", "is_active": True, "checked_on": TODAY}
    return bpjs_check_record(application_id=case.pk, actor=actor, turn=case.turn, **words)


ACTS: Mapping[str, Act] = {
    "approve": _turned(application_approve),
    "return": _turned(application_return, note="Perbaiki."),
    "reject": _turned(application_reject, reason=REASON, legal_ground="Pasal 1"),
    "send back": _turned(application_send_back, to="terima", reason="Periksa lagi."),
    "note": _turned(note_add, text="Catatan."),
    "review": _review,
    "correct": _turned(answers_correct, changes={"judul": "Judul Baru"}, reason="Ejaan."),
    "claim": _plain(case_claim),
    "take over": _plain(case_take_over),
    "ask bpjs": _turned(bpjs_check_request, subject="Kepesertaan"),
    "record bpjs": _record,
    "number": _turned(number_assign),
    "submit": _plain(application_submit),
    "answer": _plain(draft_save, answers=ANSWERS, locations=["Kecamatan Kubung"]),
    "withdraw": _plain(application_withdraw),
    "cancel": _plain(draft_cancel),
}
TABLES = [
    model
    for label in ("izin_applications", "izin_audit", "izin_messaging", "izin_catalog", "izin_permits")
    for model in apps.get_app_config(label).get_models()
]


DIGEST = "(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t)"
WORLD = "SELECT " + ", ".join(DIGEST.format(model._meta.db_table) for model in TABLES)


def world() -> tuple[Any, ...]:
    """Everything an act could touch, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(WORLD)
        return tuple(cursor.fetchone())


def allowed(state: str, who: Role | str) -> set[str]:
    """What the table allows."""
    if who == "applicant":
        return APPLICANT.get(state, set())
    if STAGES.get(state) == who:
        return OFFICER | AT_STAGE[state]
    return set()


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_act_by_everybody_in_every_state(state):
    DecisionReason.objects.create(kind="reject", text=REASON)
    stages = [
        {"key": key, "label": role.label, "role": role, "signs": role == Role.AGENCY_HEAD}
        for key, role in STAGES.items()
    ]
    application = ApplicationFactory(at=state, verdict=Verdict.ACCEPTED, permit_type=PermitTypeFactory(stages=stages))
    people = {role: OfficerFactory(role=role) for role in Role}
    people |= {"applicant": application.applicant, "stranger": ApplicantFactory()}
    before, did = world(), {who: set() for who in people}
    for who, person in people.items():
        for name, act in ACTS.items():
            with transaction.atomic():
                case = Application.objects.get(pk=application.pk)
                refused: DomainError | Application.DoesNotExist | None = None
                try:
                    act(case, person)
                except (DomainError, Application.DoesNotExist) as error:
                    refused = error
                if refused is None:
                    did[who].add(name)
                    assert world() != before, (who, name)
                else:
                    assert world() == before, (who, name)
                    other = (state, who, name) in OTHER_RULES
                    assert other == (type(refused) is DomainError), (who, name, refused)
                transaction.set_rollback(True)
    assert did == {who: allowed(state, who) for who in people}
