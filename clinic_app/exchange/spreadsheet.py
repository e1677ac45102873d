"""The one way into a spreadsheet, Excel or CSV: no cell is taken for a formula, whoever wrote what stands in it.

A name such as `=HYPERLINK(...)` would else run on the computer of whoever opens the list (OWASP, CSV injection).
A book says on every sheet, on every printed page and in its properties who let it out, when and what for; a sheet of
people has an upper limit.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that some spreadsheet program takes for a formula; the wide signs count where Chinese is typed."""

HEAD_LINES = 2
"""The title and the names of the columns."""

WITHIN = re.compile(r"""([,;|"\t\r\n]\s*)(?=[=+\-@＝＋－＠])""")


MOST_PEOPLE = 5000
"""Lines of a sheet that names people: a village or two, not a township's whole population in one readable file."""


class TooManyPeople(Exception):
    """A list would name more people than one file may; nothing was written. `str()` is a Chinese sentence."""

    def __init__(self) -> None:
        super().__init__(f"名单超过{MOST_PEOPLE}行，没有写文件；先按村或类别筛选，分几次导出")


@dataclass(frozen=True)
class Watermark:
    """Who let a book out, from where, when (local time in words) and what for; `reason` is empty for mere figures."""

    who: str
    place: str
    at: str
    reason: str = ""
    practice: bool = False

    @property
    def words(self) -> str:
        """导出人 王某　演示甲村卫生室　2026-11-22 10:30　用途 入户和电话联系　不得外传，用完删除."""
        parts = ["练习，居民都是虚构的"] if self.practice else []
        parts += [f"导出人 {self.who}", self.place, self.at]
        parts += [f"用途 {self.reason}", "不得外传，用完删除"] if self.reason else []
        return "　".join(part for part in parts if part)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a book: its name, the widths of its columns in characters, its lines; whether lines are people."""

    name: str
    widths: Sequence[int]
    lines: Iterable[Sequence[Any]]
    of_people: bool = True
    head_lines: int = HEAD_LINES


def plain_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: a doubtful text gets an apostrophe; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and FORMULA.match(value) else value


def csv_bytes(lines: Iterable[Sequence[Any]], encoding: str = "utf-8-sig") -> bytes:
    """A CSV file: UTF-8 with its mark, or GB18030, which has every character too."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([_csv_cell(each) for each in line])
    # A lone half of a pair is no character in any encoding.
    return text.getvalue().encode(encoding, "replace")


def _csv_cell(value: Any) -> str:
    """Programs differ in what separates cells: where one may split a text, its rest begins like no formula either."""
    text = "" if value is None else str(plain_cell(value))
    return text if isinstance(value, (int, float, Decimal)) else WITHIN.sub(r"\1'", text)


def write_book(path: Path, sheets: Iterable[Sheet], mark: Watermark) -> None:
    """Write an Excel book, two lines of each sheet standing still; it gets its name when complete.

    Raises OSError and TooManyPeople; the file is then as it was.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.description = _legible(mark.who), _legible(mark.words)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.freeze_panes = f"A{each.head_lines + 1}"
        # An ampersand begins a code of the page's foot.
        sheet.oddFooter.left.text = _legible(mark.words).replace("&", "＆")
        for number, width in enumerate(each.widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for number, line in enumerate(each.lines):
            if each.of_people and number >= each.head_lines + MOST_PEOPLE:
                # Closed, or the library leaves its half-written file behind.
                sheet.close()
                raise TooManyPeople
            sheet.append([_cell(value) for value in line])
        sheet.append([_cell(mark.words)])
    # Through memory: a book whose file cannot be written is left half read by the library.
    content = io.BytesIO()
    book.save(content)
    write_in_one_step(path, content.getvalue())


def plain_book(name: str, lines: Iterable[Sequence[Any]]) -> bytes:
    """A book of one sheet with nothing but values: somebody's own sheet given back to them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31] or "Sheet1")
    for line in lines:
        sheet.append([_cell(each) for each in line])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(value: Any) -> Any:
    return plain_cell(_legible(value) if isinstance(value, str) else value)


def _legible(text: str) -> str:
    """Without the control characters that the library, and XML, refuse."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)


def write_in_one_step(path: Path, content: bytes) -> None:
    """The file gets its name when it is complete; an older one stays until then. Raises OSError."""
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
