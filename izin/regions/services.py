"""Loading the regions from the file that comes with the service."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.db import connection, transaction

from .codes import code_path
from .models import Region

DATA = Path(__file__).resolve().parent / "data" / "wilayah.csv.gz"

# Any constant: names the loading of regions among PostgreSQL's advisory locks.
LOAD_LOCK = 0x4E61A21

_COLUMNS = ["code", "name", "level", "parent"]
_NAME_LENGTH = Region._meta.get_field("name").max_length or 0

# Level and parent follow from the code, so only a name can differ.
_CHANGE = """
    UPDATE izin_regions_region region SET name = loaded.name
    FROM region_loaded loaded WHERE loaded.code = region.code AND loaded.name <> region.name
"""
_ADD = """
    INSERT INTO izin_regions_region (code, name, level, parent_id)
    SELECT code, name, level, parent_id FROM region_loaded ON CONFLICT (code) DO NOTHING
"""


def regions_load(*, path: Path = DATA) -> dict[str, int]:
    """Bring in a gzipped CSV file of regions and return how many are "new", "changed" and "unchanged".

    A region that the file lacks stays: old NIKs and answers keep its code. Loads wait for each other.
    Raises ValueError when the file is not what it should be, OSError when it can not be opened; then nothing is
    loaded.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file, transaction.atomic():
            return _load(file)
    except (csv.Error, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _load(file: TextIO) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        cursor.execute("CREATE TEMPORARY TABLE region_loaded (code text, name text, level smallint, parent_id text)")
        total = 0
        with cursor.copy("COPY region_loaded FROM STDIN") as copy:
            for row in _rows(file):
                copy.write_row(row)
                total += 1
        cursor.execute(_CHANGE)
        changed = cursor.rowcount
        cursor.execute(_ADD)
        new = cursor.rowcount
        cursor.execute("DROP TABLE region_loaded")
    return {"new": new, "changed": changed, "unchanged": total - new - changed}


def _rows(file: TextIO) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield code, name, level and parent of each line. Raises ValueError at the first that is unsound."""
    lines = csv.reader(file, strict=True)
    if next(lines, None) != _COLUMNS:
        raise ValueError(f"the first line must be {','.join(_COLUMNS)}")
    seen: set[str] = set()
    for line in lines:
        try:
            code, name, level, parent = line
            path = code_path(code)
        except ValueError as error:
            raise ValueError(f"line {lines.line_num}: {error}") from error
        if code in seen:
            raise ValueError(f"line {lines.line_num}: {code} comes twice")
        if level != str(len(path)) or parent != (path[-2] if len(path) > 1 else ""):
            raise ValueError(f"line {lines.line_num}: level and parent do not fit {code}")
        if parent and parent not in seen:
            raise ValueError(f"line {lines.line_num}: {parent} must come before {code}")
        if not name.isprintable() or name != name.strip() or not 0 < len(name) <= _NAME_LENGTH:
            raise ValueError(f"line {lines.line_num}: bad name of {code}")
        seen.add(code)
        yield code, name, len(path), parent or None
    if not seen:
        raise ValueError("the file has no regions")
