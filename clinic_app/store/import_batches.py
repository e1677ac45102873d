"""Batches of records that came from sheets: what came with which line, and how columns of a source were mapped.

A batch is this laptop's own memory (decision 0039): the records travel without it. The line that tells of a record is
written in the same commit as the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from clinic_app.clock import instant_text
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.errors import StoreError
from clinic_app.store.local_tables import import_batch, import_row
from clinic_app.store.overlay import MAKING
from clinic_app.store.unit_of_work import Unit

RUNNING, DONE, STOPPED, UNDONE, PARTLY = "running", "done", "stopped", "undone", "partly"
STATE_WORDS: Mapping[str, str] = {
    RUNNING: "没有做完", DONE: "已导入", STOPPED: "中途停下", UNDONE: "已撤销", PARTLY: "部分撤销",
}  # fmt: skip
SOURCES = "sheet_sources"
MOST_SOURCES = 200


class NoSuchBatch(StoreError):
    """No import of this laptop has the number."""

    sentence = "没有这个批次号，没有做；批次号在导入记录里"


@dataclass(frozen=True)
class Batch:
    """One import. `counts`: rows, new, changed, matched, refused."""

    id: str
    kind: str
    file: str
    by: str
    by_name: str
    began_at: str
    state: str
    counts: Mapping[str, int]
    undone_at: str | None = None

    @property
    def can_be_undone(self) -> bool:
        """Whether something of it may still be in force."""
        return self.state != UNDONE


@dataclass(frozen=True)
class Came:
    """One record that a line brought (`made`) or changed; `before` holds what a changed one said (`fields`) and when
    that had been written (`authored_at`)."""

    line: int
    mid: str
    type: str
    record_id: str
    made: bool
    authored_at: str
    before: Mapping[str, Any] | None = None


def begin(database: Database, kind: str, file: str) -> str:
    """Open a batch; its number is the day and a running figure, so that it can be said on the telephone."""
    now = database.clock.now()
    with database.write() as connection:
        number = _next_number(connection, database.clock.today())
        connection.execute(
            insert(import_batch).values(
                id=number,
                kind=kind,
                file=file,
                by=database.actor.account,
                by_name=database.actor.name,
                began_at=instant_text(now),
                state=RUNNING,
                counts={},
            )
        )
    return number


def _next_number(connection: Connection, today: date) -> str:
    day = today.isoformat().replace("-", "")
    taken = connection.scalars(select(import_batch.c.id).where(import_batch.c.id.startswith(f"{day}-")))
    return f"{day}-{1 + max((int(each.rpartition('-')[2]) for each in taken), default=0):02d}"


def came_of(
    unit: Unit, line_of: Mapping[str, int], line: int, before: Mapping[str, Mapping[str, Any]] | None = None
) -> Iterator[Came]:
    """What an open save brings: `line_of` tells the line of a record or of the person that it is of, else `line`."""
    for operation in unit.operations:
        made = operation.op in MAKING
        above = str(operation.fields.get("resident_id") or "")
        at = line_of.get(operation.id) or line_of.get(above) or line
        was = None if made else (before or {}).get(operation.id)
        yield Came(at, unit.mid, operation.type, operation.id, made, unit.authored_at, was)


def note_rows(connection: Connection, batch: str, rows: Iterable[Came]) -> None:
    """Part of the commit of the records."""
    values = [
        {
            "batch": batch,
            "line": each.line,
            "mid": each.mid,
            "type": each.type,
            "record_id": each.record_id,
            "made": each.made,
            "before": dict(each.before) if each.before is not None else None,
            "authored_at": each.authored_at,
        }
        for each in rows
    ]
    if values:
        connection.execute(insert(import_row), values)


def close(database: Database, batch: str, state: str, counts: Mapping[str, int]) -> None:
    """The import has ended."""
    with database.write() as connection:
        connection.execute(
            update(import_batch).where(import_batch.c.id == batch).values(state=state, counts=dict(counts))
        )


def note_undone(database: Database, batch: str, state: str) -> None:
    """The batch was taken back, wholly or as far as it could be."""
    at = instant_text(database.clock.now())
    with database.write() as connection:
        connection.execute(update(import_batch).where(import_batch.c.id == batch).values(state=state, undone_at=at))


def batches(connection: Connection) -> list[Batch]:
    """All of them, newest first."""
    query = select(import_batch).order_by(import_batch.c.began_at.desc(), import_batch.c.id.desc())
    return [Batch(**row) for row in connection.execute(query).mappings()]


def batch_of(connection: Connection, number: str) -> Batch:
    """One by its number; raises NoSuchBatch."""
    row = connection.execute(select(import_batch).where(import_batch.c.id == number)).mappings().first()
    if row is None:
        raise NoSuchBatch
    return Batch(**row)


def came_with(connection: Connection, batch: str) -> list[Came]:
    """What a batch brought and changed, in the order in which it came."""
    column = import_row.c
    query = (
        select(column.line, column.mid, column.type, column.record_id, column.made, column.authored_at, column.before)
        .where(column.batch == batch)
        .order_by(column.seq)
    )
    return [Came(**row) for row in connection.execute(query).mappings()]


def batch_of_record(connection: Connection, record_id: str) -> str | None:
    """The number of the batch that brought a record; None for what a person wrote down."""
    query = select(import_row.c.batch).where(import_row.c.record_id == record_id, import_row.c.made.is_(True))
    return connection.execute(query.limit(1)).scalar()


def known_mapping(connection: Connection, source: str) -> dict[str, str] | None:
    """How the columns of this source were mapped last: column name to our key; None for a new source."""
    found = read_setting(connection, SOURCES, {}).get(source)
    return {str(name): str(key) for name, key in found.items()} if isinstance(found, dict) else None


def keep_mapping(database: Database, source: str, mapping: Mapping[str, str]) -> None:
    """Remember it; the oldest of very many sources is forgotten."""
    with database.write() as connection:
        kept: dict[str, Any] = read_setting(connection, SOURCES, {})
        kept.pop(source, None)
        kept[source] = dict(mapping)
        write_setting(connection, SOURCES, dict(list(kept.items())[-MOST_SOURCES:]))
