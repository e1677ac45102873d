"""A sheet with its header found and its columns mapped: cells by our keys, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clinic_app.exchange.sheet import Sheet, SheetRow, read_sheets
from clinic_app.exchange.sheet_kinds import KINDS, guess_kind, plain

HEADER_WITHIN = 10
NO_HEADER = "没有找到表头，没有导入，表格里要有一行写着“姓名”等列名"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `number`: it was a number, not a text; `blurred`: its last digits are gone."""

    text: str
    number: bool = False
    blurred: bool = False


@dataclass(frozen=True)
class SheetTable:
    """A file as it lies before the person. `names` are the column names by their place, `mapping` our keys by place."""

    path: Path
    sheet: Sheet
    header_at: int = -1
    names: Mapping[int, str] = None  # type: ignore[assignment]
    mapping: Mapping[int, str] = None  # type: ignore[assignment]

    @property
    def problem(self) -> str:
        """Why nothing, or not all, of the file can be read; empty when all is well."""
        return self.sheet.problem or ("" if self.header_at >= 0 else NO_HEADER)

    @property
    def readable(self) -> bool:
        """Whether there is a header to map."""
        return self.header_at >= 0

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows under the header."""
        return self.sheet.rows[self.header_at + 1 :] if self.readable else ()

    @property
    def source(self) -> str:
        """What tells one upstream system's sheet from another's: its header row."""
        words = "\x1f".join(plain(self.names[place]) for place in sorted(self.names))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that are left out."""
        return tuple(name for place, name in self.names.items() if place not in self.mapping)

    def sample(self, place: int, most: int = 3) -> list[str]:
        """The first things that stand in a column, for a look before it is mapped."""
        found: list[str] = []
        for row in self.rows[:200]:
            text = row.cells[place] if place < len(row.cells) else ""
            if text and text not in found:
                found.append(text)
            if len(found) == most:
                break
        return found

    def mapped(self, mapping: Mapping[int, str]) -> SheetTable:
        """The same with the columns meaning something else."""
        return replace(self, mapping=dict(mapping))

    def by_name(self) -> dict[str, str]:
        """The mapping as it is remembered: column name to our key, empty for a column that is left out."""
        return {name: self.mapping.get(place, "") for place, name in self.names.items()}

    def cells(self, row: SheetRow) -> dict[str, Cell]:
        """The cells of a row by our keys; empty ones are left out."""
        return {
            key: Cell(row.cells[place], place in row.numeric, place in row.blurred)
            for place, key in self.mapping.items()
            if place < len(row.cells) and row.cells[place]
        }

    def place_of(self, key: str) -> int | None:
        """Where the column of a key stands."""
        return next((place for place, each in self.mapping.items() if each == key), None)

    def name_of(self, key: str) -> str:
        """The name of a key's column in the file; empty when the file has none."""
        place = self.place_of(key)
        return "" if place is None else self.names[place]


Remembered = Callable[[str], Mapping[str, str] | None]


def read_table(path: Path) -> SheetTable:
    """The first sheet of a file that has a header; never raises for what is in the file."""
    sheets = read_sheets(path)
    for sheet in sheets:
        at = _header(sheet)
        if at is not None:
            names = {place: cell for place, cell in enumerate(sheet.rows[at].cells) if cell}
            return SheetTable(path, sheet, at, names, {})
    first = next((sheet for sheet in sheets if sheet.problem), Sheet())
    return SheetTable(path, first, -1, {}, {})


def headers(table: SheetTable) -> list[str]:
    """The column names from the left."""
    return [table.names[place] for place in sorted(table.names)]


def likely_kind(table: SheetTable) -> str:
    """Which kind of sheet this is, by its columns."""
    return guess_kind(headers(table))


def map_columns(table: SheetTable, kind: str, remembered: Mapping[str, str] | None = None) -> SheetTable:
    """Columns as they were mapped for this source before, else as their names say; a meaning is given once."""
    found: dict[int, str] = {}
    known = KINDS[kind]
    for place, name in sorted(table.names.items()):
        key = remembered.get(name) if remembered is not None and name in remembered else known.guess(name)
        if key and known.column(key) and key not in found.values():
            found[place] = key
    return table.mapped(found)


def _header(sheet: Sheet) -> int | None:
    """The place of the header: the first of the top rows in which two columns mean something, else the first with two
    texts, which the person then maps."""
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if any(len(set(_known(row, kind))) > 1 for kind in KINDS):
            return place
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        texts = [cell for spot, cell in enumerate(row.cells) if cell and spot not in row.numeric]
        if len(texts) > 1 and not any(each.isdecimal() for each in texts) and not row.problem:
            return place
    return None


def _known(row: SheetRow, kind: str) -> Iterator[str]:
    for cell in row.cells:
        key = KINDS[kind].guess(cell) if cell else None
        if key:
            yield key
