"""Every record on this laptop, one after another, for `records export`."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.clock import instant_text
from clinic_app.protocol.body import Body, NotApplicable, apply, decode
from clinic_app.protocol.mutation import decode as decode_mutation
from clinic_app.records import safety
from clinic_app.records.catalogue import RECORD_TYPES, county_types
from clinic_app.records.permission import Act
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.local_tables import history as history_table
from clinic_app.store.local_tables import outbox, outbox_row, shadow
from clinic_app.store.overlay import SETTLED
from clinic_app.store.permit import require
from clinic_app.store.projection import body_of, read_shadow
from clinic_app.store.second_person import Confirmed, Eyes

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
    """Records sorted by type and id; with `history`, older versions stand before the present one.

    What the county finds of its own accord (conflicts, likely duplicates) was written down by nobody and comes only
    when `only` names it. What the person's role may not export is left out; raises NotPermitted where that is all.
    """
    require(database, Act.EXPORT, *([only] if only else []))
    return _records(database, only, history)


def _records(database: Database, only: str | None, history: bool) -> Iterator[ExportedRecord]:
    found = county_types()
    with database.shown(Act.EXPORT) as connection:
        for name in sorted([only] if only else [name for name in RECORD_TYPES if name not in found]):
            views = _views(connection) if name == "resident" else {}
            older = _older(connection, name) if history else {}
            table = RECORD_TYPES[name].sql_table
            query = select(table).order_by(table.c.id).execution_options(yield_per=CHUNK)
            for row in connection.execute(query).mappings():
                yield from older.get(row["id"], [])
                body = body_of(name, row)
                yield ExportedRecord(name, row["id"], row["rev"], body.void, _with_views(body.fields, row["id"], views))


def note_export(database: Database, count: int, reason: str, seen: Confirmed) -> None:
    """An export is an audited act (管理导出), with who confirmed it, or that nobody else was there."""
    now = instant_text(database.clock.now())
    with database.write() as connection:
        device = load_device(connection)
        target = f"records:{count}"
        told = "" if seen.eyes is Eyes.VILLAGE else f"[{seen.words}]"
        audit.append(
            connection,
            database.actor.account,
            "export",
            target,
            at=now,
            device=device.id if device else "",
            detail=" ".join(part for part in (reason, told) if part) or None,
        )


def _older(connection: Connection, name: str) -> dict[str, list[ExportedRecord]]:
    """Server versions before the shown one: those kept as history, and a shadow under own pending changes.

    A county that was restored begins to count anew: what it had before stands first.
    """
    found: dict[str, list[ExportedRecord]] = defaultdict(list)
    older = select(history_table).where(history_table.c.type == name)
    beneath = select(shadow).where(shadow.c.type == name)
    for query in (older.order_by(history_table.c.id, history_table.c.timeline, history_table.c.rev), beneath):
        for row in connection.execute(query):
            body = decode(row.body)
            found[row.id].append(ExportedRecord(name, row.id, row.rev, body.void, body.fields))
    for record_id, bodies in _own_versions(connection, name).items():
        found[record_id] += [ExportedRecord(name, record_id, 0, body.void, body.fields) for body in bodies[:-1]]
    return found


def _own_versions(connection: Connection, name: str) -> dict[str, list[Body]]:
    """What this laptop's unconfirmed saves made of each record of a type, one after another."""
    query = (
        select(outbox_row.c.id, outbox.c.line)
        .join(outbox, outbox.c.mid == outbox_row.c.mid)
        .where(outbox_row.c.type == name, outbox.c.passed.is_(False), outbox.c.state.not_in(SETTLED))
        .order_by(outbox.c.seq)
    )
    found: dict[str, list[Body]] = defaultdict(list)
    for row in connection.execute(query):
        mutation = decode_mutation(row.line)
        for operation in mutation.ops:
            if (operation.type, operation.id) != (name, row.id):
                continue
            server = read_shadow(connection, name, row.id)
            before = found[row.id][-1] if found[row.id] else server[0] if server else None
            with contextlib.suppress(NotApplicable):
                found[row.id].append(apply(before, operation, mutation.author, mutation.authored_at))
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
