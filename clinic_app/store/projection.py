"""Record bodies in and out of their tables. Only the unit of work and the applier call the writing functions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple

import msgspec
from sqlalchemy import JSON, Boolean, Column, Connection, Integer, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from clinic_app.protocol.body import Body, decode, encode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import search
from clinic_app.store.local_tables import shadow

LARGEST = 2**63 - 1
CHUNK = 500
OUT_OF_SCOPE = 0
"""The digest of a row that the county no longer counts among this laptop's, kept here for work that is under way."""
_OWN = ("id", "rev", "void", "author", "authored_at", "change_reason", "extra", "digest")
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


def read_versions(
    connection: Connection, type_name: str, ids: Sequence[str], *, shadows: bool = False
) -> dict[str, tuple[int, int | None]]:
    """Revision and digest of the county's versions that are here, of the shown rows or of their shadows."""
    if not ids:
        return {}
    chosen = "id IN (SELECT value FROM json_each(?))"
    if shadows or type_name not in RECORD_TYPES:
        rest: tuple[str, ...] = (type_name,)
        query = f"SELECT id, rev, digest FROM shadow WHERE type = ? AND {chosen}"
    else:
        table = RECORD_TYPES[type_name].sql_table.name
        # New records have higher ids than any here: of a first sync nothing is looked up.
        highest = connection.exec_driver_sql(f'SELECT max(id) FROM "{table}"').scalar()
        ids = [each for each in ids if highest is not None and each <= highest]
        rest = ()
        query = f'SELECT id, rev, digest FROM "{table}" WHERE {chosen}'
    if not ids:
        return {}
    rows = connection.exec_driver_sql(query, (*rest, as_json(ids)))
    return {row[0]: (row[1], row[2]) for row in rows}


def as_json(ids: Iterable[str]) -> str:
    """Ids as the one parameter of `json_each`: a statement of any number of them stays the same statement."""
    return msgspec.json.encode(list(ids)).decode()


def body_of(type_name: str, row: RowMapping | Mapping[str, Any]) -> Body:
    """The body that a table row holds; names this program does not declare come back from `extra`."""
    fields = {name: row[name] for name in RECORD_TYPES[type_name].stored if row[name] is not None}
    return Body(
        fields={**fields, **(row["extra"] or {})},
        author=row["author"],
        authored_at=row["authored_at"],
        void=row["void"],
        reason=row["change_reason"],
    )


def write_body(connection: Connection, type_name: str, record_id: str, body: Body, rev: int) -> None:
    """Make the shown record `body`."""
    write_bodies(connection, type_name, [(record_id, body, rev, None)])


def write_bodies(connection: Connection, type_name: str, records: Iterable[tuple[str, Body, int, int | None]]) -> None:
    """Make the shown records of one type the given bodies: `(id, body, rev, digest)` each, in one statement.

    Revision and digest speak of the county's version; with the digest None the one that is there stays.
    """
    batch = list(records)
    if type_name not in RECORD_TYPES:
        write_shadows(connection, type_name, [(each[0], encode(each[1]), each[2], each[3]) for each in batch])
        return
    writing = _writing(type_name)
    _execute(connection, writing, [writing.row(*record) for record in batch])
    _index(connection, type_name, [(record_id, body.fields, body.void) for record_id, body, _, _ in batch])


class Received(NamedTuple):
    """A county's version of a record, its body as the bytes that came."""

    id: str
    body: bytes | msgspec.Raw
    rev: int
    digest: int | None


def write_received(connection: Connection, type_name: str, records: Sequence[Received]) -> None:
    """The same for versions as they came; raises msgspec.DecodeError for what is no body."""
    if type_name not in RECORD_TYPES:
        write_shadows(connection, type_name, records)
        return
    writing = _writing(type_name)
    searched = type_name == "resident"
    rows: list[tuple[Any, ...]] = []
    people: list[tuple[str, Mapping[str, Any], bool]] = []
    for record_id, raw, rev, digest in records:
        try:
            read = writing.decode(raw)
        except msgspec.ValidationError:
            # A newer peer's field, or a value of another shape: those are kept in `extra`.
            body = decode(bytes(raw))
            rows.append(writing.row(record_id, body, rev, digest))
            fields: Mapping[str, Any] = body.fields
        else:
            values = writing.with_texts(msgspec.structs.astuple(read.fields))
            own = (record_id, rev, read.void, read.author, read.authored_at, read.reason, None, digest)
            rows.append(own + values)
            fields, body = _Attributes(read.fields), read
        if searched:
            people.append((record_id, fields, body.void))
    _execute(connection, writing, rows)
    if searched:
        _index(connection, type_name, people)
    elif type_name in ("household", "identity_link"):
        _index(connection, type_name, [(each.id, {}, False) for each in records])


def write_shadow(
    connection: Connection, type_name: str, record_id: str, body: bytes, rev: int, digest: int | None
) -> None:
    """Keep the server's version of a record, as it came, beside the shown one."""
    write_shadows(connection, type_name, [(record_id, body, rev, digest)])


