"""What an administrator asks of the county: devices and how they fare, what waits, what a supervisor must look at.

Counts, codes and ids only; no personal data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from clinic_app.clock import LOCAL_ZONE
from clinic_app.county import audit, change_log
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import all_devices, missing_numbers
from clinic_app.protocol.wire import Report

LONG, TOO_LONG = timedelta(hours=24), timedelta(days=5)
MOST_ROWS = 500


class DeviceStatus(msgspec.Struct):
    """One device as an administrator sees it. What it reported itself is as of its last report."""

    id: str
    number: int
    organisation: str
    role: str
    staff: str | None
    enrolled_at: str
    last_seen: str | None
    revoked: bool
    missing: int
    last_success: str | None = None
    version: str = ""
    pending: int | None = None
    oldest: str | None = None
    quarantined: int | None = None
    conflicts: int | None = None
    clock_offset: int | None = None
    forked_from: str | None = None
    retired: bool = False
    audit_problem: str | None = None
    """`shorter` or `other`: its audit chain lacks what this county has signed of it."""


class Unsettled(msgspec.Struct):
    """One save that did not become a record: waiting, refused, or for a supervisor to decide."""

    mid: str
    device: str
    number: int | None
    organisation: str | None
    state: str
    code: str
    message: str
    received_at: str
    hours: int


class Status(msgspec.Struct):
    """What the status page and `county status` say."""

    county: str
    epoch: str
    head: int
    records: dict[str, int]
    mutations: dict[str, int]
    devices: int
    revoked: int
    missing: int
    audit_sound: bool | None
    durable: int = 0
    conflicts: int = 0
    duplicates: int = 0
    waiting_long: int = 0
    waiting_too_long: int = 0


def read_devices(database: CountyDatabase) -> list[DeviceStatus]:
    """All devices by number, with what they reported and how many of their mutation numbers never came."""
    with database.snapshot() as connection:
        missing = missing_numbers(connection, database.county)
        reports = _reports(connection, database.county)
        return [
            _device(each, missing.get(each.id, 0), reports[each.id])
            for each in all_devices(connection, database.county)
        ]


def read_unsettled(database: CountyDatabase) -> list[Unsettled]:
    """Saves that are deferred, quarantined or malformed, the oldest first; at most 500."""
    now = database.clock.now()
    with database.snapshot() as connection:
        rows = connection.execute(
            "SELECT a.mid, a.device, d.number, d.organisation, a.state, a.outcome, a.received_at FROM applied a"
            " LEFT JOIN device d ON d.county = a.county AND d.id = a.device"
            " WHERE a.county = %s AND a.state <> 'applied' AND a.state = ANY(%s) ORDER BY a.received_at LIMIT %s",
            (database.county, ["deferred", "quarantined", "malformed"], MOST_ROWS),
        ).fetchall()
    return [_unsettled(row, now) for row in rows]


def read_status(database: CountyDatabase, *, check_audit: bool = True) -> Status:
    """Counts in one snapshot. The audit chain is gone through from its beginning, unless nobody wants to know."""
    devices = read_devices(database)
    now = database.clock.now()
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        durable = change_log.durable_seq(connection, database.county)
        records = _counts(connection, "SELECT type, count(*) FROM record WHERE county = %s", database.county, "type")
        states = _counts(connection, "SELECT state, count(*) FROM applied WHERE county = %s", database.county, "state")
        sound = audit.first_broken(connection, database.county) is None if check_audit else None
        long, too_long = (_waiting_since(connection, database.county, now - age) for age in (LONG, TOO_LONG))
        conflicts, duplicates = (_open(connection, database.county, kind) for kind in _DECIDED)
    return Status(
        database.county, head.epoch, head.seq, records, states, len(devices), sum(each.revoked for each in devices),
        sum(each.missing for each in devices), sound, durable, conflicts, duplicates, long, too_long,
    )  # fmt: skip


def database_bytes(connection: Connection) -> int:
    """How much room the whole database takes on its disk."""
    row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


_DECIDED = ("conflict", "duplicate_candidate")


def _counts(connection: Connection, query: str, county: str, by: str) -> dict[str, int]:
    rows = connection.execute(f"{query} GROUP BY {by} ORDER BY {by}".encode(), (county,))
    return {str(row[0]): int(row[1]) for row in rows}


def _open(connection: Connection, county: str, kind: str) -> int:
    """How many conflicts or likely duplicates nobody has decided; there are few of either."""
    rows = connection.execute("SELECT body FROM record WHERE county = %s AND type = %s AND NOT void", (county, kind))
    return sum(msgspec.json.decode(bytes(row[0]))["fields"].get("state") == "open" for row in rows)


def _waiting_since(connection: Connection, county: str, before: datetime) -> int:
    row = connection.execute(
        "SELECT count(*) FROM applied WHERE county = %s AND state <> 'applied' AND state = 'deferred'"
        " AND received_at <= %s",
        (county, before),
    ).fetchone()
    return int(row[0]) if row else 0


def _reports(connection: Connection, county: str) -> dict[str, Sequence[Any]]:
    rows = connection.execute(
        "SELECT id, report, last_success, forked_from, retired_at, audit_problem FROM device WHERE county = %s",
        (county,),
    )
    return {row[0]: row[1:] for row in rows}


def _device(device: Any, missing: int, more: Sequence[Any]) -> DeviceStatus:
    raw, last_success, forked_from, retired_at, audit_problem = more
    said = msgspec.json.decode(bytes(raw), type=Report) if raw else None
    found = DeviceStatus(
        device.id, device.number, device.organisation, device.role, device.staff, _local(device.enrolled_at) or "",
        _local(device.last_seen), device.revoked_at is not None, missing, _local(last_success),
        forked_from=forked_from, retired=retired_at is not None, audit_problem=audit_problem,
    )  # fmt: skip
    if said is None:
        return found
    return msgspec.structs.replace(
        found, version=said.version, pending=said.pending, oldest=said.oldest, quarantined=said.quarantined,
        conflicts=said.conflicts, clock_offset=said.clock_offset,
    )  # fmt: skip


def _unsettled(row: Sequence[Any], now: datetime) -> Unsettled:
    outcome = msgspec.json.decode(bytes(row[5]))
    message = outcome.get("message") or "、".join(outcome.get("waiting_for") or ())
    hours = int((now - row[6]).total_seconds() // 3600)
    return Unsettled(row[0], row[1], row[2], row[3], row[4], outcome.get("code") or "", message,
                     _local(row[6]) or "", hours)  # fmt: skip


def _local(instant: Any) -> str | None:
    return None if instant is None else str(instant.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M"))
