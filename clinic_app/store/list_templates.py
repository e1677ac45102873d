"""Templates in whose column order lists go out: the laptop's own, for everybody who works on it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting

SETTING = "list_templates"
MOST = 20


def stored_templates(connection: Connection) -> list[dict[str, Any]]:
    """As they were kept; what cannot be read is left out."""
    try:
        return msgspec.convert(read_setting(connection, SETTING, []), list[dict[str, Any]])
    except msgspec.ValidationError:
        return []


def keep_template(database: Database, name: str, head: tuple[str, ...]) -> None:
    """Add one; of the same name it takes the other's place. Raises StoreError."""
    with database.write() as connection:
        others = [each for each in stored_templates(connection) if each.get("name") != name]
        write_setting(connection, SETTING, [*others, {"name": name, "head": list(head)}][-MOST:])


def forget_template(database: Database, name: str) -> None:
    """Lists no longer go out in its order. Raises StoreError."""
    with database.write() as connection:
        write_setting(connection, SETTING, [each for each in stored_templates(connection) if each.get("name") != name])
