"""The long works of this laptop, newest first: what was done, by whom, how it ended. No patient's data.

Kept in the encrypted file. A work that began and has no end was cut off: by a kill, a power cut or a lock.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.clock import instant_text
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting

SETTING = "recent_work"
KEPT = 30
RUNNING, CUT_OFF = "running", "cut_off"


class RecentWork(msgspec.Struct, frozen=True):
    """One long work. `state` is running, cut_off, done, watch, stopped or failed; `words` says how it ended."""

    id: str
    kind: str
    title: str
    by: str
    began_at: str
    ended_at: str = ""
    state: str = RUNNING
    words: str = ""
    untold: bool = False


def recent_work(connection: Connection) -> list[RecentWork]:
    """Newest first; what cannot be read is left out."""
    stored = read_setting(connection, SETTING, [])
    try:
        return msgspec.convert(stored, list[RecentWork])
    except msgspec.ValidationError:
        return []


def note_begun(database: Database, kind: str, title: str) -> str:
    """A long work has begun; returns the id to end it with. Raises StoreError."""
    now = database.clock.now()
    begun = RecentWork(new_id(now), kind, title, database.actor.name, instant_text(now))
    with database.write() as connection:
        _keep(connection, [begun, *recent_work(connection)])
    return begun.id


def note_ended(database: Database, work_id: str, state: str, words: str, *, untold: bool = False) -> None:
    """How it ended; `untold` when the window goes and nobody can be told. Raises StoreError."""
    now = instant_text(database.clock.now())
    with database.write() as connection:
        _change(connection, {work_id}, ended_at=now, state=state, words=words, untold=untold)


def untold_works(database: Database) -> list[RecentWork]:
    """When a window opens: what ended when nobody could be told, and what began and has no end (nothing runs yet, so
    that it was cut off by a kill or a power cut). Each is returned once, as it stands now. Raises StoreError."""
    with database.read() as connection:
        left = [each for each in recent_work(connection) if each.untold or each.state == RUNNING]
    if not left:
        return []
    ids = {each.id for each in left}
    with database.write() as connection:
        _change(connection, {each.id for each in left if each.state == RUNNING}, state=CUT_OFF)
        _change(connection, ids, untold=False)
        return [each for each in recent_work(connection) if each.id in ids]


def note_over(database: Database, kind: str, title: str, began: datetime, state: str, words: str) -> None:
    """A work of which nothing was written down while it ran. Raises StoreError."""
    now = database.clock.now()
    over = RecentWork(
        new_id(now), kind, title, database.actor.name, instant_text(began), instant_text(now), state, words
    )
    with database.write() as connection:
        _keep(connection, [over, *recent_work(connection)])


def _change(connection: Connection, ids: Set[str], **changes: Any) -> None:
    works = recent_work(connection)
    _keep(connection, [msgspec.structs.replace(each, **changes) if each.id in ids else each for each in works])


def _keep(connection: Connection, works: Sequence[RecentWork]) -> None:
    write_setting(connection, SETTING, msgspec.to_builtins(list(works[:KEPT])))
