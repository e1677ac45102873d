"""No cell that this program writes is a formula, in any spreadsheet program, whoever wrote what stands in it."""

from __future__ import annotations

import ast
import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import clinic_app
from clinic_app.exchange.spreadsheet import Sheet, Watermark, csv_bytes, plain_cell, write_book

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "　=1", "＝1+1", "＋1", "－1", "＠a",
    '=HYPERLINK("http://evil","李某甲")', "=cmd|'/C calc'!A0", "-", "\u00a0=1",
)  # fmt: skip
HARMLESS = ("李某甲", "", "138-1234", "a=b", "'=1", "1=1", "甲\n=1", "12:30", "—")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("value", [*HARMLESS, -5, -1.5, Decimal("-2.5"), None, True])
def test_other_texts_and_numbers_stay_as_they_are(value: object) -> None:
    assert plain_cell(value) == value


def test_a_csv_file_comes_back_cell_by_cell_whatever_separator_a_program_takes() -> None:
    split = "a;=1+1", "a\t=1", "a|=1", "a,=1", 'a";=1', "a\r\n=1", "a; @1"
    raw = csv_bytes([[*HOSTILE, *HARMLESS], [*split, -5, None]])
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    first, second = csv.reader(io.StringIO(text, newline=""))
    assert [each for each in first if each in HARMLESS] == [each for each in HARMLESS if "\n" not in each]
    assert len(first) == len(HOSTILE) + len(HARMLESS)
    assert second == ["a;'=1+1", "a\t'=1", "a|'=1", "a,'=1", "a\";'=1", "a\r\n'=1", "a; '@1", "-5", ""]
    for separator in ",;\t|":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [each for each in line if each.strip(' "\t\r\n').startswith(("=", "+", "@"))]


def test_a_book_has_no_formula_in_any_cell_title_or_name_of_a_column(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    sheet = Sheet("一", (12,), [["=1+1"], ["@a", "b"], *([each, -5] for each in HOSTILE)])
    write_book(path, [sheet], Watermark("=1+1", "@a", ""))
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    book.close()
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if isinstance(cell.value, str) and plain_cell(cell.value) != cell.value] == []
    assert [cell.value for cell in cells][:3] == ["'=1+1", "'@a", "b"]


def test_no_other_room_writes_spreadsheets_by_itself() -> None:
    found = set()
    root = Path(clinic_app.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            of_csv = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "csv"
            if name == "Workbook" or (of_csv and name in ("writer", "DictWriter")):
                found.add(str(path.relative_to(root)))
    # The practice county makes a list of invented people to be imported.
    assert found == {"exchange/spreadsheet.py", "demo/clinic_day.py"}
