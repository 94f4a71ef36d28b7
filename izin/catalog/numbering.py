"""Patterns of registration and permit numbers; pure.

A pattern names tokens in braces, as `{klasifikasi}/{urut:03d}/{kode}/DPMPTSPNAKER/{bulan_romawi}/{tahun}`
(guide, pages 11 and 12: `449.1/096/IPP/DPMPTSPNAKER/VI/2022`, `9/KES/SISFO/VIII/2021`).
"""

import re
from datetime import date

TOKENS = frozenset({"klasifikasi", "urut", "kode", "bulan_romawi", "tahun"})
TOKEN = re.compile(r"\{(\w+)(?::0(\d)d)?\}")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def pattern_problems(pattern: str) -> list[str]:
    """Say in words what is wrong with a pattern; an empty list means that it can be used."""
    names = {match.group(1) for match in TOKEN.finditer(pattern)}
    problems = [f"Penanda {{{name}}} tidak dikenal." for name in sorted(names - TOKENS)]
    if "urut" not in names or "tahun" not in names:
        problems.append("Pola nomor memerlukan penanda {urut} dan {tahun}.")
    if re.search(r"[{}]", TOKEN.sub("", pattern)):
        problems.append("Ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis.")
    return problems


def number_format(pattern: str, *, sequence: int, on: date, classification: str = "", code: str = "") -> str:
    """Return the number that `pattern` gives for the `sequence`-th document of the year of `on`.

    Raises ValueError when the pattern is unsound (see `pattern_problems`).
    """
    problems = pattern_problems(pattern)
    if problems:
        raise ValueError(" ".join(problems))
    values: dict[str, str | int] = {
        "klasifikasi": classification,
        "urut": sequence,
        "kode": code,
        "bulan_romawi": ROMAN_MONTHS[on.month - 1],
        "tahun": on.year,
    }

    def fill(match: re.Match[str]) -> str:
        width = int(match.group(2) or 0)
        return str(values[match.group(1)]).zfill(width)

    return TOKEN.sub(fill, pattern)
