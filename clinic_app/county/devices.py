"""Enrolled laptops as the county knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem

COLUMNS = "id, number, organisation, role, staff, public_key, accounts, enrolled_at, last_seen, revoked_at"
SEEN_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Device:
    """One laptop. `accounts` maps the ids of its people to their staff codes (None: not a listed person)."""

    id: str
    number: int
    organisation: str
    role: str
    staff: str | None
    public_key: bytes
    accounts: Mapping[str, str | None]
    enrolled_at: datetime
    last_seen: datetime | None
    revoked_at: datetime | None


def find_device(connection: Connection, county: str, device_id: str) -> Device | None:
    """The device with this id, revoked or not."""
    query = f"SELECT {COLUMNS} FROM device WHERE county = %s AND id = %s"
    row = connection.execute(query.encode(), (county, device_id)).fetchone()
    return None if row is None else _device(row)


def all_devices(connection: Connection, county: str) -> list[Device]:
    """Every device by number."""
    query = f"SELECT {COLUMNS} FROM device WHERE county = %s ORDER BY number"
    return [_device(row) for row in connection.execute(query.encode(), (county,))]


def add_device(connection: Connection, county: str, device: Device) -> None:
    """Write a new device."""
    connection.execute(
        "INSERT INTO device (county, id, number, organisation, role, staff, public_key, accounts, enrolled_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (county, device.id, device.number, device.organisation, device.role, device.staff, device.public_key,
         msgspec.json.encode(device.accounts), device.enrolled_at),
    )  # fmt: skip


def write_accounts(connection: Connection, county: str, device_id: str, accounts: Mapping[str, str | None]) -> None:
    """Replace a device's people."""
    connection.execute(
        "UPDATE device SET accounts = %s WHERE county = %s AND id = %s",
        (msgspec.json.encode(accounts), county, device_id),
    )


def note_seen(connection: Connection, county: str, device: Device, now: datetime) -> None:
    """Remember that the device was there; at most once in five minutes."""
    if device.last_seen is None or now - device.last_seen > SEEN_STEP:
        connection.execute("UPDATE device SET last_seen = %s WHERE county = %s AND id = %s", (now, county, device.id))


def revoke(database: CountyDatabase, device_id: str, actor: str) -> None:
    """Refuse the device from its next request on; raises CountyProblem for an unknown id or number."""
    with database.transaction() as connection:
        row = connection.execute(
            "UPDATE device SET revoked_at = coalesce(revoked_at, %s)"
            " WHERE county = %s AND (id = %s OR number::text = %s) RETURNING id",
            (database.clock.now(), database.county, device_id, device_id),
        ).fetchone()
        if row is None:
            raise CountyProblem(f"没有编号为“{device_id[:40]}”的设备，什么也没有改动，用 county devices 看编号")
        audit.append(connection, database.county, actor, "revoke", f"device:{row[0]}", database.now_text())


def missing_numbers(connection: Connection, county: str) -> dict[str, int]:
    """For each device how many of its mutation numbers never arrived; reported, never enforced."""
    rows = connection.execute(
        "SELECT device, max(device_seq) - count(DISTINCT device_seq) FROM applied"
        " WHERE county = %s AND device_seq IS NOT NULL GROUP BY device",
        (county,),
    )
    return {row[0]: int(row[1]) for row in rows if row[1]}


def _device(row: Sequence[Any]) -> Device:
    accounts = msgspec.json.decode(bytes(row[6]), type=dict[str, str | None])
    return Device(row[0], row[1], row[2], row[3], row[4], bytes(row[5]), accounts, row[7], row[8], row[9])
