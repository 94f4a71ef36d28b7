"""Tables as files: harmless to open, dates as dates, and as long as they need to be."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from izin.reports.sheets import FORMULA_STARTS, csv_lines, text_safe, xlsx_write


def sheet_of(rows, headings=("Nama", "Tanggal"), about=("Periode 2026",)):
    with xlsx_write(title="Register", about=about, headings=headings, rows=rows) as file:
        return load_workbook(io.BytesIO(file.read())).active


def lines_of(rows):
    text = "".join(csv_lines(headings=["Nama"], rows=rows))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_a_sheet_has_title_headings_and_real_dates():
    moment = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
    sheet = sheet_of([["Yuni", date(2026, 11, 24)], ["Irman", moment]])
    assert [sheet.cell(line, 1).value for line in (1, 2, 4, 5)] == ["Register", "Periode 2026", "Nama", "Yuni"]
    assert sheet.cell(4, 2).font.bold
    day, local = sheet.cell(5, 2), sheet.cell(6, 2)
    assert (day.is_date, day.value.date(), day.number_format) == (True, date(2026, 11, 24), "dd/mm/yyyy")
    assert (local.value, local.number_format) == (
        datetime(2026, 11, 24, 10, 5, tzinfo=UTC).replace(tzinfo=None),
        "dd/mm/yyyy hh:mm",
    )
    assert sheet.freeze_panes == "A5"


@pytest.mark.parametrize("text", ["=1+1", "+628", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "\n=1"])
def test_what_looks_like_a_formula_is_text(text):
    cell = sheet_of([[text, None]]).cell(5, 1)
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert lines_of([[text]])[1][0].startswith("'")


@settings(max_examples=25)
@given(st.text())
def test_no_text_whatever_breaks_a_file_or_begins_a_formula(text):
    assert not text_safe(text).startswith(FORMULA_STARTS)
    assert sheet_of([[text, 1]]).cell(5, 2).value == 1
    assert len(lines_of([[text]])) == 2


def test_numbers_stay_numbers_and_long_texts_are_cut():
    sheet = sheet_of([[-3, 2.5], ["x" * 40_000, None]])
    assert (sheet.cell(5, 1).value, sheet.cell(5, 2).value) == (-3, 2.5)
    assert len(sheet.cell(6, 1).value) < 32_768


def test_a_long_table_is_written_as_it_comes():
    waiting = []

    def rows():
        for number in range(3000):
            waiting.append(number)
            yield [f"Baris {number}", number]

    assert sheet_of(rows()).max_row == 3004
    assert len(waiting) == 3000
