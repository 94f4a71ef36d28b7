"""Regions: `solok_regions()` are a few real ones of Kabupaten Solok."""

from izin.regions.models import Region

_SOLOK = {
    "13": "Sumatera Barat",
    "13.02": "Kabupaten Solok",
    "13.02.07": "Gunung Talang",
    "13.02.10": "Kubung",
    "13.02.07.2002": "Talang",
    "13.02.10.2001": "Koto Baru",
    "13.02.10.2005": "Gantuang Ciri",
}


def solok_regions() -> dict[str, Region]:
    """Write a province, a regency, two districts and three nagari, and return them by code."""
    regions = [
        Region(code=code, name=name, level=code.count(".") + 1, parent_id=code.rpartition(".")[0] or None)
        for code, name in _SOLOK.items()
    ]
    return {region.code: region for region in Region.objects.bulk_create(regions)}
