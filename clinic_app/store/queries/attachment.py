"""Attachments of a visit, a referral or a person, each with where its content is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from clinic_app.records.attachment import PARENT, TYPE_OF
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.blobs import states
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table


@dataclass(frozen=True)
class AttachmentRow:
    """One attachment. `state` is its content's: local, present, refused or missing; `day` the visit's date."""

    id: str
    type: str
    parent_id: str
    sha256: str
    media_type: str
    size: int
    title: str
    state: str
    authored_at: str
    day: str = ""


def attachments_of(connection: Connection, parent_type: str, parent_id: str) -> list[AttachmentRow]:
    """Live attachments of a visit or a referral, oldest first; none for any other kind of record."""
    if parent_type not in TYPE_OF:
        return []
    name = TYPE_OF[parent_type]
    table = RECORD_TYPES[name].sql_table
    query = select(table).where(table.c[f"{parent_type}_id"] == parent_id, table.c.void.is_(False))
    return _rows(connection, name, query.order_by(table.c.id))


def attachments_of_resident(connection: Connection, resident_id: str) -> list[AttachmentRow]:
    """Live attachments of a person's visits, the newest visit first."""
    table = RECORD_TYPES["visit_attachment"].sql_table
    query = (
        select(table, VISIT.c.visit_date.label("day"))
        .join(VISIT, VISIT.c.id == table.c.visit_id)
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)))
        .where(table.c.void.is_(False), VISIT.c.void.is_(False))
    )
    return _rows(connection, "visit_attachment", query.order_by(VISIT.c.visit_date.desc(), table.c.id))


def attachment(connection: Connection, record_id: str) -> AttachmentRow | None:
    """One attachment by its id, void or not."""
    for name in TYPE_OF.values():
        table = RECORD_TYPES[name].sql_table
        if found := _rows(connection, name, select(table).where(table.c.id == record_id)):
            return found[0]
    return None


def attachments_naming(connection: Connection, sha256: str) -> list[AttachmentRow]:
    """Every attachment with this content, void or not."""
    found = []
    for name in TYPE_OF.values():
        table = RECORD_TYPES[name].sql_table
        found += _rows(connection, name, select(table).where(table.c.sha256 == sha256).order_by(table.c.id))
    return found


def _rows(connection: Connection, name: str, query: Select[Any]) -> list[AttachmentRow]:
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    state = states(connection, [row.sha256 or "" for row in rows])
    return [
        AttachmentRow(
            id=row.id,
            type=name,
            parent_id=getattr(row, f"{PARENT[name]}_id") or "",
            sha256=row.sha256 or "",
            media_type=row.media_type or "",
            size=row.size or 0,
            title=row.title or "",
            state=state[row.sha256 or ""],
            authored_at=row.authored_at or "",
            day=getattr(row, "day", ""),
        )
        for row in rows
    ]
