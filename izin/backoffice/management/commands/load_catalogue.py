"""Loads everything the office works by (C3)."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

import izin.catalog
from izin.accounts.services import roles_load
from izin.backoffice.permissions import catalogue_editors_allow
from izin.catalog.services import catalogue_load
from izin.chat.loading import canned_answers_load
from izin.messaging.services import message_texts_load
from izin.regions.services import regions_load
from izin.surveys.services import survey_questions_load
from izin.workflow.services import holidays_load, reasons_load, superiors_load, working_hours_load

CHANGES = frozenset({"new", "changed", "updated", "overwritten"})
DATA = Path(izin.catalog.__file__).with_name("data")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class Command(BaseCommand):
    """`manage.py load_catalogue [--force]`: all or nothing, and safe to repeat."""

    help = (
        "Load sectors, permit types, research locations, regions, holidays, office hours, reasons, message texts, "
        "survey questions and roles. A second run changes nothing; what an editor changed is kept, unless --force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one option."""
        parser.add_argument("--force", action="store_true", help="overwrite what editors changed with what is shipped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print what became of the rows of each kind."""
        force = options["force"]
        with (DATA / "lokasi_solok.csv").open(encoding="utf-8", newline="") as file:
            locations = list(csv.DictReader(file))
        with transaction.atomic():
            roles = roles_load()
            catalogue_editors_allow()
            results: dict[str, Mapping[Any, int]] = {
                "roles": {"new": len(roles)},
                "regions": regions_load(),
                "holidays": holidays_load(force=force),
                "working hours": working_hours_load(force=force),
                "superiors": superiors_load(force=force),
                "reasons": reasons_load(force=force),
                "ready answers": canned_answers_load(force=force),
                "message texts": message_texts_load(force=force),
                "survey questions": survey_questions_load(force=force),
                **catalogue_load(
                    sectors=_json(DATA / "sectors.json"),
                    permit_types=[_json(path) for path in sorted((DATA / "permit_types").glob("*.json"))],
                    locations=locations,
                    force=force,
                ),
            }
        for name, counts in results.items():
            words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()) if count)
            self.stdout.write(f"{name.replace('_', ' ')}: {words or 'unchanged'}")
        changes = sum(count for counts in results.values() for outcome, count in counts.items() if outcome in CHANGES)
        self.stdout.write(f"{changes} changes.")
