"""Open forms, kept every few seconds so that a crash, a power cut or a lock gives them back. Drafts are not records:
they are never sent, exported or counted. Each belongs to the account that typed it; another person on the same laptop
begins afresh and leaves it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, select
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
    row = {"account": database.actor.account, "key": key, "body": dict(body)}
    row["saved_at"] = instant_text(database.clock.now())
    statement = insert(draft).values(row)

    def keep() -> None:
        with database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["account", "key"], set_=row))

    with_ballast(database.folder, keep)


def load_draft(database: Database, key: str) -> Draft | None:
    """What this person typed under `key`, if it was neither saved nor discarded."""
    with database.read() as connection:
        # One's own before one without an owner.
        own_first = draft.c.account.desc()
        row = connection.execute(
            select(draft).where(_reachable(database), draft.c.key == key).order_by(own_first)
        ).first()
    return Draft(row.key, row.body, row.saved_at) if row else None


def discard_draft(database: Database, key: str) -> None:
    """Forget a draft of this person's; harmless when there is none."""
    with database.write() as connection:
        connection.execute(delete(draft).where(_reachable(database), draft.c.key == key))


def list_drafts(database: Database) -> list[Draft]:
    """This person's drafts, the latest first."""
    with database.read() as connection:
        latest = select(draft).where(_reachable(database)).order_by(draft.c.saved_at.desc(), draft.c.key)
        return [Draft(row.key, row.body, row.saved_at) for row in connection.execute(latest)]


def _reachable(database: Database) -> ColumnElement[bool]:
    return draft.c.account.in_((database.actor.account, ""))
