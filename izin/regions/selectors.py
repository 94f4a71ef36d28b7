"""Reading regions. A code may come straight from a request: what is no code is simply not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet

from .codes import code_path, region_label
from .models import Region


def region_get(code: str) -> Region:
    """Return a region. Raises Region.DoesNotExist."""
    return region_path(code)[-1]


def region_children(code: str | None) -> QuerySet[Region]:
    """Return what lies directly in a region, by name; the provinces for None, nothing for an unknown code."""
    if code is not None and not _is_code(code):
        return Region.objects.none()
    return Region.objects.filter(parent=code).order_by("name", "code")


def region_path(code: str) -> list[Region]:
    """Return the regions from the province down to the one with this code. Raises Region.DoesNotExist."""
    path = list(Region.objects.filter(code__in=code_path(code)).order_by("level")) if _is_code(code) else []
    if not path or path[-1].code != code:
        raise Region.DoesNotExist(f"no region {code!r}")
    return path


def village_path(code: str) -> list[Region]:
    """Return province, regency, district and village of a village's code. Raises Region.DoesNotExist."""
    path = region_path(code)
    if path[-1].level != Region.Level.VILLAGE:
        raise Region.DoesNotExist(f"{code!r} is no village")
    return path


@dataclass(frozen=True)
class CascadeLevel:
    """One select of an address: what may be chosen in it, and the code that is; empty when none is."""

    regions: list[Region]
    chosen: str


def region_cascade(codes: Sequence[str]) -> list[CascadeLevel]:
    """Return the selects from province to village for the codes chosen so far, whatever they hold.

    What does not lie in what is chosen above it counts as not chosen, and nothing can be chosen below a gap. At most
    four queries and a few hundred rows.
    """
    levels: list[CascadeLevel] = []
    within: str | None = None
    for place in range(len(Region.Level)):
        regions = [] if within == "" else list(region_children(within))
        given = codes[place] if place < len(codes) else ""
        within = given if any(region.code == given for region in regions) else ""
        levels.append(CascadeLevel(regions, within))
    return levels


def village_choices(regency_code: str | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the villages of a regency, the office's own by default, as the choices of a grouped select.

    Each district by name has its villages by name, as code and label. One query, and a regency has few rows: a
    copy kept by each process would only grow old after `regions_load`.
    """
    villages = (
        Region.objects.filter(level=Region.Level.VILLAGE, parent__parent=regency_code or settings.OFFICE_REGENCY)
        .order_by("parent__name", "parent", "name", "code")
        .values_list("parent", "parent__name", "code", "name")
    )
    return [
        (district_name, [(code, region_label(code, name)) for *_district, code, name in group])
        for (_district, district_name), group in groupby(villages, key=lambda row: row[:2])
    ]


def place_label(code: str) -> str:
    """Return a place as people say it: "Nagari Koto Baru, Kecamatan Kubung".

    A district, regency or province is said alone. Raises Region.DoesNotExist.
    """
    path = region_path(code)
    return _line(path[Region.Level.REGENCY :] or path[-1:])


def address_line(code: str, street: str) -> str:
    """Return the whole address, from the street up to the province; an empty street is left out.

    Raises Region.DoesNotExist.
    """
    line = _line(region_path(code))
    return f"{street.strip()}, {line}" if street.strip() else line


def _is_code(code: str) -> bool:
    try:
        code_path(code)
    except ValueError:
        return False
    return True


def _line(path: list[Region]) -> str:
    return ", ".join(region.label for region in reversed(path))
