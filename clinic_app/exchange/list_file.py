"""Any list of the screen as an Excel sheet: a title, the column names, the rows as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from clinic_app.exchange.spreadsheet import Sheet, Watermark, write_book


@dataclass(frozen=True)
class Listed:
    """One sheet of a book: its name, the title in its first line, the column names, the rows; are they people."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    of_people: bool = True


def write_list(path: Path, title: str, head: Sequence[str], rows: Iterable[Sequence[str]], mark: Watermark) -> None:
    """Write a book of one sheet; the file gets its name when it is complete. Raises OSError and TooManyPeople."""
    write_lists(path, [Listed("清单", title, head, rows)], mark)


def write_lists(path: Path, lists: Sequence[Listed], mark: Watermark) -> None:
    """Write a book with a sheet for each list; it gets its name when it is complete. Raises OSError, TooManyPeople."""
    write_book(path, [_sheet(each) for each in lists], mark)


def _sheet(listed: Listed) -> Sheet:
    widths = [max(12, 2 * len(name) + 4) for name in listed.head]
    return Sheet(listed.name, widths, chain([[listed.title], listed.head], listed.rows), listed.of_people)
