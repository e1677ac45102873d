"""Whom a person opened last: each account's own, kept in the encrypted file, shown by the empty search box."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.hits import Hit, named_hits

KEPT = 12
Opened = tuple[str, str]
"""What was opened: resident, household or referral, and its id."""


def recent(connection: Connection, account: str, most: int = KEPT) -> list[Hit]:
    """Whom the account opened, the last first; who has left this laptop or was made void is left out."""
    return named_hits(connection, _stored(connection, account))[:most]


def note_opened(database: Database, opened: Sequence[Opened]) -> None:
    """The person at the keyboard opened these, the last of them last. Raises StoreError."""
    account = database.actor.account
    with database.write() as connection:
        before = _stored(connection, account)
        kept = list(dict.fromkeys([*reversed(opened), *before]))[:KEPT]
        if kept != before:
            write_setting(connection, _setting(account), [list(each) for each in kept])


def _stored(connection: Connection, account: str) -> list[Opened]:
    """What cannot be read is forgotten."""
    try:
        return msgspec.convert(read_setting(connection, _setting(account), []), list[Opened])
    except msgspec.ValidationError:
        return []


def _setting(account: str) -> str:
    return f"recent:{account}"
