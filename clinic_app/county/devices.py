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

COLUMNS = (
    "id, number, organisation, role, staff, public_key, accounts, enrolled_at, last_seen, revoked_at, forked_from,"
    " retired_at, sealing_key"
)
LONGEST_LINEAGE = 50
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
    last_seen: datetime | None = None
    revoked_at: datetime | None = None
    forked_from: str | None = None
    retired_at: datetime | None = None
    sealing_key: bytes | None = None

    @property
    def is_barred(self) -> bool:
        """Whether it may no longer read: an administrator revoked it, or it was retired."""
        return self.revoked_at is not None or self.retired_at is not None


def find_device(connection: Connection, county: str, device_id: str) -> Device | None:
    """The device with this id, revoked or not."""
    query = f"SELECT {COLUMNS} FROM device WHERE county = %s AND id = %s"
    row = connection.execute(query.encode(), (county, device_id)).fetchone()
    return None if row is None else _device(row)


def device_named(connection: Connection, county: str, name: str) -> Device:
    """The device with this id or number, barred or not; raises CountyProblem where there is none."""
    query = f"SELECT {COLUMNS} FROM device WHERE county = %s AND (id = %s OR number::text = %s)"
    row = connection.execute(query.encode(), (county, name, name)).fetchone()
    if row is None:
        raise CountyProblem(f"没有编号为“{name[:40]}”的设备，什么也没有改动，用 county devices 看编号")
    return _device(row)


def all_devices(connection: Connection, county: str) -> list[Device]:
    """Every device by number."""
    query = f"SELECT {COLUMNS} FROM device WHERE county = %s ORDER BY number"
    return [_device(row) for row in connection.execute(query.encode(), (county,))]


def add_device(connection: Connection, county: str, device: Device) -> None:
    """Write a new device."""
    connection.execute(
        "INSERT INTO device (county, id, number, organisation, role, staff, public_key, accounts, enrolled_at,"
        " forked_from, forked_at, sealing_key) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (county, device.id, device.number, device.organisation, device.role, device.staff, device.public_key,
         msgspec.json.encode(device.accounts), device.enrolled_at, device.forked_from,
         device.enrolled_at if device.forked_from else None, device.sealing_key),
    )  # fmt: skip


def lineage(connection: Connection, county: str, device: Device) -> list[str]:
    """The device's id and those of the devices that it was forked from: what is told to them is told to it."""
    found, above = [device.id], device.forked_from
    while above is not None and above not in found and len(found) < LONGEST_LINEAGE:
        found.append(above)
        row = connection.execute(
            "SELECT forked_from FROM device WHERE county = %s AND id = %s", (county, above)
        ).fetchone()
        above = row[0] if row else None
    return found


def take_number(connection: Connection, county: str) -> int:
    """The next device number of the county."""
    row = connection.execute(
        "UPDATE county SET devices = devices + 1 WHERE county = %s RETURNING devices", (county,)
    ).fetchone()
    assert row is not None, county
    return int(row[0])


def write_sealing_key(connection: Connection, county: str, device_id: str, key: bytes) -> None:
    """Remember the key that packages to the device are sealed to."""
    connection.execute("UPDATE device SET sealing_key = %s WHERE county = %s AND id = %s", (key, county, device_id))


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
    sealing_key = None if row[12] is None else bytes(row[12])
    return Device(row[0], row[1], row[2], row[3], row[4], bytes(row[5]), accounts, row[7], row[8], row[9], row[10],
                  row[11], sealing_key)  # fmt: skip
