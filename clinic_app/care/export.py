"""Every record on this laptop, one after another, for `records export`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.clock import instant_text
from clinic_app.protocol.body import decode
from clinic_app.records import safety
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.local_tables import history as history_table
from clinic_app.store.local_tables import shadow
from clinic_app.store.projection import body_of

CHUNK = 500
Views = dict[str, dict[str, list[dict[str, Any]]]]


@dataclass(frozen=True)
class ExportedRecord:
    """One record, or with history one version of it."""

    type: str
    id: str
    rev: int
    void: bool
    fields: dict[str, Any]


def exported_records(database: Database, only: str | None = None, *, history: bool = False) -> Iterator[ExportedRecord]:
    """Records sorted by type and id; with `history`, older server versions stand before the present one."""
    with database.read() as connection:
        for name in sorted([only] if only else RECORD_TYPES):
            views = _views(connection) if name == "resident" else {}
            older = _older(connection, name) if history else {}
            table = RECORD_TYPES[name].sql_table
            query = select(table).order_by(table.c.id).execution_options(yield_per=CHUNK)
            for row in connection.execute(query).mappings():
                yield from older.get(row["id"], [])
                body = body_of(name, row)
                yield ExportedRecord(name, row["id"], row["rev"], body.void, _with_views(body.fields, row["id"], views))


def note_export(database: Database, count: int, reason: str) -> None:
    """An export is an audited act (管理导出)."""
    now = instant_text(database.clock.now())
    with database.write() as connection:
        device = load_device(connection)
        target = f"records:{count}"
        audit.append(
            connection,
            database.actor.account,
            "export",
            target,
            at=now,
            device=device.id if device else "",
            detail=reason or None,
        )


def _older(connection: Connection, name: str) -> dict[str, list[ExportedRecord]]:
    """Server versions before the shown one: those kept as history, and a shadow under own pending changes."""
    found: dict[str, list[ExportedRecord]] = defaultdict(list)
    for table in (history_table, shadow):
        query = select(table).where(table.c.type == name).order_by(table.c.id, table.c.rev)
        for row in connection.execute(query):
            body = decode(row.body)
            found[row.id].append(ExportedRecord(name, row.id, row.rev, body.void, body.fields))
    return found


def _views(connection: Connection) -> Views:
    """Live entries of the safety set by form column and resident."""
    found: Views = {}
    for column, type_name in safety.VIEWS.items():
        table = RECORD_TYPES[type_name].sql_table
        by_resident: dict[str, list[dict[str, Any]]] = defaultdict(list)
        query = select(table.c.resident_id, table.c.code, table.c.text).where(table.c.void.is_(False))
        for row in connection.execute(query.order_by(table.c.id)):
            by_resident[row.resident_id].append({"code": row.code, "text": row.text})
        found[column] = by_resident
    return found


def _with_views(fields: dict[str, Any], record_id: str, views: Views) -> dict[str, Any]:
    for column, by_resident in views.items():
        entries = by_resident.get(record_id)
        if entries:
            codes, other = safety.view(entries)
            fields = {**fields, column: codes, **({f"{column}_other": other} if other else {})}
    return fields
