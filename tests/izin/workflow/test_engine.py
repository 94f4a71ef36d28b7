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
    actions_open_to_applicant,
    actions_open_to_office,
    earlier_stages,
    flow_problems,
    next_position,
    role_in_charge,
    stage_of,
)
from izin.workflow.enums import FINAL, WITH_APPLICANT, WITH_OFFICE, Action, Status

A = StageRule("a", Role.FRONT_DESK)
B = StageRule("b", Role.SECRETARY)
C = StageRule("c", Role.AGENCY_HEAD, signs=True)
FLOW = (A, B, C)

DRAFT, ISSUED = Position(Status.DRAFT), Position(Status.ISSUED)
REJECTED, WITHDRAWN = Position(Status.REJECTED), Position(Status.WITHDRAWN)
AT_A, AT_B, AT_C = (
    Position(Status.SUBMITTED, "a"),
    Position(Status.SUBMITTED, "b"),
    Position(Status.AWAITING_SIGNATURE, "c"),
)
BACK_A, BACK_B, BACK_C = (Position(Status.RETURNED, key) for key in "abc")
POSITIONS = (DRAFT, AT_A, AT_B, AT_C, BACK_A, BACK_B, BACK_C, ISSUED, REJECTED, WITHDRAWN)

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
    **{(position, Action.REJECT): REJECTED for position in (AT_A, AT_B, AT_C)},
    **{(position, Action.WITHDRAW): WITHDRAWN for position in (AT_A, AT_B, AT_C, BACK_A, BACK_B, BACK_C)},
}
# Where each position may be sent back to.
EARLIER = {AT_B: {"a": AT_A}, AT_C: {"a": AT_A, "b": AT_B}}


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
        (AT_A, Role.FRONT_DESK, {Action.APPROVE, Action.RETURN, Action.REJECT}),
        (AT_B, Role.SECRETARY, {Action.APPROVE, Action.RETURN, Action.REJECT, Action.SEND_BACK}),
        (AT_C, Role.AGENCY_HEAD, {Action.ISSUE, Action.RETURN, Action.REJECT, Action.SEND_BACK}),
        (BACK_A, None, set()),
        (BACK_C, None, set()),
        *[(end, None, set()) for end in (ISSUED, REJECTED, WITHDRAWN)],
    ],
)
def test_who_is_in_charge_and_what_is_open(position, role, actions):
    assert role_in_charge(FLOW, position) == role
    assert actions_open_to_office(FLOW, position) == actions


@pytest.mark.parametrize(("position", "to"), list(product(POSITIONS, ["", "a", "b", "c", "unknown"])))
def test_only_an_earlier_stage_takes_what_is_sent_back(position, to):
    goals = EARLIER.get(position, {})
    assert [stage.key for stage in earlier_stages(FLOW, position)] == list(goals)
    if to in goals:
        assert next_position(FLOW, position, Action.SEND_BACK, to=to) == goals[to]
    else:
        with pytest.raises(IllegalTransition):
            next_position(FLOW, position, Action.SEND_BACK, to=to)


@pytest.mark.parametrize("position", POSITIONS)
def test_the_applicant_may_do_what_leads_somewhere(position):
    mine = {Action.SUBMIT, Action.RESUBMIT, Action.WITHDRAW}
    assert actions_open_to_applicant(position) == {action for action in mine if (position, action) in TABLE}


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
    assert set(Status) == WITH_APPLICANT | WITH_OFFICE | FINAL
    assert len(Status) == len(WITH_APPLICANT) + len(WITH_OFFICE) + len(FINAL)


@st.composite
def sound_flows(draw):
    checks = draw(st.integers(1, 6))
    stages = [StageRule(f"s{i}", draw(st.sampled_from(list(Role)))) for i in range(checks)]
    return (*stages, StageRule("sign", draw(st.sampled_from(list(Role))), signs=True))


@given(sound_flows(), st.data())
def test_every_legal_walk_comes_to_an_end_and_an_issued_one_skipped_no_stage(flow, data):
    assert flow_problems(flow) == []
    position, passed, detours = DRAFT, [], 0
    for _step in range(200):
        open_now = sorted(actions_open_to_office(flow, position) | actions_open_to_applicant(position))
        if detours >= 5:  # an office that always gives back would walk for ever
            open_now = [action for action in open_now if action not in {Action.RETURN, Action.SEND_BACK}]
        if not open_now:
            break
        action = data.draw(st.sampled_from(open_now))
        to = data.draw(st.sampled_from([s.key for s in earlier_stages(flow, position)] or [""]))
        before, position = position, next_position(flow, position, action, to=to)
        detours += action in {Action.RETURN, Action.SEND_BACK}
        if action in {Action.APPROVE, Action.ISSUE}:
            passed.append(before.stage_key)
        elif action == Action.SEND_BACK:
            passed = passed[: passed.index(to)]
        elif position.status not in FINAL:
            assert position.stage_key == (before.stage_key or flow[0].key)
    assert position.status in FINAL
    assert position.stage_key == ""
    if position == ISSUED:
        assert passed == [stage.key for stage in flow]
