"""Tables as files: XLSX and CSV, written row by row in bounded memory, and harmless to open.

A cell that begins like a formula would be worked out by a spreadsheet, with whatever somebody typed into a form:
an apostrophe before it makes it text, as the OWASP page on CSV injection asks.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# OWASP: these begin a formula, or are dropped before one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LONGEST = 32_767
DATE_SHOWN, MOMENT_SHOWN = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
COLUMN_NARROWEST, COLUMN_WIDEST = 8, 45

Row = Sequence[Any]


def text_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula and every XLSX file can hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[: CELL_LONGEST - 1]
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def xlsx_write(*, title: str, about: Iterable[str], headings: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """Return an open XLSX file with one sheet: what it is `about`, bold headings, then the rows.

    Dates are real dates, moments are in the office's time zone. The caller closes the file, and it is gone.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=text_safe(title)[:31])
    about = list(about)
    for place, heading in enumerate(headings, start=1):
        width = min(max(len(heading) + 2, 14, COLUMN_NARROWEST), COLUMN_WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{len(about) + 4}"
    for line in (title, *about):
        sheet.append([_cell(sheet, line, bold=line == title)])
    sheet.append([])
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    # The file outlives this function: its response closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_value(value))
    if isinstance(value, datetime):
        cell.number_format = MOMENT_SHOWN
    elif isinstance(value, date):
        cell.number_format = DATE_SHOWN
    if bold:
        cell.font = Font(bold=True)
    return cell


def _value(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value if isinstance(value, date) else text_safe(str(value))


class _Echo:
    """What csv writes into: gives back what it is given."""

    def write(self, value: str) -> str:
        """Return it."""
        return value


def csv_lines(*, headings: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file, semicolons between cells as Indonesian spreadsheets expect, with a BOM."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([text_safe(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([_csv_value(value) for value in row])


def _csv_value(value: Any) -> Any:
    value = _value(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else value
