"""The one way into a spreadsheet, Excel or CSV: no cell is taken for a formula, whoever wrote what stands in it.

A name such as `=HYPERLINK(...)` would else run on the computer of whoever opens the list (OWASP, CSV injection).
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

WITHIN = re.compile(r"""([,;|"\t\r\n]\s*)(?=[=+\-@＝＋－＠])""")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a book: its name, the widths of its columns in characters, its lines."""

    name: str
    widths: Sequence[int]
    lines: Iterable[Sequence[Any]]


def plain_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: a doubtful text gets an apostrophe; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and FORMULA.match(value) else value


def csv_bytes(lines: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file (UTF-8 with its mark)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([_csv_cell(each) for each in line])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    """Programs differ in what separates cells: where one may split a text, its rest begins like no formula either."""
    text = "" if value is None else str(plain_cell(value))
    return text if isinstance(value, (int, float, Decimal)) else WITHIN.sub(r"\1'", text)


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write an Excel book, two lines of each sheet standing still; it gets its name when complete. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    def cell(value: Any) -> Any:
        """What the library takes: it refuses control characters."""
        return plain_cell(ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)

    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.freeze_panes = "A3"
        for number, width in enumerate(each.widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for line in each.lines:
            sheet.append([cell(value) for value in line])
    # Through memory: a book whose file cannot be written is left half read by the library.
    content = io.BytesIO()
    book.save(content)
    write_in_one_step(path, content.getvalue())


def write_in_one_step(path: Path, content: bytes) -> None:
    """The file gets its name when it is complete; an older one stays until then. Raises OSError."""
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
