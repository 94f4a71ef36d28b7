"""Bringing in the ready answers that come with the service."""

import json
from collections import Counter
from pathlib import Path

from common.reference_data import Outcome, loading, row_load

from .models import CannedAnswer

DATA = Path(__file__).resolve().parent / "data" / "answers.json"


@loading()
def canned_answers_load(*, path: Path = DATA, force: bool = False) -> Counter[Outcome]:
    """Bring in a JSON file of answers (key, title, text; in order) and return what became of them.

    A row is known by its key, else by its title; what the office changed is kept, unless `force`.
    """
    outcomes: Counter[Outcome] = Counter()
    for order, row in enumerate(json.loads(path.read_text(encoding="utf-8"))["answers"], start=1):
        values = {"key": row["key"], "title": row["title"], "text": row["text"], "order": order, "active": True}
        objects = CannedAnswer.objects
        found = objects.filter(key=row["key"]).first() or objects.filter(key="", title=row["title"]).first()
        outcomes[row_load(CannedAnswer, found, values, force=force)] += 1
    return outcomes
