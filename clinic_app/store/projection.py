"""Record bodies in and out of their tables. Only the unit of work and the applier call the writing functions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Integer, RowMapping, bindparam, select
from sqlalchemy.dialects.sqlite import dialect, insert

from clinic_app.protocol.body import Body, decode, encode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import search
from clinic_app.store.local_tables import shadow

LARGEST = 2**63 - 1
CHUNK = 500
_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_body(connection: Connection, type_name: str, record_id: str) -> tuple[Body, int] | None:
    """What the screen shows of a record (server version and own pending changes) and its confirmed revision."""
    if type_name not in RECORD_TYPES:
        return read_shadow(connection, type_name, record_id)
    table = RECORD_TYPES[type_name].sql_table
    row = connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    return None if row is None else (body_of(type_name, row), row["rev"])


def read_bodies(connection: Connection, type_name: str, ids: Sequence[str]) -> dict[str, tuple[Body, int]]:
    """The same for many records of one type; those not on this laptop are left out."""
    if type_name not in RECORD_TYPES:
        return read_shadows(connection, type_name, ids)
    table = RECORD_TYPES[type_name].sql_table
    found = {}
    for start in range(0, len(ids), CHUNK):
        query = select(table).where(table.c.id.in_(ids[start : start + CHUNK]))
        for row in connection.execute(query).mappings():
            found[row["id"]] = (body_of(type_name, row), row["rev"])
    return found


def read_shadow(connection: Connection, type_name: str, record_id: str) -> tuple[Body, int] | None:
    """The server's version of a record that has unconfirmed own changes."""
    return read_shadows(connection, type_name, [record_id]).get(record_id)


def read_shadows(connection: Connection, type_name: str, ids: Sequence[str]) -> dict[str, tuple[Body, int]]:
    """The same for many records of one type; those without are left out."""
    found = {}
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        query = select(shadow.c.id, shadow.c.body, shadow.c.rev).where(
            shadow.c.type == type_name, shadow.c.id.in_(part)
        )
        for row in connection.execute(query):
            found[row.id] = (decode(row.body), row.rev)
    return found


def body_of(type_name: str, row: RowMapping | Mapping[str, Any]) -> Body:
    """The body that a table row holds; names this program does not declare come back from `extra`."""
    fields = {name: row[name] for name in RECORD_TYPES[type_name].fields if row[name] is not None}
    return Body(
        fields={**fields, **(row["extra"] or {})},
        author=row["author"],
        authored_at=row["authored_at"],
        void=row["void"],
        reason=row["change_reason"],
    )


def write_body(connection: Connection, type_name: str, record_id: str, body: Body, rev: int) -> None:
    """Make the shown record `body`."""
    write_bodies(connection, type_name, [(record_id, body, rev)])


def write_bodies(connection: Connection, type_name: str, records: Iterable[tuple[str, Body, int]]) -> None:
    """Make the shown records of one type the given bodies, in one statement for all of them."""
    batch = list(records)
    if type_name not in RECORD_TYPES:
        for record_id, body, rev in batch:
            write_shadow(connection, type_name, record_id, body, rev)
        return
    writing = _writing(type_name)
    rows = [_row(writing, *record) for record in batch]
    if rows:
        # A first sync writes half a million rows: the driver takes ready tuples twice as fast as SQLAlchemy's way.
        connection.exec_driver_sql(writing.statement, rows)
    if type_name == "resident":
        search.index_residents(connection, [(record_id, body.fields, body.void) for record_id, body, _ in batch])
    elif type_name == "household":
        search.index_households(connection, [record_id for record_id, _, _ in batch])
    elif type_name == "identity_link":
        search.index_linked(connection, [record_id for record_id, _, _ in batch])


def write_shadow(connection: Connection, type_name: str, record_id: str, body: Body, rev: int) -> None:
    """Keep the server's version of a record beside the shown one."""
    row = {"type": type_name, "id": record_id, "rev": rev, "body": encode(body)}
    statement = insert(shadow).values(row)
    changed = {"rev": statement.excluded.rev, "body": statement.excluded.body}
    connection.execute(statement.on_conflict_do_update(index_elements=["type", "id"], set_=changed))


@dataclass(frozen=True)
class _Writing:
    """How bodies of one type are written: the upsert, its columns in order, what fits a column, which hold JSON."""

    statement: str
    columns: tuple[str, ...]
    fits: Mapping[str, Callable[[Any], bool]]
    packed: tuple[int, ...]


@cache
def _writing(type_name: str) -> _Writing:
    table = RECORD_TYPES[type_name].sql_table
    statement = insert(table).values({column.name: bindparam(column.name) for column in table.columns})
    changed = {column.name: statement.excluded[column.name] for column in table.columns if column.name != "id"}
    compiled = statement.on_conflict_do_update(index_elements=["id"], set_=changed).compile(dialect=dialect())
    assert compiled.positiontup
    columns = tuple(compiled.positiontup)
    packed = tuple(place for place, name in enumerate(columns) if isinstance(table.c[name].type, JSON))
    fits = {name: _fitting(table.c[name]) for name in RECORD_TYPES[type_name].fields}
    return _Writing(str(compiled), columns, fits, packed)


def _row(writing: _Writing, record_id: str, body: Body, rev: int) -> tuple[Any, ...]:
    row: dict[str, Any] = {}
    extra = {}
    for name, value in body.fields.items():
        fits = writing.fits.get(name)
        if fits is not None and (value is None or fits(value)):
            row[name] = value
        else:
            extra[name] = value
    row |= {"id": record_id, "rev": rev, "void": body.void, "change_reason": body.reason, "author": body.author}
    row |= {"authored_at": body.authored_at, "extra": extra or None}
    values = [row.get(name) for name in writing.columns]
    for place in writing.packed:
        if values[place] is not None:
            values[place] = _packed(values[place])
    return tuple(values)


def _fitting(column: Column[Any]) -> Callable[[Any], bool]:
    """Whether a column gives a value back unchanged; what a newer peer shapes otherwise is kept in `extra`."""
    if isinstance(column.type, JSON):
        return lambda value: True
    if isinstance(column.type, Boolean):
        return lambda value: isinstance(value, bool)
    if isinstance(column.type, Integer):
        return lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return lambda value: isinstance(value, str)
