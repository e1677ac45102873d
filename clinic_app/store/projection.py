"""Record bodies in and out of their tables. Only the unit of work and the applier call the writing functions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple

import msgspec
from sqlalchemy import JSON, Boolean, Column, Connection, Integer, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from clinic_app.protocol.body import Body, decode, encode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import findable
from clinic_app.store.local_tables import shadow

LARGEST = 2**63 - 1
CHUNK = 500
FEW = 20
"""Up to so many rows one statement that names every column is quicker than one made for them."""
OUT_OF_SCOPE = 0
"""The digest of a row that the county no longer counts among this laptop's, kept here for work that is under way."""
INDEXED = ("resident", "household", "identity_link")
_OWN = ("id", "rev", "void", "author", "authored_at", "change_reason", "extra", "digest")
VOID = _OWN.index("void")
Read = tuple[list[tuple[Any, ...]], Sequence[Mapping[str, Any]]]
"""Rows with the values of their columns, and the fields of each by name."""
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
    try:
        rows, fields = _rows(writing, records)
    except msgspec.ValidationError:
        # A newer peer's field, or a value of another shape, somewhere among them.
        rows, fields = _rows_one_by_one(writing, records)
    _execute(connection, writing, rows)
    if type_name in INDEXED:
        every = zip(records, rows, fields, strict=True)
        _index(connection, type_name, [(each.id, values, bool(row[VOID])) for each, row, values in every])


def _rows(writing: _Writing, records: Sequence[Received]) -> Read:
    read, values = writing.decode, msgspec.structs.astuple
    bodies = [read(record.body) for record in records]
    rows: list[tuple[Any, ...]] = [
        (
            each.id,
            each.rev,
            int(body.void),
            body.author,
            body.authored_at,
            body.reason,
            None,
            each.digest,
            *values(body.fields),
        )
        for each, body in zip(records, bodies, strict=True)
    ]
    return rows, [_Attributes(body.fields) for body in bodies]


def _rows_one_by_one(writing: _Writing, records: Sequence[Received]) -> Read:
    rows: list[tuple[Any, ...]] = []
    fields: list[Mapping[str, Any]] = []
    for record in records:
        try:
            one, values = _rows(writing, [record])
        except msgspec.ValidationError:
            body = decode(bytes(record.body))
            one, values = [writing.row(record.id, body, record.rev, record.digest)], [body.fields]
        rows += one
        fields += values
    return rows, fields


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
    """Write rows; JSON in them is text, or as it came.

    A first sync writes half a million rows. The driver takes ready tuples twice as fast as SQLAlchemy's way, and an
    empty value costs it more than a full one: of many rows, columns that are empty in all are not named.
    """
    if not rows:
        return
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    everywhere = range(len(columns))
    filled = (
        [place for place in everywhere if columns[place].count(None) < len(rows)] if len(rows) > FEW else everywhere
    )
    for place in writing.packed:
        if place in filled:
            columns[place] = [_text(each) for each in columns[place]]
    chosen = list(zip(*[columns[place] for place in filled], strict=True))
    connection.exec_driver_sql(_statement(writing.type_name, tuple(filled)), chosen)


def _text(value: str | msgspec.Raw | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return None if value == _NULL else str(value, "utf-8")


def _index(connection: Connection, type_name: str, records: list[tuple[str, Mapping[str, Any], bool]]) -> None:
    if type_name == "resident":
        findable.index_residents(connection, records)
    elif type_name == "household":
        findable.index_households(connection, [record_id for record_id, _, _ in records])
    elif type_name == "identity_link":
        findable.index_linked(connection, [record_id for record_id, _, _ in records])
    elif type_name in ("referral", "referral_event"):
        findable.note_slips(connection, type_name, records)


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
    """How bodies of one type are written: the columns in order, what fits a column, the places of those with JSON.

    `decode` reads a body's bytes into a struct with the columns in order; it raises ValidationError for a body that
    holds anything else than these columns take.
    """

    type_name: str
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
        packed = _packed(extra) if extra else None
        row = [record_id, rev, body.void, body.author, body.authored_at, body.reason, packed, digest, *values]
        for place in self.packed:
            if row[place] is not None:
                row[place] = _packed(row[place])
        return tuple(row)


_NULL = msgspec.Raw(b"null")


@cache
def _writing(type_name: str) -> _Writing:
    declared = RECORD_TYPES[type_name]
    table, names = declared.sql_table, declared.stored
    assert {*_OWN, *names} == {column.name for column in table.columns}
    packed = tuple(place for place, name in enumerate(names, len(_OWN)) if isinstance(table.c[name].type, JSON))
    fits = {name: _fitting(table.c[name]) for name in names}
    return _Writing(type_name, names, fits, packed, _decoder(type_name).decode)


@lru_cache(maxsize=1024)
def _statement(type_name: str, filled: tuple[int, ...]) -> str:
    """The upsert that names the columns at these places; the others are emptied."""
    declared = RECORD_TYPES[type_name]
    table, columns = declared.sql_table.name, (*_OWN, *declared.stored)
    changed = [f'"{name}"=excluded."{name}"' for name in columns if name not in ("id", "digest")]
    changed.append(f'"digest"=coalesce(excluded."digest", "{table}"."digest")')
    listed = ", ".join(f'"{columns[place]}"' for place in filled)
    places = ", ".join("?" * len(filled))
    return f'INSERT INTO "{table}" ({listed}) VALUES ({places}) ON CONFLICT ("id") DO UPDATE SET {", ".join(changed)}'


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
