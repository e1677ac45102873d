"""How a person likes the program's lists: which columns, in which order, how wide. Each account's own, in the encrypted
file.

The order of the rows is not kept: a list of work that still stood in yesterday's order would hide what is urgent today.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting


class ListChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was changed in one list. `shown` and `widths` are by the key of a column, widths in Chinese characters;
    `places` are the keys from the left."""

    shown: dict[str, bool] = {}
    widths: dict[str, float] = {}
    places: list[str] = []


def list_choices(connection: Connection, account: str) -> dict[str, ListChoice]:
    """The choices of an account by the name of the list; what cannot be read is forgotten."""
    try:
        return msgspec.convert(read_setting(connection, _setting(account), {}), dict[str, ListChoice])
    except msgspec.ValidationError:
        return {}


def keep_list_choices(database: Database, choices: Mapping[str, ListChoice]) -> None:
    """Remember the choices of the person at the keyboard. Raises StoreError."""
    with database.write() as connection:
        write_setting(connection, _setting(database.actor.account), msgspec.to_builtins(dict(choices)))


def _setting(account: str) -> str:
    return f"lists:{account}"
