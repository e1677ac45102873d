"""Open forms, kept every few seconds so that a crash or a power cut gives them back. Drafts are not records: they are
never sent, exported or counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from clinic_app.clock import instant_text
from clinic_app.store.ballast import with_ballast
from clinic_app.store.database import Database
from clinic_app.store.local_tables import draft


@dataclass(frozen=True)
class Draft:
    """An open form: its key (`visit:<resident id>`), what was typed, and when it was kept (an instant's text)."""

    key: str
    body: dict[str, Any]
    saved_at: str


def save_draft(database: Database, key: str, body: Mapping[str, Any]) -> None:
    """Keep what is typed; on the disk when this returns, also on a full one as long as there is ballast."""
    row = {"key": key, "body": dict(body), "saved_at": instant_text(database.clock.now())}
    statement = insert(draft).values(row)

    def keep() -> None:
        with database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))

    with_ballast(database.folder, keep)


def load_draft(database: Database, key: str) -> Draft | None:
    """What was typed under `key`, if it was neither saved nor discarded."""
    with database.read() as connection:
        row = connection.execute(select(draft).where(draft.c.key == key)).first()
    return Draft(row.key, row.body, row.saved_at) if row else None


def discard_draft(database: Database, key: str) -> None:
    """Forget a draft; harmless when there is none."""
    with database.write() as connection:
        connection.execute(delete(draft).where(draft.c.key == key))


def list_drafts(database: Database) -> list[Draft]:
    """All drafts, the latest first."""
    with database.read() as connection:
        rows = connection.execute(select(draft).order_by(draft.c.saved_at.desc(), draft.c.key))
        return [Draft(row.key, row.body, row.saved_at) for row in rows]
