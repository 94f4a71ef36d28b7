"""Bringing in the catalogue the product is shipped with (C3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from common.reference_data import Outcome, edited, loading, row_load

from ..exchange import permit_type_fill, permit_type_to_json, without_notes
from ..models import PermitType, ResearchLocation, Sector


def catalogue_load(
    *,
    sectors: Sequence[Mapping[str, Any]],
    permit_types: Sequence[Mapping[str, Any]],
    locations: Sequence[Mapping[str, str]],
    force: bool = False,
) -> dict[str, Counter[Outcome]]:
    """Bring in the office's reference data and return what became of the rows of each kind.

    What is already there, by code or name, is left as it is: an editor's change is never overwritten, and a second
    run changes nothing. With `force` it is overwritten. A permit type that no editor has saved yet follows what is
    shipped. Either way it gets a new published revision, and running applications keep theirs. Keys that start with
    an underscore tell a fact's source and are not loaded.
    Raises ValidationError when a permit type is unsound; then nothing is loaded.
    """
    with loading():
        return {
            "sectors": Counter(_sector_load(data, force) for data in sectors),
            "permit_types": Counter(_permit_type_load(data, force) for data in permit_types),
            "locations": Counter(_location_load(data, force) for data in locations),
        }


def _sector_load(data: Mapping[str, Any], force: bool) -> Outcome:
    found = Sector.objects.filter(code=data["code"]).first()
    return row_load(Sector, found, without_notes(data), force=force)


def _location_load(data: Mapping[str, str], force: bool) -> Outcome:
    values = {"name": data["nama"], "district": data["kecamatan"], "kind": data["jenis"], "source": data["source"]}
    found = ResearchLocation.objects.filter(name=values["name"], district=values["district"]).first()
    return row_load(ResearchLocation, found, values, force=force)


def _permit_type_load(data: Mapping[str, Any], force: bool) -> Outcome:
    existing = PermitType.objects.select_for_update(of=("self",)).filter(code=data["code"]).first()
    if existing is None:
        permit_type = permit_type_fill(PermitType(live=False), data)
        permit_type.save()
        permit_type.save_revision().publish()
        return Outcome.NEW
    # An editor's draft that is not published yet is a change of his too.
    current = permit_type_to_json(existing.get_latest_revision_as_object())
    shipped = permit_type_fill(existing, data)
    if permit_type_to_json(shipped) == current:
        return Outcome.UNCHANGED
    outcome = Outcome.OVERWRITTEN if edited(existing) else Outcome.UPDATED
    if outcome == Outcome.OVERWRITTEN and not force:
        return Outcome.KEPT
    shipped.save_revision().publish()
    return outcome
