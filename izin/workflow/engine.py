"""The life of an application as pure rules: what may happen now, by whom, and where it leads (W1).

A flow is the list of a permit type's stages in order; the last one signs. Nothing here reads or writes a database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from izin.accounts.enums import Role

from .enums import WITH_OFFICE, Action, Status


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


def earlier_stages(flow: Flow, position: Position) -> list[StageRule]:
    """Return the stages before the one at which the office has the application, in order; else none."""
    if position.status not in WITH_OFFICE:
        return []
    keys = [stage.key for stage in flow]
    return list(flow[: keys.index(position.stage_key)]) if position.stage_key in keys else []


def actions_open_to_office(flow: Flow, position: Position) -> frozenset[Action]:
    """Return what the officer whose stage it is may do now."""
    if position.status not in WITH_OFFICE:
        return frozenset()
    forward = Action.APPROVE if position.status == Status.SUBMITTED else Action.ISSUE
    back = {Action.SEND_BACK} if earlier_stages(flow, position) else set()
    return frozenset({forward, Action.RETURN, Action.REJECT, *back})


def actions_open_to_applicant(position: Position) -> frozenset[Action]:
    """Return what the applicant may do now, answers and documents aside. What was issued he can not take back."""
    if position.status == Status.DRAFT:
        return frozenset({Action.SUBMIT})
    if position.status == Status.RETURNED:
        return frozenset({Action.RESUBMIT, Action.WITHDRAW})
    return frozenset({Action.WITHDRAW}) if position.status in WITH_OFFICE else frozenset()


def role_in_charge(flow: Flow, position: Position) -> Role | None:
    """Return the role whose turn it is, None while the applicant has it or nothing is left to do."""
    stage = stage_of(flow, position) if position.status in WITH_OFFICE else None
    return stage.role if stage else None


def next_position(flow: Flow, position: Position, action: Action, *, to: str = "") -> Position:
    """Return where `action` leads from `position`; `to` is the key of the earlier stage for SEND_BACK alone.

    Raises IllegalTransition when the action is not open there. A returned application keeps its stage, so
    that it comes back to the officer who asked for the correction. One that is finished stands at no stage.
    """
    if position.status == Status.DRAFT and action == Action.SUBMIT and flow:
        return _at(flow[0])
    stage = stage_of(flow, position)
    if stage is None or action not in actions_open_to_office(flow, position) | actions_open_to_applicant(position):
        raise IllegalTransition(f"{action} from {position.status} at {position.stage_key or 'no stage'}")
    if action in _ENDS:
        return Position(_ENDS[action])
    if action == Action.RETURN:
        return Position(Status.RETURNED, stage.key)
    if action == Action.RESUBMIT:
        return _at(stage)
    if action == Action.SEND_BACK:
        return _back_to(earlier_stages(flow, position), to)
    return _at(flow[[s.key for s in flow].index(stage.key) + 1])


_ENDS = {Action.ISSUE: Status.ISSUED, Action.REJECT: Status.REJECTED, Action.WITHDRAW: Status.WITHDRAWN}


def _back_to(earlier: Sequence[StageRule], key: str) -> Position:
    for stage in earlier:
        if stage.key == key:
            return _at(stage)
    raise IllegalTransition(f"back to {key or 'nowhere'}")
