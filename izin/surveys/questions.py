"""The nine elements of the satisfaction survey (PermenPANRB 14/2017) as shipped, read once from the data file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "skm.json"


@dataclass(frozen=True)
class Element:
    """One element: its key (U1 to U9), name, question, and labelled answers from 1 to 4."""

    key: str
    name: str
    question: str
    answers: tuple[tuple[int, str], ...]


@cache
def element_list() -> tuple[Element, ...]:
    """Return the nine elements in the order in which the regulation names them."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["elements"]
    return tuple(
        Element(
            key=row["key"],
            name=row["name"],
            question=row["question"],
            answers=tuple((answer["value"], answer["label"]) for answer in row["answers"]),
        )
        for row in rows
    )
