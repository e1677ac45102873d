"""Who left this laptop's scope, for the person to see: who, where to and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, null, select, update

from clinic_app.store.database import Database
from clinic_app.store.local_tables import departed


@dataclass(frozen=True)
class Departed:
    """A resident that was moved (`moved`) or whose village is no longer this laptop's (`scope`).

    `pending`: own work is still under way, the rows stay readable until it is settled (已迁出待处理).
    """

    resident_id: str
    name: str
    from_village: str
    to_village: str
    why: str
    at: str
    pending: bool


def departed_people(database: Database) -> list[Departed]:
    """Those that a person has not seen yet or that wait for own work, the latest first."""
    query = select(departed).where(departed.c.pending | departed.c.seen.is_(False))
    with database.read() as connection:
        rows = connection.execute(query.order_by(departed.c.at.desc(), departed.c.resident_id)).all()
    return [
        Departed(
            row.resident_id, row.name or "", row.from_village or "", row.to_village or "", row.why, row.at, row.pending
        )
        for row in rows
    ]


def departed_count(database: Database) -> int:
    """How many of them."""
    query = select(func.count()).where(departed.c.pending | departed.c.seen.is_(False)).select_from(departed)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def mark_seen(database: Database, resident_ids: Iterable[str]) -> None:
    """A person has read it; the names of those with nothing pending are forgotten."""
    name = case((departed.c.pending, departed.c.name), else_=null())
    with database.write() as connection:
        connection.execute(
            update(departed).where(departed.c.resident_id.in_(list(resident_ids))).values(seen=True, name=name)
        )
