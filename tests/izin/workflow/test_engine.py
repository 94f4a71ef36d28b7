"""The life of an application as pure rules (design section 4)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izin.accounts.enums import Role
from izin.workflow.engine import (
    IllegalTransition,
    Position,
    StageRule,
    actions_open_to_office,
    flow_problems,
    next_position,
    role_in_charge,
    stage_of,
)
from izin.workflow.enums import WITH_APPLICANT, WITH_OFFICE, Action, Status

A = StageRule("a", Role.FRONT_DESK)
B = StageRule("b", Role.SECRETARY)
C = StageRule("c", Role.AGENCY_HEAD, signs=True)
FLOW = (A, B, C)

DRAFT, ISSUED = Position(Status.DRAFT), Position(Status.ISSUED)
AT_A, AT_B, AT_C = (
    Position(Status.SUBMITTED, "a"),
    Position(Status.SUBMITTED, "b"),
    Position(Status.AWAITING_SIGNATURE, "c"),
)
BACK_A, BACK_B, BACK_C = (Position(Status.RETURNED, key) for key in "abc")
POSITIONS = (DRAFT, AT_A, AT_B, AT_C, BACK_A, BACK_B, BACK_C, ISSUED)

# Every transition there is; whatever is not here is illegal.
TABLE = {
    (DRAFT, Action.SUBMIT): AT_A,
    (AT_A, Action.APPROVE): AT_B,
    (AT_A, Action.RETURN): BACK_A,
    (AT_B, Action.APPROVE): AT_C,
    (AT_B, Action.RETURN): BACK_B,
    (AT_C, Action.ISSUE): ISSUED,
    (AT_C, Action.RETURN): BACK_C,
    (BACK_A, Action.RESUBMIT): AT_A,
    (BACK_B, Action.RESUBMIT): AT_B,
    (BACK_C, Action.RESUBMIT): AT_C,
}


@pytest.mark.parametrize(("position", "action"), list(product(POSITIONS, Action)))
def test_every_action_at_every_position(position, action):
    if (position, action) in TABLE:
        assert next_position(FLOW, position, action) == TABLE[position, action]
    else:
        with pytest.raises(IllegalTransition):
            next_position(FLOW, position, action)


@pytest.mark.parametrize(
    ("position", "role", "actions"),
    [
        (DRAFT, None, set()),
        (AT_A, Role.FRONT_DESK, {Action.APPROVE, Action.RETURN}),
        (AT_B, Role.SECRETARY, {Action.APPROVE, Action.RETURN}),
        (AT_C, Role.AGENCY_HEAD, {Action.ISSUE, Action.RETURN}),
        (BACK_A, None, set()),
        (BACK_C, None, set()),
        (ISSUED, None, set()),
    ],
)
def test_who_is_in_charge_and_what_is_open(position, role, actions):
    assert role_in_charge(FLOW, position) == role
    assert actions_open_to_office(position) == actions


def test_a_flow_of_one_signing_stage_awaits_the_signature_at_once():
    assert next_position((C,), DRAFT, Action.SUBMIT) == AT_C


def test_nothing_can_be_sent_into_an_empty_flow():
    with pytest.raises(IllegalTransition):
        next_position((), DRAFT, Action.SUBMIT)


@pytest.mark.parametrize("action", [Action.APPROVE, Action.RETURN])
def test_a_stage_the_flow_does_not_know_leads_nowhere(action):
    with pytest.raises(IllegalTransition):
        next_position(FLOW, Position(Status.SUBMITTED, "unknown"), action)
    assert stage_of(FLOW, Position(Status.SUBMITTED, "unknown")) is None
    assert role_in_charge(FLOW, Position(Status.SUBMITTED, "unknown")) is None


@pytest.mark.parametrize(
    ("flow", "problems"),
    [
        (FLOW, []),
        ((), ["Alur belum memiliki tahap."]),
        ((A, A, C), ["Ada kunci tahap yang sama."]),
        ((A, B), ["Tahap terakhir harus tahap tanda tangan."]),
        ((StageRule("x", Role.SECRETARY, signs=True), C), ["Hanya tahap terakhir yang boleh menandatangani."]),
        ((C,), ["Alur memerlukan sedikitnya satu tahap pemeriksaan sebelum tanda tangan."]),
        (
            (A,),
            [
                "Tahap terakhir harus tahap tanda tangan.",
                "Alur memerlukan sedikitnya satu tahap pemeriksaan sebelum tanda tangan.",
            ],
        ),
    ],
)
def test_problems_of_a_flow_are_told(flow, problems):
    assert flow_problems(flow) == problems


def test_every_status_is_with_somebody_or_done():
    assert set(Status) == WITH_APPLICANT | WITH_OFFICE | {Status.ISSUED}
    assert not WITH_APPLICANT & WITH_OFFICE


@st.composite
def sound_flows(draw):
    checks = draw(st.integers(1, 6))
    stages = [StageRule(f"s{i}", draw(st.sampled_from(list(Role)))) for i in range(checks)]
    return (*stages, StageRule("sign", draw(st.sampled_from(list(Role))), signs=True))


@given(sound_flows(), st.data())
def test_every_legal_walk_ends_issued_and_skips_no_stage(flow, data):
    assert flow_problems(flow) == []
    position, approved, returns = DRAFT, [], 0
    for _step in range(200):
        open_now = [action for action in Action if _legal(flow, position, action)]
        if returns >= 5:  # an office that always returns would walk for ever
            open_now = [action for action in open_now if action != Action.RETURN]
        if not open_now:
            break
        action = data.draw(st.sampled_from(open_now))
        before, position = position, next_position(flow, position, action)
        returns += action == Action.RETURN
        if action in {Action.APPROVE, Action.ISSUE}:
            approved.append(before.stage_key)
        else:
            assert position.stage_key == (before.stage_key or flow[0].key)
    assert position == ISSUED
    assert approved == [stage.key for stage in flow]


def _legal(flow, position, action):
    try:
        next_position(flow, position, action)
    except IllegalTransition:
        return False
    return True
