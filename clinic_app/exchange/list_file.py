"""Any list of the screen as an Excel sheet: a title, the column names, the rows as they are shown."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

FORMULA = ("=", "+", "-", "@")


def write_list(path: Path, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the book; the file gets its name when it is complete. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def plain(text: str) -> str:
        """A text that a spreadsheet takes, and not for a formula."""
        kept = str(ILLEGAL_CHARACTERS_RE.sub("", text))
        return "'" + kept if kept.startswith(FORMULA) else kept

    book = Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    sheet.freeze_panes = "A3"
    for number, name in enumerate(head):
        sheet.column_dimensions[chr(ord("A") + number)].width = max(12, 2 * len(name) + 4)
    sheet.append([plain(title)])
    sheet.append([plain(each) for each in head])
    for row in rows:
        sheet.append([plain(each) for each in row])
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
