"""What a damaged file still gives: row after row, around the pages that do not open any more."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

from clinic_app.store.engine import connect, migration_engine
from clinic_app.store.errors import StoreError
from clinic_app.store.keys import DataKey
from clinic_app.store.projection import as_json

PART = 256
"""Rows asked for at once; fewer where a page between them does not open."""
MOST_PROBED, MOST_FAILED = 50_000, 2_000
"""Row numbers tried one by one behind a page that does not open, and how many of them may not open either."""
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
Row = dict[str, Any]


class Salvage:
    """A damaged database, opened to be read only. Of a copy: reading may fold its log."""

    def __init__(self, path: Path, key: DataKey) -> None:
        self._path, self._key = path, key
        self._connection: Any = None
        engine = migration_engine(path, key)
        self._dialect: Dialect = engine.dialect
        engine.dispose()

    def __enter__(self) -> Salvage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def rows(self, table: Table, among: tuple[str, Iterable[str]] | None = None) -> list[Row]:
        """Every row of a table that can be read, in the order of their row numbers, values as the program has them;
        with `among` those only of which a column is one of some texts."""
        present = self._columns(table)
        if not present:
            return []
        found: dict[int, tuple[Any, ...]] = {}
        columns = ", ".join(f'"{name}"' for name in present)
        query, chosen = f'SELECT rowid, {columns} FROM "{table.name}" WHERE rowid', ""
        if among is not None:
            chosen = as_json(among[1])
            query = query.replace("WHERE", f'WHERE "{among[0]}" IN (SELECT value FROM json_each(?1)) AND')
        if not self._forward(query, chosen, found):
            self._backward(query, chosen, found)
        readers = [table.c[name].type.dialect_impl(self._dialect).result_processor(self._dialect, None)
                   for name in present]  # fmt: skip
        made = (zip(present, readers, found[number], strict=True) for number in sorted(found))
        return [kept for each in made if (kept := _as_values(each)) is not None]

    def last_number(self, table: Table) -> int | None:
        """The highest number that a counting table ever gave; None where that cannot be read."""
        rows = self._ask("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,))
        return None if rows is None else int(rows[0][0]) if rows else 0

    def _forward(self, query: str, chosen: str, found: dict[int, tuple[Any, ...]]) -> bool:
        """Read from the front, over what does not open; False when it gave up on the way."""
        place, part = LOWEST, PART
        while True:
            rows = self._ask(f"{query} > ?2 ORDER BY rowid LIMIT ?3", (chosen, place, part))
            if rows is None and part > 1:
                part = max(1, part // 4)
            elif rows is None:
                beyond = self._beyond(query, chosen, found, max(place, 0))
                if beyond is None:
                    return False
                place, part = beyond, PART
            else:
                found |= {row[0]: tuple(row[1:]) for row in rows}
                if len(rows) < part:
                    return True
                place = rows[-1][0]

    def _beyond(self, query: str, chosen: str, found: dict[int, tuple[Any, ...]], place: int) -> int | None:
        """The number of the next row that opens, tried one by one; None when there is none near."""
        failed = 0
        for number in range(place + 1, place + MOST_PROBED):
            rows = self._ask(f"{query} = ?2", (chosen, number))
            if rows:
                found[number] = tuple(rows[0][1:])
                return number
            failed += rows is None
            if failed > MOST_FAILED:
                return None
        return None

    def _backward(self, query: str, chosen: str, found: dict[int, tuple[Any, ...]]) -> None:
        """Read from the end until a page does not open."""
        place, part = HIGHEST, PART
        while (rows := self._ask(f"{query} < ?2 ORDER BY rowid DESC LIMIT ?3", (chosen, place, part))) is None or rows:
            if rows is None and part == 1:
                return
            if rows is None:
                part = max(1, part // 4)
                continue
            found |= {row[0]: tuple(row[1:]) for row in rows}
            place = rows[-1][0]

    def _columns(self, table: Table) -> list[str]:
        """Those that the file has of a table's; a file may be of an older program."""
        there = {row[0] for row in self._ask("SELECT name FROM pragma_table_info(?)", (table.name,)) or []}
        return [column.name for column in table.columns if column.name in there]

    def _ask(self, query: str, values: tuple[Any, ...]) -> list[Any] | None:
        """None where a page does not open; after that the library wants a new connection."""
        try:
            if self._connection is None:
                self._connection = connect(self._path, self._key, writes=False)
            return list(self._connection.execute(query, values))
        except Exception:
            self._hang_up()
            return None

    def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None


def _as_values(cells: Iterator[tuple[str, Any, Any]]) -> Row | None:
    """None where a value is not what its column holds: a page that opens as zeros."""
    try:
        return {name: value if reader is None else reader(value) for name, reader, value in cells}
    except (ValueError, TypeError, StoreError):
        return None
