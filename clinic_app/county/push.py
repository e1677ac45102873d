"""`POST /push` and `GET /outcomes`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from clinic_app.county import change_log
from clinic_app.county.applied import AppliedStore
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, find_device
from clinic_app.county.intake import Arrival, read_line, take
from clinic_app.county.judge import Origin
from clinic_app.county.problems import Refusal
from clinic_app.county.scope import scope_of
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol.wire import PUSH_LIMIT, Outcome, OutcomesReply, PushEnvelope, PushReply
from clinic_app.records.identifiers import is_id

UNREADABLE = Refusal(400, "bad_request", "发送的内容无法读取，数据没有丢失，更新程序后再试")


def push(database: CountyDatabase, device: Device, body: bytes) -> PushReply:
    """Take an NDJSON body: the envelope, then mutations. Raises Refusal only for what is wrong with the whole."""
    first, *rest = body.split(b"\n")
    try:
        envelope = msgspec.json.decode(first, type=PushEnvelope)
    except (ValueError, RecursionError):
        raise UNREADABLE from None
    if envelope.device != device.id:
        raise Refusal(403, "device_mismatch", "这批数据属于另一台设备，没有接收，数据没有丢失")
    lines = [line for line in rest if line.strip()]
    if len(lines) > PUSH_LIMIT:
        raise Refusal(413, "too_many", f"一次最多发送{PUSH_LIMIT}次保存，程序会分批再发")
    numbers = range(envelope.first_seq, envelope.first_seq + len(lines))
    return push_arrivals(database, device, [read_line(*pair) for pair in zip(lines, map(_small, numbers), strict=True)])


def push_arrivals(database: CountyDatabase, device: Device, arrivals: Sequence[Arrival]) -> PushReply:
    """Take decoded lines of one device."""
    with database.transaction() as connection:
        origin = origin_of(connection, database.county, device)
    outcomes = take(database, arrivals, origin, lambda connection, sender: _sender(connection, database.county, sender))
    crashpoint("intake.committed")
    with database.transaction() as connection:
        head = change_log.read_head(connection, database.county)
    numbered = [msgspec.structs.replace(outcome, line=index) for index, outcome in enumerate(outcomes)]
    return PushReply(numbered, head)


def origin_of(connection: Connection, county: str, device: Device) -> Origin:
    """What the county knows of the sender; nothing of it comes from the request."""
    villages = frozenset(scope_of(connection, county, device).villages)
    return Origin(device.id, device.organisation, villages, device.accounts)


def outcomes(database: CountyDatabase, device: Device, mids: str) -> OutcomesReply:
    """What the county knows of mutations (comma-separated ids) of this device's organisation."""
    asked = [each for each in mids.split(",") if each]
    if not asked or len(asked) > PUSH_LIMIT or not all(map(is_id, asked)):
        raise Refusal(400, "bad_request", "查询的保存编号格式不对")
    with database.snapshot() as connection:
        store = AppliedStore(connection, database.county)
        store.want(asked)
        found = []
        for mid in asked:
            entry = store.get(mid)
            known = entry is not None and _same_house(connection, database.county, device, entry.device)
            found.append(entry.outcome if entry is not None and known else Outcome(mid, "unknown"))
    return OutcomesReply(found)


def _same_house(connection: Connection, county: str, device: Device, sender: str) -> bool:
    if sender == device.id:
        return True
    other = find_device(connection, county, sender)
    return other is not None and other.organisation == device.organisation


def _sender(connection: Connection, county: str, device_id: str) -> Origin | None:
    device = find_device(connection, county, device_id)
    return None if device is None else origin_of(connection, county, device)


def _small(number: int) -> int | None:
    """A device's counter as long as it fits the column; it is only ever reported."""
    return number if 0 <= number < 2**63 else None
