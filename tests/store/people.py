"""Rows for the tests of the store, written straight into the record tables."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

from sqlalchemy import insert, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database

CANARY = "金丝雀𬎆䶮"
CANARY_NUMBER = "990101193001019999"
RESIDENT = RECORD_TYPES["resident"].sql_table


def add_residents(database: Database, count: int = 1, name: str = CANARY) -> list[str]:
    """Residents with a name and a number that must never be readable from outside; returns their ids."""
    rows = [
        {"id": new_id(database.clock.now()), "rev": 0, "void": False, "name": f"{name}{each}", "id_no": CANARY_NUMBER}
        for each in range(count)
    ]
    with database.write() as connection:
        connection.execute(insert(RESIDENT), rows)
    return [str(row["id"]) for row in rows]


def resident_names(database: Database) -> list[str]:
    """All names in the order of their ids."""
    with database.read() as connection:
        return list(connection.execute(select(RESIDENT.c.name).order_by(RESIDENT.c.id)).scalars())


def entropy(raw: bytes) -> float:
    """Shannon entropy in bits for each byte; 8 is noise."""
    return -sum(n / len(raw) * math.log2(n / len(raw)) for n in Counter(raw).values())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
