"""What a role sees of this laptop's tables: reading connections on which the rest is not there.

People of different roles share one laptop and one key, so the rule lies as near to the data as it can: on such a
connection a temporary view stands before each table that the role does not see whole, without the rows and with empty
columns for the fields that the table of roles withholds (records/permission.py). Every list, count, search, card,
paper and export that reads through `Database.shown` keeps the rule without knowing of it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, event

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.permission import (
    VILLAGE_DOCTOR,
    Act,
    may,
    withheld_fields,
    withheld_rows,
    withheld_types,
)
from clinic_app.store import local_tables
from clinic_app.store.device import load_device
from clinic_app.store.engine import reader_engine
from clinic_app.store.keys import DataKey

NOTHING = "0"
INDEX_HINT = re.compile(r"\sINDEXED BY \w+")
_BY_TYPE = (local_tables.history, local_tables.shadow, local_tables.outbox_row)


def role_of(connection: Connection, own: str | None) -> str:
    """The role of a person whose own is `own`: else the laptop's, else a village doctor's."""
    if own:
        return own
    device = load_device(connection)
    return (device.role if device else "") or VILLAGE_DOCTOR


class SeenReaders:
    """The reading engines of the roles that have acted; safe to share between threads."""

    def __init__(self, path: Path, key: Callable[[], DataKey]) -> None:
        self._path, self._key = path, key
        self._engines: dict[tuple[str, Act], Engine] = {}
        self._making = threading.Lock()

    def engine(self, role: str, act: Act) -> Engine:
        """Connections that show what `role` sees and may do `act` to."""
        with self._making:
            if (role, act) not in self._engines:
                engine = reader_engine(self._path, self._key, list(views(role, act)))
                event.listen(engine, "before_cursor_execute", _without_indexes, retval=True)
                self._engines[role, act] = engine
            return self._engines[role, act]

    def dispose(self) -> None:
        """Close what is idle."""
        with self._making:
            for engine in self._engines.values():
                engine.dispose()


def _without_indexes(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    """A view has no index to be told of; SQLite finds the one of the table behind it by itself."""
    return INDEX_HINT.sub("", statement), parameters


def views(role: str, act: Act = Act.READ) -> Iterator[str]:
    """The statements that put views before the tables which `role` does not see whole, or may not do `act` to."""
    hidden = withheld_types(role) | {name for name in RECORD_TYPES if not may(role, act, name)}
    partly = {name for name in RECORD_TYPES if withheld_fields(role, name) or withheld_rows(role, name, act)}
    for name in RECORD_TYPES:
        table = RECORD_TYPES[name].sql_table
        if name in hidden:
            yield _view(table, NOTHING)
        elif name == "conflict":
            yield _view(table, f"subject_type NOT IN ({_listed(hidden | partly)})")
        elif name in partly:
            yield _view(table, _condition(role, name, act), withheld_fields(role, name))
    # Bodies as they were sent and received are not taken apart: of what is not seen whole they are not shown.
    for table in _BY_TYPE:
        yield _view(table, f"type NOT IN ({_listed(hidden | partly)})")
    yield _view(
        local_tables.outbox,
        "NOT EXISTS (SELECT 1 FROM main.outbox_row AS of_it WHERE of_it.mid = main.outbox.mid"
        f" AND of_it.type IN ({_listed(hidden | partly)}))",
    )
    for seen, table in (("resident", local_tables.resident_search), ("referral", local_tables.printed_paper)):
        if not may(role, Act.READ, seen):
            yield _view(table, NOTHING)


def _condition(role: str, name: str, act: Act) -> str:
    rows = withheld_rows(role, name, act)
    if rows is None:
        return "1"
    if rows.field:
        return f'"{rows.field}" NOT IN ({_listed(rows.codes)})'
    return " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM main."{section}" AS part WHERE part.visit_id = main."{name}".id)'
        for section in rows.sections
    )


def _view(table: Table, condition: str, empty: frozenset[str] = frozenset()) -> str:
    columns = [f'NULL AS "{each.name}"' if each.name in empty else f'"{each.name}"' for each in table.columns]
    if "extra" in table.columns and empty:
        # What a form file declares has no column of its own.
        columns = [f'{_without(empty)} AS "extra"' if each == '"extra"' else each for each in columns]
    # Queries that look for the newest row go by `rowid`; a view has one only by name.
    chosen = ", ".join(["rowid AS rowid", *columns])
    return f'CREATE TEMP VIEW "{table.name}" AS SELECT {chosen} FROM main."{table.name}" WHERE {condition}'


def _without(names: frozenset[str]) -> str:
    paths = ", ".join(f"'$.\"{name}\"'" for name in sorted(names))
    return f"json_remove(extra, {paths})"


def _listed(names: frozenset[str] | set[str]) -> str:
    """Names and codes of the program's own table as SQL texts."""
    return ", ".join(f"'{name}'" for name in sorted(names))
