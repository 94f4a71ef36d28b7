"""The life of an application as pure rules: what may happen now, by whom, and where it leads (W1).

A flow is the list of a permit type's stages in order; the last one signs. Nothing here reads or writes a database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from izin.accounts.enums import Role

from .enums import Action, Status


class IllegalTransition(Exception):
    """The action can not be taken from this position."""


@dataclass(frozen=True)
class StageRule:
    """One stage of a flow: who works it, and whether it is the one that signs."""

    key: str
    role: Role
    signs: bool = False


@dataclass(frozen=True)
class Position:
    """Where an application stands: its status, and its stage while it has been sent and is not yet issued."""

    status: Status
    stage_key: str = ""


Flow = Sequence[StageRule]


def flow_problems(flow: Flow) -> list[str]:
    """Say in words what is wrong with a flow; an empty list means that it is sound."""
    problems = []
    if not flow:
        return ["Alur belum memiliki tahap."]
    keys = [stage.key for stage in flow]
    if len(set(keys)) != len(keys):
        problems.append("Ada kunci tahap yang sama.")
    if not flow[-1].signs:
        problems.append("Tahap terakhir harus tahap tanda tangan.")
    if any(stage.signs for stage in flow[:-1]):
        problems.append("Hanya tahap terakhir yang boleh menandatangani.")
    if len(flow) < 2:
        problems.append("Alur memerlukan sedikitnya satu tahap pemeriksaan sebelum tanda tangan.")
    return problems


def stage_of(flow: Flow, position: Position) -> StageRule | None:
    """Return the stage the application stands at, None when it stands at none."""
    return next((stage for stage in flow if stage.key == position.stage_key), None)


def _at(stage: StageRule) -> Position:
    return Position(Status.AWAITING_SIGNATURE if stage.signs else Status.SUBMITTED, stage.key)


def actions_open_to_office(position: Position) -> frozenset[Action]:
    """Return what the officer whose stage it is may do now."""
    if position.status == Status.SUBMITTED:
        return frozenset({Action.APPROVE, Action.RETURN})
    if position.status == Status.AWAITING_SIGNATURE:
        return frozenset({Action.ISSUE, Action.RETURN})
    return frozenset()


def role_in_charge(flow: Flow, position: Position) -> Role | None:
    """Return the role whose turn it is, None while the applicant has it or nothing is left to do."""
    if not actions_open_to_office(position):
        return None
    stage = stage_of(flow, position)
    return stage.role if stage else None


def next_position(flow: Flow, position: Position, action: Action) -> Position:
    """Return where `action` leads from `position`.

    Raises IllegalTransition when the action is not open there. A returned application keeps its stage, so
    that it comes back to the officer who asked for the correction.
    """
    status = position.status
    if status == Status.DRAFT and action == Action.SUBMIT and flow:
        return _at(flow[0])
    stage = stage_of(flow, position)
    if stage is None:
        raise IllegalTransition(f"{action} from {status}")
    if status == Status.RETURNED and action == Action.RESUBMIT:
        return _at(stage)
    if action not in actions_open_to_office(position):
        raise IllegalTransition(f"{action} from {status} at {stage.key}")
    if action == Action.RETURN:
        return Position(Status.RETURNED, stage.key)
    if action == Action.ISSUE:
        return Position(Status.ISSUED)
    return _at(flow[[s.key for s in flow].index(stage.key) + 1])
