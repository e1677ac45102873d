"""`POST /retire`: the county's word that it has everything of a laptop, after which the laptop may forget its keys."""

from __future__ import annotations

import msgspec

from clinic_app.clock import instant_text
from clinic_app.county import audit, keys
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, find_device, lineage
from clinic_app.county.problems import Refusal
from clinic_app.protocol.wire import RetireReply, RetireRequest

UNREADABLE = Refusal(400, "bad_request", "退役请求无法读取，本机没有改动，更新程序后再试")
SETTLED = ("applied", "conflict", "declined", "malformed")


def retire(database: CountyDatabase, device: Device, asked: RetireRequest) -> RetireReply:
    """Retire the device and sign for it. Raises Refusal 409 `unsettled` while a save is missing, waits or is refused
    and undecided. A retired one gets the same answer again."""
    if not 0 <= asked.last_seq < 2**53:
        raise UNREADABLE
    with database.transaction() as connection:
        connection.execute(
            "SELECT 1 FROM device WHERE county = %s AND id = %s FOR UPDATE", (database.county, device.id)
        )
        present = find_device(connection, database.county, device.id)
        assert present is not None
        if present.retired_at is None:
            _require_everything(connection, database.county, present, asked.last_seq)
            _mark(database, connection, present)
        at = present.retired_at or database.clock.now()
        payload = {
            "what": "retire", "county": database.county, "device": present.id, "number": present.number,
            "last_seq": asked.last_seq, "at": instant_text(at),
        }  # fmt: skip
        return RetireReply(keys.signed(database, connection, msgspec.json.encode(payload)))


def _require_everything(connection: Connection, county: str, device: Device, last_seq: int) -> None:
    missing = last_seq - _received(connection, county, device, last_seq)
    if missing > 0:
        raise Refusal(409, "unsettled", f"本机还有{missing}次保存没有到县平台，没有退役，先同步")
    unsettled = _unsettled(connection, county, device)
    if unsettled:
        raise Refusal(
            409, "unsettled", f"本机有{unsettled}次保存县平台还没有并入（等待或有问题），没有退役，处理完再退役"
        )


# What came before the fork under an ancestor's name is this laptop's too; what came after it may be another's work.
OWN = "county = %(county)s AND (device = %(device)s OR device = ANY(%(above)s) AND received_at <= %(forked_at)s)"


def _names(connection: Connection, county: str, device: Device) -> dict[str, object]:
    return {
        "county": county,
        "device": device.id,
        "above": lineage(connection, county, device)[1:],
        "forked_at": device.enrolled_at,
    }


def _received(connection: Connection, county: str, device: Device, last_seq: int) -> int:
    row = connection.execute(
        f"SELECT count(DISTINCT device_seq) FROM applied WHERE {OWN} AND device_seq BETWEEN 1 AND %(last)s".encode(),
        {**_names(connection, county, device), "last": last_seq},
    ).fetchone()
    return int(row[0]) if row else 0


def _unsettled(connection: Connection, county: str, device: Device) -> int:
    """Saves that are neither taken in nor decided, and that nothing taken in has replaced."""
    row = connection.execute(
        f"SELECT count(*) FROM applied a WHERE {OWN} AND state <> ALL(%(settled)s) AND NOT EXISTS (SELECT 1"
        " FROM applied b WHERE b.county = a.county AND b.supersedes = a.mid"
        " AND b.state IN ('applied', 'conflict'))".encode(),
        {**_names(connection, county, device), "settled": list(SETTLED)},
    ).fetchone()
    return int(row[0]) if row else 0


def _mark(database: CountyDatabase, connection: Connection, device: Device) -> None:
    connection.execute(
        "UPDATE device SET retired_at = %s WHERE county = %s AND id = %s",
        (database.clock.now(), database.county, device.id),
    )
    audit.append(
        connection, database.county, f"device:{device.id}", "retire", f"device:{device.id}", database.now_text()
    )
