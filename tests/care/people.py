"""Records in the shape of `records put`, and what is stored of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from clinic_app.store.projection import read_body
from tests.conftest import NOW

VILLAGE = "990101100201"
DAY = "2026-11-20"


def record(kind: str, /, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "id": new_id(NOW), "fields": fields}


def resident(**fields: Any) -> dict[str, Any]:
    known = {"name": "李某甲", "sex": "2", "birth_date": "1950-03-07", "village_code": VILLAGE}
    return record("resident", **{**known, **fields})


def visit(resident_id: str, day: str = DAY, **fields: Any) -> dict[str, Any]:
    return record("visit", **{"resident_id": resident_id, "visit_date": day, "visit_mode": "2", **fields})


def section(kind: str, of: dict[str, Any], /, **fields: Any) -> dict[str, Any]:
    return record(kind, **{"visit_id": of["id"], **fields})


def amended(of: dict[str, Any], reason: str = "抄错", **fields: Any) -> dict[str, Any]:
    return {"type": of["type"], "id": of["id"], "fields": fields, "amends": True, "reason": reason}


def stored(database: Database, of: dict[str, Any]) -> dict[str, Any]:
    """The values of a record as they are kept."""
    with database.read() as connection:
        found = read_body(connection, of["type"], of["id"])
    assert found
    return dict(found[0].fields)


def refused(database: Database, *records: dict[str, Any]) -> list[tuple[int, str, str]]:
    """The errors of a save that must be refused and leave nothing behind: record, field, words."""
    before = written(database)
    try:
        save(database, list(records))
    except Refused as refusal:
        assert written(database) == before
        return [(error.record, error.field, error.message) for error in refusal.errors]
    raise AssertionError("the save was taken")


def written(database: Database) -> int:
    """How many saves wait in the outbox."""
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(outbox)).scalar_one())


def how_many(database: Database, kind: str, **values: Any) -> int:
    table = RECORD_TYPES[kind].sql_table
    query = select(func.count()).select_from(table).where(table.c.void.is_(False))
    for name, value in values.items():
        query = query.where(table.c[name] == value)
    with database.read() as connection:
        return int(connection.execute(query).scalar_one())
