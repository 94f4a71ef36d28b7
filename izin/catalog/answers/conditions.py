"""Which fields and requirements concern an application; pure.

A field counts when it is meant for this purpose (new or renewal) and its "only if" holds. The field it looks at stands
earlier in the form and must itself count: what nobody was asked decides nothing.
"""

from collections.abc import Mapping
from typing import Any

from ..enums import AppliesTo, Purpose
from ..models import FormField, PermitType, Requirement

YES, NO = "ya", "tidak"


def condition_value(answer: Any) -> str:
    """Return an answer as a condition names it: yes and no in words, a choice as it is."""
    if isinstance(answer, bool):
        return YES if answer else NO
    return str(answer or "")


def fields_that_apply(permit_type: PermitType, purpose: str, answers: Mapping[str, Any]) -> list[FormField]:
    """Return the fields that concern an application of this purpose with these answers, in order."""
    shown: dict[str, FormField] = {}
    for field in permit_type.fields.all():
        if field.applies_to not in {AppliesTo.BOTH, purpose}:
            continue
        if field.show_if_field and (
            field.show_if_field not in shown or condition_value(answers.get(field.show_if_field)) != field.show_if_value
        ):
            continue
        shown[field.key] = field
    return list(shown.values())


def requirements_that_apply(permit_type: PermitType, purpose: str) -> list[Requirement]:
    """Return the documents an application of this purpose needs, in order."""
    return [r for r in permit_type.requirements.all() if r.applies_to in {AppliesTo.BOTH, purpose}]


def purposes_of(permit_type: PermitType) -> list[Purpose]:
    """Return what one may apply for: a type that is not renewable has new applications only."""
    return [Purpose.NEW, Purpose.RENEWAL] if permit_type.renewable else [Purpose.NEW]
