"""Any list of the screen as a file: an Excel sheet with a title, or CSV in one of two encodings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from clinic_app.exchange.spreadsheet import (
    MOST_PEOPLE,
    Sheet,
    TooManyPeople,
    Watermark,
    csv_bytes,
    write_book,
    write_in_one_step,
)


@dataclass(frozen=True)
class Listed:
    """One sheet of a book: its name, the title in its first line, the column names, the rows; are they people."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    of_people: bool = True


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in the dialog, how the file's name ends, the encoding of a CSV; the column names of the
    system that it is for (`head`), where it is for one."""

    words: str
    suffix: str
    encoding: str = ""
    head: tuple[str, ...] = ()


XLSX = Format("Excel 表格", ".xlsx")
FORMATS = (XLSX, Format("CSV，UTF-8", ".csv", "utf-8-sig"), Format("CSV，GB18030", ".csv", "gb18030"))


def write_list_as(
    form: Format, path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], mark: Watermark
) -> None:
    """Write a list in a format. A CSV begins with the column names, so that programs read it, and ends with the mark.

    Raises OSError and TooManyPeople; the file is then as it was.
    """
    if not form.encoding and form.head:
        # The other system looks for the column names in the first line.
        widths = [max(12, 2 * len(name) + 4) for name in head]
        write_book(path, [Sheet("Sheet1", widths, chain([head], rows), head_lines=1)], mark)
        return
    if not form.encoding:
        write_list(path, title, head, rows, mark)
        return
    if len(rows) > MOST_PEOPLE:
        raise TooManyPeople
    write_in_one_step(path, csv_bytes([head, *rows, [mark.words]], form.encoding))


def write_list(path: Path, title: str, head: Sequence[str], rows: Iterable[Sequence[str]], mark: Watermark) -> None:
    """Write a book of one sheet; the file gets its name when it is complete. Raises OSError and TooManyPeople."""
    write_lists(path, [Listed("清单", title, head, rows)], mark)


def write_lists(path: Path, lists: Sequence[Listed], mark: Watermark) -> None:
    """Write a book with a sheet for each list; it gets its name when it is complete. Raises OSError, TooManyPeople."""
    write_book(path, [_sheet(each) for each in lists], mark)


def _sheet(listed: Listed) -> Sheet:
    widths = [max(12, 2 * len(name) + 4) for name in listed.head]
    return Sheet(listed.name, widths, chain([[listed.title], listed.head], listed.rows), listed.of_people)
