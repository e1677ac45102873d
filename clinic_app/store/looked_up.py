"""People whom the county named when this laptop asked for them by number and name: known here for seven days.

A claim goes by this until the pull brings the file. The number that was asked for is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.clock import parse_instant
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting

KEPT = timedelta(days=7)
SETTING = "looked_up"


class LookedUp(msgspec.Struct, frozen=True):
    """One person on file elsewhere, and when the county said so."""

    resident_id: str
    name: str
    sex: str
    birth_date: str
    village_code: str
    organisation_name: str
    at: str


def remember(connection: Connection, found: LookedUp) -> None:
    """Keep what the county said; part of the caller's transaction."""
    kept = [each for each in _stored(connection) if each["resident_id"] != found.resident_id]
    write_setting(connection, SETTING, [*kept, msgspec.to_builtins(found)])


def recall(connection: Connection, resident_id: str, now: datetime) -> LookedUp | None:
    """What the county said of this person within the last seven days."""
    found = (each for each in _stored(connection) if each["resident_id"] == resident_id and _is_fresh(each, now))
    return next((msgspec.convert(each, LookedUp) for each in found), None)


def forget_old(connection: Connection, now: datetime) -> None:
    """What is older goes; part of the caller's transaction."""
    stored = _stored(connection)
    kept = [each for each in stored if _is_fresh(each, now)]
    if len(kept) < len(stored):
        write_setting(connection, SETTING, kept)


def expire(database: Database) -> None:
    """The same in a transaction of its own, where there is anything to forget."""
    now = database.clock.now()
    with database.read() as connection:
        if all(_is_fresh(each, now) for each in _stored(connection)):
            return
    with database.write() as connection:
        forget_old(connection, now)


def _stored(connection: Connection) -> list[dict[str, Any]]:
    return list(read_setting(connection, SETTING) or [])


def _is_fresh(each: Mapping[str, Any], now: datetime) -> bool:
    # A clock that was put back is no reason to keep it longer.
    return abs(now - parse_instant(str(each["at"]))) <= KEPT