def write_shadows(
    connection: Connection, type_name: str, records: Iterable[tuple[str, bytes | msgspec.Raw, int, int | None]]
) -> None:
    """The same for many records of one type: `(id, body, rev, digest)` each."""
    rows = [
        {"type": type_name, "id": record_id, "body": bytes(body), "rev": rev, "digest": digest}
        for record_id, body, rev, digest in records
    ]
    if rows:
        statement = insert(shadow)
        changed = {name: statement.excluded[name] for name in ("rev", "body", "digest")}
        connection.execute(statement.on_conflict_do_update(index_elements=["type", "id"], set_=changed), rows)


def _execute(connection: Connection, writing: _Writing, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        # A first sync writes half a million rows: the driver takes ready tuples twice as fast as SQLAlchemy's way.
        connection.exec_driver_sql(writing.statement, rows)


def _index(connection: Connection, type_name: str, records: list[tuple[str, Mapping[str, Any], bool]]) -> None:
    if type_name == "resident":
        search.index_residents(connection, records)
    elif type_name == "household":
        search.index_households(connection, [record_id for record_id, _, _ in records])
    elif type_name == "identity_link":
        search.index_linked(connection, [record_id for record_id, _, _ in records])


class _Attributes(Mapping[str, Any]):
    """A struct's values by name, without making a dictionary of them."""

    __slots__ = ("_struct",)

    def __init__(self, struct: msgspec.Struct) -> None:
        self._struct = struct

    def get(self, name: str, default: Any = None) -> Any:
        return getattr(self._struct, name, default)

    def __getitem__(self, name: str) -> Any:
        return getattr(self._struct, name)

    def __iter__(self) -> Any:
        return iter(self._struct.__struct_fields__)

    def __len__(self) -> int:
        return len(self._struct.__struct_fields__)


@dataclass(frozen=True)
class _Writing:
    """How bodies of one type are written: the upsert, its columns in order, what fits a column, which hold JSON.

    `decode` reads a body's bytes into a struct with the columns in order; it raises ValidationError for a body that
    holds anything else than these columns take.
    """

    statement: str
    names: tuple[str, ...]
    fits: Mapping[str, Callable[[Any], bool]]
    packed: tuple[int, ...]
    decode: Callable[[Any], Any]

    def row(self, record_id: str, body: Body, rev: int, digest: int | None) -> tuple[Any, ...]:
        """The columns' values for any body; what fits none goes to `extra`."""
        fields: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, value in body.fields.items():
            fits = self.fits.get(name)
            (fields if fits is not None and (value is None or fits(value)) else extra)[name] = value
        values = [fields.get(name) for name in self.names]
        for place in self.packed:
            if values[place] is not None:
                values[place] = _packed(values[place])
        packed = _packed(extra) if extra else None
        return (record_id, rev, body.void, body.author, body.authored_at, body.reason, packed, digest, *values)

    def with_texts(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Values as decoded, with JSON as the text that came."""
        made: list[Any] | None = None
        for place in self.packed:
            raw = values[place]
            if raw is not None:
                made = made or list(values)
                made[place] = None if raw == _NULL else str(raw, "utf-8")
        return tuple(made) if made else values


_NULL = msgspec.Raw(b"null")


@cache
def _writing(type_name: str) -> _Writing:
    declared = RECORD_TYPES[type_name]
    table, names = declared.sql_table, declared.stored
    columns = (*_OWN, *names)
    assert set(columns) == {column.name for column in table.columns}
    changed = [f'"{name}"=excluded."{name}"' for name in columns if name not in ("id", "digest")]
    changed.append(f'"digest"=coalesce(excluded."digest", "{table.name}"."digest")')
    listed = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    statement = (
        f'INSERT INTO "{table.name}" ({listed}) VALUES ({places}) ON CONFLICT ("id") DO UPDATE SET {", ".join(changed)}'
    )
    packed = tuple(place for place, name in enumerate(names) if isinstance(table.c[name].type, JSON))
    fits = {name: _fitting(table.c[name]) for name in names}
    return _Writing(statement, names, fits, packed, _decoder(type_name).decode)


def _decoder(type_name: str) -> msgspec.json.Decoder[Any]:
    table = RECORD_TYPES[type_name].sql_table
    listed = [(name, _shape(table.c[name]), None) for name in RECORD_TYPES[type_name].stored]
    fields = msgspec.defstruct(f"{type_name}_fields", listed, forbid_unknown_fields=True, gc=False)
    text = str | None
    outer: list[tuple[str, Any, Any]] = [
        ("fields", fields, msgspec.NODEFAULT),
        ("author", text, None),
        ("authored_at", text, None),
    ]
    outer += [("void", bool, False), ("reason", text, None)]
    return msgspec.json.Decoder(msgspec.defstruct(type_name, outer, gc=False))


def _shape(column: Column[Any]) -> Any:
    """What a column gives back unchanged, for the decoder; `_fitting` says the same of a value."""
    if isinstance(column.type, JSON):
        return msgspec.Raw
    if isinstance(column.type, Boolean):
        return bool | None
    if isinstance(column.type, Integer):
        return Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)] | None
    return str | None


def _fitting(column: Column[Any]) -> Callable[[Any], bool]:
    """Whether a column gives a value back unchanged; what a newer peer shapes otherwise is kept in `extra`."""
    if isinstance(column.type, JSON):
        return lambda value: True
    if isinstance(column.type, Boolean):
        return lambda value: isinstance(value, bool)
    if isinstance(column.type, Integer):
        return lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return lambda value: isinstance(value, str)
