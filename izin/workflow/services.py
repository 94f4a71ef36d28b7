"""Loading the holidays, hours, superiors and reasons that come with the service."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import models

from common.reference_data import Outcome, loading, row_load

from .models import DecisionReason, Holiday, Superior, WorkingHours

DATA = Path(__file__).resolve().parent / "data"


def holidays_load(*, path: Path = DATA / "hari_libur.csv", force: bool = False) -> Counter[Outcome]:
    """Bring in a CSV file of holidays (date, name, kind) and return how many of each outcome there were.

    A row is known by its key, else by its date. Raises ValidationError when a row is unsound or two rows would meet on
    one date, ValueError or KeyError when the file is not what it should be; then nothing is loaded.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {"key": row["date"], "date": date.fromisoformat(row["date"]), "name": row["name"], "kind": row["kind"]}
            for row in csv.DictReader(file)
        ]
    return _load(Holiday, rows, natural=("date",), force=force)


def reasons_load(*, path: Path = DATA / "reasons.json", force: bool = False) -> Counter[Outcome]:
    """Bring in a JSON file of reasons (key, kind, text; in the order of the menu) and return what `holidays_load` does.

    A row is known by its key, else by kind and text. Raises as `holidays_load` does.
    """
    reasons = json.loads(path.read_text(encoding="utf-8"))["reasons"]
    rows = [
        {"key": row["key"], "kind": row["kind"], "text": row["text"], "order": order}
        for order, row in enumerate(reasons, start=1)
    ]
    return _load(DecisionReason, rows, natural=("kind", "text"), force=force)


def working_hours_load(*, path: Path = DATA / "working_hours.json", force: bool = False) -> Counter[Outcome]:
    """Bring in a JSON file of office hours and return what `holidays_load` does.

    A row is known by its key, else by weekday and period. Raises as `holidays_load` does.
    """
    kinds: dict[str, type[time] | type[date]] = {
        **dict.fromkeys(("opens", "closes", "break_from", "break_until"), time),
        **dict.fromkeys(("valid_from", "valid_until"), date),
    }
    rows = [
        {name: kinds[name].fromisoformat(value) if value and name in kinds else value for name, value in row.items()}
        for row in json.loads(path.read_text(encoding="utf-8"))["hours"]
    ]
    return _load(WorkingHours, rows, natural=("weekday", "valid_from", "valid_until"), force=force)


def superiors_load(*, path: Path = DATA / "superiors.json", force: bool = False) -> Counter[Outcome]:
    """Bring in a JSON file that says who is above whom (key, role, superior) and return what `holidays_load` does.

    A row is known by its key, else by its role. Raises as `holidays_load` does.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))["superiors"]
    return _load(Superior, rows, natural=("role",), force=force)


def _load(
    model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, natural: tuple[str, ...], force: bool
) -> Counter[Outcome]:
    with loading():
        return Counter(_load_row(model, {**row, "active": True}, natural=natural, force=force) for row in rows)


def _load_row(model: type[models.Model], row: Mapping[str, Any], *, natural: tuple[str, ...], force: bool) -> Outcome:
    objects = model._default_manager
    found = objects.filter(key=row["key"]).first()
    if found is None:
        # A row the office wrote itself has no key, and may say the same without it.
        found = objects.filter(**{name: row[name] for name in natural}).first()
        if found is not None and not force:
            row = {**row, "key": found.key}  # type: ignore[attr-defined]
    return row_load(model, found, row, force=force)
