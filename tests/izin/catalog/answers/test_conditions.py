"""Which fields and requirements concern an application; the form's own part of it is in test_forms."""

import pytest

from izin.catalog.answers.conditions import (
    condition_value,
    fields_that_apply,
    purposes_of,
    requirements_that_apply,
)
from izin.catalog.enums import Purpose
from izin.catalog.models import Requirement
from tests.izin.catalog.answers.types import field, made

CHAIN = [
    field("a", "boolean", applies_to="renewal"),
    field("b", "choice", options="x\ny", show_if_field="a", show_if_value="tidak"),
    field("c", show_if_field="b", show_if_value="y"),
    field("d"),
]


@pytest.mark.parametrize(
    ("purpose", "answers", "keys"),
    [
        ("renewal", {"a": False, "b": "y", "c": "ada"}, "abcd"),
        ("renewal", {"a": False, "b": "x"}, "abd"),
        ("renewal", {"a": False, "b": ""}, "abd"),
        ("renewal", {"a": False}, "abd"),
        # Answered earlier, and not asked any more.
        ("renewal", {"a": True, "b": "y"}, "ad"),
        ("renewal", {"a": "", "b": "y"}, "ad"),
        ("renewal", {}, "ad"),
        ("new", {"a": False, "b": "y"}, "d"),
        ("", {"a": False, "b": "y"}, "d"),
    ],
)
def test_what_nobody_was_asked_decides_nothing(purpose, answers, keys):
    assert "".join(found.key for found in fields_that_apply(made(CHAIN), purpose, answers)) == keys


@pytest.mark.parametrize(("above", "value"), [("b", "x"), ("a", "ya"), ("tidak-ada", "ya")])
def test_a_condition_looks_up_only(above, value):
    permit_type = made([field("a", show_if_field=above, show_if_value=value), field("b", "choice", options="x")])
    assert [found.key for found in fields_that_apply(permit_type, "new", {"a": "ya", "b": "x"})] == ["b"]


@pytest.mark.parametrize(
    ("answer", "words"), [(True, "ya"), (False, "tidak"), (None, ""), ("", ""), ("Lainnya", "Lainnya")]
)
def test_an_answer_as_conditions_name_it(answer, words):
    assert condition_value(answer) == words


def test_documents_of_a_purpose():
    permit_type = made([])
    permit_type.requirements.set([Requirement(key=to, applies_to=to) for to in ("both", "new", "renewal")])
    assert [r.key for r in requirements_that_apply(permit_type, "new")] == ["both", "new"]
    assert [r.key for r in requirements_that_apply(permit_type, "renewal")] == ["both", "renewal"]


def test_purposes():
    assert purposes_of(made([], renewable=False)) == [Purpose.NEW]
    assert purposes_of(made([], renewable=True)) == [Purpose.NEW, Purpose.RENEWAL]
