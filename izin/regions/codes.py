"""What a Kemendagri code tells by itself: its level, what it lies in, and what such a place is called.

Codes are those of Kepmendagri 300.2.2-2138/2025 with dots, never those of BPS: Kabupaten Solok is 13.02.
"""

import re

_SHAPE = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}|[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}")
_MENTAWAI = "13.09"


def code_path(code: str) -> list[str]:
    """Return the codes from the province down to the place itself.

    Raises ValueError for what has not the shape of a code.
    """
    if not _SHAPE.fullmatch(code):
        raise ValueError(f"not a code of a region: {code!r}")
    parts = code.split(".")
    return [".".join(parts[: number + 1]) for number in range(len(parts))]


def region_label(code: str, name: str) -> str:
    """Return the name with what the place is, once: "Nagari Koto Baru", "Kecamatan Kubung", "Kabupaten Solok".

    Raises ValueError as `code_path` does.
    """
    kind = _kind(code_path(code))
    return name if not kind or name.startswith(f"{kind} ") else f"{kind} {name}"


def _kind(path: list[str]) -> str:
    """Return the word before a name; none for a regency, whose name has it: "Kota Padang"."""
    if len(path) < 4:
        return ("Provinsi", "", "Kecamatan")[len(path) - 1]
    village = path[3].rsplit(".", 1)[1]
    if village[0] == "1":
        return "Kelurahan"
    if village[0] == "3":
        return "Desa Adat"
    return "Nagari" if _has_nagari(path[1]) else "Desa"


def _has_nagari(regency: str) -> bool:
    """Only the regencies of Sumatera Barat have nagari; its cities (13.7x) and the Mentawai islands have desa."""
    return regency.startswith("13.") and not regency.startswith("13.7") and regency != _MENTAWAI
