"""Rows of text from a spreadsheet or a CSV file, whatever program wrote it. Nothing in a file makes it raise."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_BYTES = 200 << 20
LONGEST_CELL = 4000
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
REPLACED = "\ufffd"
SURE_WORD = "姓名"
# A CSV record over this many lines has swallowed its neighbours through an open quotation mark.
MOST_LINES = 20
_EXPONENT = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
_EXCEL_EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file as the person sees it, its cells as text, and what is wrong with it as a whole.

    `numeric` holds the places of cells that were numbers, not text; `blurred` those whose last digits are gone.
    """

    line: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()
    blurred: frozenset[int] = frozenset()
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """All rows that hold anything; `problem` says why a file could not be read, or not to its end."""

    rows: tuple[SheetRow, ...] = ()
    problem: str = ""
    encoding: str = ""
    name: str = ""


@dataclass
class _Collected:
    rows: list[SheetRow] = field(default_factory=list)
    problem: str = ""


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; a file that cannot be read is one sheet with a problem."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return [Sheet(problem="文件超过200MB，没有导入，分成几个文件")]
        with open(path, "rb") as stream:
            start = stream.read(8)
        if start.startswith(ZIP):
            return _workbook(path)
        if start.startswith(OLD_OFFICE):
            return [Sheet(problem="这是旧版.xls或加了密码的文件，没有导入，用WPS或Excel另存为不加密的.xlsx")]
        return [_csv(path.read_bytes())]
    except OSError:
        return [Sheet(problem="文件打不开，没有导入，检查文件是否存在、是否正被别的程序占用")]


def _workbook(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception:  # a broken workbook fails in the zip, the XML or the library: all mean the same to the person
        return [Sheet(problem="这个.xlsx文件不完整或已损坏，没有导入，重新导出或另存后再试")]
    try:
        return [_worksheet(sheet) for sheet in book.worksheets]
    finally:
        book.close()


def _worksheet(sheet: Any) -> Sheet:
    found = _Collected()
    try:
        # Some programs write a wrong extent; the rows themselves are right.
        sheet.reset_dimensions()
        for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if len(found.rows) >= MOST_ROWS or line > MOST_ROWS * 5:
                found.problem = f"表格超过{MOST_ROWS}行，后面的没有读，分成几个文件"
                break
            row = _row_of_values(line, values[:MOST_COLUMNS])
            if row is not None:
                found.rows.append(row)
    except Exception:  # as above: damage inside one sheet shows only while its rows are read
        found.problem = "表格读到一半遇到损坏，后面的没有读，重新导出或另存后再试"
    return Sheet(tuple(found.rows), found.problem, "xlsx", str(sheet.title))


def _row_of_values(line: int, values: tuple[Any, ...]) -> SheetRow | None:
    cells = tuple(_text(value) for value in values)
    if not any(cells):
        return None
    numbers = [place for place, value in enumerate(values) if _is_number(value)]
    # A number keeps 15 digits in a spreadsheet; longer ones have lost their end.
    blurred = frozenset(place for place in numbers if abs(values[place]) >= 1e15)
    return SheetRow(line, cells, frozenset(numbers), blurred)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) else repr(value)
    return str(value).strip()[:LONGEST_CELL]


def excel_day(cell: str) -> str:
    """The date behind a spreadsheet's day number (21245 is 1958-03-01); any other text as it is."""
    number = int(cell) if cell.isascii() and cell.isdigit() and len(cell) == 5 else 0
    return (_EXCEL_EPOCH + timedelta(days=number)).date().isoformat() if number else cell


def _csv(raw: bytes) -> Sheet:
    text, encoding = _decoded(raw)
    text = text.replace("\0", "")
    found = _Collected()
    try:
        for row in _csv_rows(text):
            if len(found.rows) >= MOST_ROWS:
                found.problem = f"表格超过{MOST_ROWS}行，后面的没有读，分成几个文件"
                break
            found.rows.append(row)
    except csv.Error:
        found.problem = "表格读到一半遇到过长的内容，多半是引号没有成对，后面的没有读，核对引号"
    return Sheet(tuple(found.rows), found.problem, encoding)


def _csv_rows(text: str) -> Iterator[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 1
    for values in reader:
        cells = tuple(value.strip()[:LONGEST_CELL] for value in values[:MOST_COLUMNS])
        if any(cells):
            yield SheetRow(line, cells, blurred=_exponents(cells), problem=_csv_problem(values, reader.line_num - line))
        line = reader.line_num + 1


def _exponents(cells: tuple[str, ...]) -> frozenset[int]:
    """Places of long numbers that a spreadsheet program saved as 1.23457E+17."""
    return frozenset(place for place, cell in enumerate(cells) if _EXPONENT.fullmatch(cell))


def _csv_problem(values: list[str], more_lines: int) -> str:
    if more_lines > MOST_LINES:
        return f"引号没有成对，从这一行起的{more_lines + 1}行连在了一起"
    if any(REPLACED in value for value in values):
        return "这一行有读不出的文字，核对文件的编码（UTF-8或GB18030）"
    return ""


def _delimiter(text: str) -> str:
    first = next((line for line in text[:5000].splitlines() if line.strip()), "")
    return max(",\t;，", key=first.count)


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text and the encoding it is most likely in; broken bytes become U+FFFD, in their own row only."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding
    plain = raw.decode("utf-8", "replace")
    # A few broken bytes in UTF-8 may still make sense as GB18030, as rubbish: the words of the header decide.
    if REPLACED not in plain or SURE_WORD in plain:
        return plain, "utf-8"
    return raw.decode("gb18030", "replace"), "gb18030"
