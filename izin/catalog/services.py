"""Writing the catalogue: numbers, and the reference data of the office."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from izin.workflow.engine import flow_problems

from .models import FormField, NumberCounter, PermitType, Requirement, ResearchLocation, Sector, Stage


def number_take(*, series: str, year: int) -> int:
    """Return the next number of a series and year, starting at 1, in the caller's transaction.

    The counter's row stays locked until the caller commits: numbers have no gap and come never twice, and a
    rollback gives the number back. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("number_take needs the transaction that uses the number")
    # A new year's first two takers may both find no row; the database lets one of them insert it.
    NumberCounter.objects.bulk_create([NumberCounter(series=series, year=year)], ignore_conflicts=True)
    counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def catalogue_load(
    *,
    sectors: Sequence[Mapping[str, Any]],
    permit_types: Sequence[Mapping[str, Any]],
    locations: Sequence[Mapping[str, str]],
) -> dict[str, int]:
    """Bring in the office's reference data and return how many rows of each kind were new.

    What is already there, by code or name, is left as it is: an editor's change is never overwritten, and a
    second run changes nothing. Keys that start with an underscore tell a fact's source and are not loaded.
    Raises ValidationError when a new permit type is unsound; then nothing is loaded.
    """
    with transaction.atomic():
        return {
            "sectors": sum(_sector_add(data) for data in sectors),
            "permit_types": sum(_permit_type_add(data) for data in permit_types),
            "locations": _locations_add(locations),
        }


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if not key.startswith("_")}


def _sector_add(data: Mapping[str, Any]) -> bool:
    _sector, created = Sector.objects.get_or_create(code=data["code"], defaults=_facts(data))
    return created


def _permit_type_add(data: Mapping[str, Any]) -> bool:
    if PermitType.objects.filter(code=data["code"]).exists():
        return False
    values = _facts(data)
    rows = {name: values.pop(name) for name in ("fields", "requirements", "stages")}
    values["sector"] = Sector.objects.get(code=values["sector"])
    permit_type = PermitType(**values, live=False)
    for name, model in (("fields", FormField), ("requirements", Requirement), ("stages", Stage)):
        children = [model(**_facts(row), sort_order=order) for order, row in enumerate(rows[name])]
        for child in children:
            child.full_clean(exclude={"permit_type"})
        getattr(permit_type, name).set(children)
    permit_type.full_clean()
    if problems := flow_problems(permit_type.flow):
        raise ValidationError(problems)
    permit_type.save()
    permit_type.save_revision().publish()
    return True


def _locations_add(locations: Sequence[Mapping[str, str]]) -> int:
    known = set(ResearchLocation.objects.values_list("name", "district"))
    new = [
        ResearchLocation(kind=row["jenis"], name=row["nama"], district=row["kecamatan"], source=row["source"])
        for row in locations
        if (row["nama"], row["kecamatan"]) not in known
    ]
    for location in new:
        location.full_clean(validate_unique=False)
    ResearchLocation.objects.bulk_create(new)
    return len(new)
