"""How people's data is written out: names and addresses (site/docs/people-data.md)."""

import re

_IN_SUMBAR = "sumatera barat"
_SMALL_WORDS = frozenset({"bin", "binti", "van", "de"})
_WORD_START = re.compile(r"(^|[\s.\-'’])(\w)")


def name_with_titles(full_name: str, title_front: str = "", title_back: str = "") -> str:
    """Return `[front + " "] NAME [", " + back]`; degrees stay punctuated as typed."""
    front = f"{title_front} " if title_front else ""
    back = f", {title_back}" if title_back else ""
    return f"{front}{full_name}{back}"


def name_suggestion(name: str) -> str:
    """Return a name in the usual capitals, `Irman Syaputra` for `IRMAN SYAPUTRA`; empty when it has them already.

    Only a suggestion: what is all capitals or all small is recast, and nobody but the owner knows what is right.
    """
    if len(name) < 3 or (name != name.upper() and name != name.lower()):
        return ""
    capitals = _WORD_START.sub(lambda found: found[1] + found[2].upper(), name.lower())
    words = [word.lower() if word.lower() in _SMALL_WORDS else word for word in capitals.split(" ")]
    suggested = " ".join(words)
    return suggested if suggested != name else ""


def address_format(*, street: str, village: str, district: str, regency: str, province: str) -> str:
    """Return `<street>, Nagari .., Kecamatan .., Kabupaten .., Provinsi ..`; what the person wrote is not said twice.

    "Nagari" exists only in the regencies of Sumatera Barat.
    """
    regency = _prefixed(regency, "Kabupaten", known=("kabupaten", "kab.", "kota"))
    in_nagari_area = _IN_SUMBAR in province.lower() and not regency.lower().startswith("kota ")
    parts = [
        street,
        _prefixed(village, "Nagari" if in_nagari_area else "Desa/Kelurahan", known=("nagari", "desa", "kelurahan")),
        _prefixed(district, "Kecamatan", known=("kecamatan", "kec.")),
        regency,
        _prefixed(province, "Provinsi", known=("provinsi", "prov.")),
    ]
    return ", ".join(part for part in parts if part)


def _prefixed(name: str, prefix: str, *, known: tuple[str, ...]) -> str:
    if not name or name.lower().startswith(tuple(f"{word} " for word in known)):
        return name
    return f"{prefix} {name}"
