"""How far somebody came in the first hour with practice data: the steps that are done, and whether they are put away.

Lies in the practice data themselves: who begins anew begins with the first step.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting

SETTING = "first_hour"


class FirstHour(msgspec.Struct, frozen=True, omit_defaults=True):
    """The keys of the steps that are done; `away` when the steps are not to be seen."""

    done: frozenset[str] = frozenset()
    away: bool = False


def first_hour(connection: Connection) -> FirstHour:
    """How far it went; the beginning where nothing readable is kept."""
    kept: Any = read_setting(connection, SETTING, {})
    try:
        return msgspec.convert(kept, FirstHour)
    except msgspec.ValidationError:
        return FirstHour()


def keep_first_hour(database: Database, reached: FirstHour) -> None:
    """Remember it. Raises StoreError."""
    with database.write() as connection:
        write_setting(connection, SETTING, {"done": sorted(reached.done), "away": reached.away})
