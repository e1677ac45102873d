"""Who this laptop is to the county, and small facts that sync keeps between runs."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.protocol.audience import Scope
from clinic_app.store import serials
from clinic_app.store.engine import as_text


class Device(msgspec.Struct, frozen=True):
    """An enrolled laptop. Keys are base64 of the raw bytes; the private ones live only in the encrypted file.

    `private_key` (Ed25519) signs, `sealing_key` (X25519, private) opens what the county seals to this laptop;
    `relay_key` (X25519) seals packages to the county, `county_key` (Ed25519) is what the county signs with,
    `escrow_key` (X25519) seals the recovery code.
    """

    id: str
    number: int
    county: str
    organisation: str
    organisation_name: str
    kind: str
    role: str
    scope: Scope
    server: str
    private_key: str
    certificate: str | None = None
    sealing_key: str = ""
    relay_key: str = ""
    county_key: str = ""
    escrow_key: str = ""

    @property
    def signing_key(self) -> bytes:
        """The raw private key."""
        return base64.b64decode(self.private_key)


def load_device(connection: Connection) -> Device | None:
    """The laptop's identity; None before enrolment."""
    stored = read_setting(connection, "device")
    return None if stored is None else msgspec.convert(stored, Device)


def save_device(connection: Connection, device: Device) -> None:
    """Remember the identity that the county gave."""
    write_setting(connection, "device", msgspec.to_builtins(device))


def read_setting(connection: Connection, name: str, default: Any = None) -> Any:
    """One small fact by name."""
    # Each page of a sync reads and writes half a dozen of them: the driver's own way takes a tenth of the time.
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,)).first()
    if found is None:
        return default
    # SQLite keeps a number in a JSON column as the number.
    return json.loads(found[0]) if isinstance(found[0], str) else found[0]


def write_setting(connection: Connection, name: str, value: Any) -> None:
    """Remember one small fact."""
    statement = (
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
    connection.exec_driver_sql(statement, (name, None if value is None else as_text(value)))


def next_serial(connection: Connection, name: str) -> int:
    """The next number of a series of this device, from 1; part of the caller's transaction.

    None that this computer has given before, also when the data are a backup that was put back.
    """
    device = load_device(connection)
    file = connection.exec_driver_sql("PRAGMA database_list").first()
    folder = Path(str(file[2])).parent if file else Path()
    series = f"{device.id if device else ''}:{name}"
    number = serials.unused(folder, series, int(read_setting(connection, name, 0)) + 1)
    write_setting(connection, name, number)
    return number
