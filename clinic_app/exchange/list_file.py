"""Any list of the screen as an Excel sheet: a title, the column names, the rows as they are shown."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Listed:
    """One sheet of a book: its name, the title in its first line, the column names, the rows."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]


def write_list(path: Path, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a book of one sheet; the file gets its name when it is complete. Raises OSError."""
    write_lists(path, [Listed("清单", title, head, rows)])


def write_lists(path: Path, lists: Sequence[Listed]) -> None:
    """Write a book with a sheet for each list; the file gets its name when it is complete. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    def plain(text: str) -> str:
        """A text that a spreadsheet takes, and not for a formula."""
        kept = str(ILLEGAL_CHARACTERS_RE.sub("", text))
        return "'" + kept if kept.startswith(FORMULA) else kept

    book = Workbook(write_only=True)
    for each in lists:
        sheet = book.create_sheet(each.name)
        sheet.freeze_panes = "A3"
        for number, name in enumerate(each.head, 1):
            sheet.column_dimensions[get_column_letter(number)].width = max(12, 2 * len(name) + 4)
        sheet.append([plain(each.title)])
        sheet.append([plain(name) for name in each.head])
        for row in each.rows:
            sheet.append([plain(cell) for cell in row])
    # Through memory: a book whose file cannot be written is left half read by the library.
    content = io.BytesIO()
    book.save(content)
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content.getvalue())
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
