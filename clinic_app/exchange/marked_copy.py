"""A copy of a sheet that came in, with what became of each row in a column of its own and the wrong cells marked.

The person mends the marked cells and imports the copy: rows that are in already are recognised.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clinic_app.exchange.residents_file import RowError
from clinic_app.exchange.sheet_table import SheetTable
from clinic_app.exchange.spreadsheet import csv_bytes, plain_book, plain_cell, write_in_one_step

RESULT = "导入结果"
MOST_BYTES_WITH_LOOKS = 20 << 20
"""Larger books are copied as values: with their looks they would take a gigabyte of memory."""
_MARK = "FFFFD9D6"


def copy_name(path: Path) -> str:
    """`名单（导入结果）.xlsx` beside the sheet; a CSV stays one."""
    suffix = path.suffix.lower() if path.suffix.lower() in (".xlsx", ".csv") else ".csv"
    return f"{path.stem}（{RESULT}）{suffix}"


def write_marked_copy(table: SheetTable, target: Path, states: Mapping[int, str], errors: Iterable[RowError]) -> None:
    """Write the copy; it gets its name when complete. `states` are words by line. Raises OSError and ValueError."""
    words, cells = _words(table, states, errors)
    if table.sheet.encoding == "xlsx" and target.suffix.lower() == ".xlsx":
        whole = table.path.stat().st_size <= MOST_BYTES_WITH_LOOKS
        content = _marked_book(table, words, cells) if whole else plain_book(table.sheet.name, _lines(table, words))
        write_in_one_step(target, content)
        return
    encoding = {"utf-8": "utf-8-sig", "xlsx": "utf-8-sig"}.get(table.sheet.encoding, table.sheet.encoding)
    write_in_one_step(target, csv_bytes(_lines(table, words), encoding or "utf-8-sig"))


def _words(
    table: SheetTable, states: Mapping[int, str], errors: Iterable[RowError]
) -> tuple[dict[int, str], dict[int, set[int]]]:
    """What is said of each line, and the places of its wrong cells."""
    by_name = {name: place for place, name in table.names.items()}
    said: dict[int, list[str]] = defaultdict(list)
    cells: dict[int, set[int]] = defaultdict(set)
    for error in errors:
        said[error.line].append(f"{error.column}：{error.message}" if error.column else error.message)
        if error.column in by_name:
            cells[error.line].add(by_name[error.column])
    words = {
        line: "：".join(part for part in (states.get(line, ""), "；".join(said.get(line, []))) if part)
        for line in {*states, *said}
    }
    return words, cells


def _result_place(table: SheetTable) -> int:
    """The column after the last; that of an earlier copy is used again."""
    earlier = next((place for place, name in table.names.items() if name == RESULT), None)
    return earlier if earlier is not None else max(table.names, default=-1) + 1


def _marked_book(table: SheetTable, words: Mapping[int, str], cells: Mapping[int, set[int]]) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    try:
        book = load_workbook(table.path)
    except OSError:
        raise
    except Exception as problem:  # a book that could be read as rows may still be one whose looks cannot be
        raise ValueError("这个表格的样式读不出来，导入结果另存为 CSV") from problem
    sheet = book[table.sheet.name]
    for other in book.worksheets:
        if other is not sheet:
            book.remove(other)
    _without_formulas(table, sheet)
    place = _result_place(table) + 1
    header = table.sheet.rows[table.header_at].line
    sheet.cell(header, place, RESULT)
    sheet.column_dimensions[get_column_letter(place)].width = 48
    fill = PatternFill("solid", start_color=_MARK, end_color=_MARK)
    for row in table.rows:
        sheet.cell(row.line, place, plain_cell(words.get(row.line, "")))
        for spot in cells.get(row.line, ()):
            sheet.cell(row.line, spot + 1).fill = fill
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _without_formulas(table: SheetTable, sheet: Any) -> None:
    """A formula of the sheet becomes what it showed: a copy runs nothing."""
    for row in table.sheet.rows:
        for place, text in enumerate(row.cells):
            cell = sheet.cell(row.line, place + 1)
            if cell.data_type == "f":
                cell.value = plain_cell(text)


def _lines(table: SheetTable, words: Mapping[int, str]) -> Iterable[list[Any]]:
    place = _result_place(table)
    for at, row in enumerate(table.sheet.rows):
        line = [*row.cells[:place], *[""] * (place - len(row.cells))]
        said = RESULT if at == table.header_at else words.get(row.line, "")
        yield [*line, said, *row.cells[place + 1 :]]
