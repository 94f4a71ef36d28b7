import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from izin.catalog.services import catalogue_load

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Loads the office's sectors, permit types and research locations; safe to repeat, overwrites nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with (DATA / "lokasi_solok.csv").open(encoding="utf-8", newline="") as file:
            locations = list(csv.DictReader(file))
        counts = catalogue_load(
            sectors=json.loads((DATA / "sectors.json").read_text(encoding="utf-8")),
            permit_types=[json.loads((DATA / "izin_penelitian.json").read_text(encoding="utf-8"))],
            locations=locations,
        )
        self.stdout.write(", ".join(f"{name}: {count} new" for name, count in counts.items()))
