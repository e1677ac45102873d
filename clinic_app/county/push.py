"""`POST /push` and `GET /outcomes`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from clinic_app.county import audit_heads, change_log
from clinic_app.county.accounts import disabled_accounts
from clinic_app.county.applied import AppliedStore, numbers_taken
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, find_device, lineage
from clinic_app.county.epoch import require_same_log
from clinic_app.county.intake import Arrival, read_line, take
from clinic_app.county.judge import Origin
from clinic_app.county.problems import Refusal
from clinic_app.county.roles import roles_of
from clinic_app.county.scope import scope_of
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol.wire import PUSH_LIMIT, AuditReceipt, Outcome, OutcomesReply, PushEnvelope, PushReply
from clinic_app.records.identifiers import is_id

UNREADABLE = Refusal(400, "bad_request", "发送的内容无法读取，数据没有丢失，更新程序后再试")
DEVICE_FORK = Refusal(
    409,
    "device_fork",
    "县平台已从这台设备收到过同一序号的另一次保存，本机可能是恢复或复制出来的，数据没有丢失，程序会自动处理",
)


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
    arrivals = [read_line(*pair) for pair in zip(lines, map(_small, numbers), strict=True)]
    return push_arrivals(database, device, arrivals, envelope)


def push_arrivals(
    database: CountyDatabase, device: Device, arrivals: Sequence[Arrival], envelope: PushEnvelope | None = None
) -> PushReply:
    """Take decoded lines of one device.

    Raises Refusal 409: `device_fork` when one of its numbers was sent before with another mutation, `epoch_changed`
    when the log does not have the place that the laptop has seen; nothing is stored then.
    """
    county = database.county
    common = envelope.common if envelope else None
    signed: list[AuditReceipt | None] = [None]

    def sender(connection: Connection, arrivals: Sequence[Arrival]) -> Origin:
        if envelope is not None and envelope.seen is not None and common is None:
            require_same_log(connection, county, change_log.read_head(connection, county), envelope.seen)
        require_one_laptop(connection, county, device, arrivals)
        if envelope is not None and envelope.audit is not None:
            signed[0] = audit_heads.witness(database, connection, device, envelope.audit)
        return origin_of(connection, county, device)

    taken = take(database, arrivals, sender, lambda connection, other: sender_of(connection, county, other), common)
    crashpoint("intake.committed")
    database.planner.grown_to(taken.head.seq)
    numbered = [msgspec.structs.replace(outcome, line=index) for index, outcome in enumerate(taken.outcomes)]
    return PushReply(numbered, taken.head, signed[0])


def require_one_laptop(connection: Connection, county: str, device: Device, arrivals: Sequence[Arrival]) -> None:
    """Raises Refusal 409 `device_fork` when the device has used one of these numbers for another mutation."""
    sent = {each.device_seq: each.mid for each in arrivals if each.device_seq is not None and each.mid}
    taken = numbers_taken(connection, county, device.id, list(sent)) if sent else {}
    if any(sent[number] not in mids for number, mids in taken.items()):
        raise DEVICE_FORK


def origin_of(connection: Connection, county: str, device: Device) -> Origin:
    """What the county knows of the sender; nothing of it comes from the request."""
    scope = scope_of(connection, county, device)
    return Origin(
        device.id,
        scope.organisation,
        frozenset(scope.villages),
        device.accounts,
        revoked=device.is_barred,
        devices=tuple(lineage(connection, county, device)),
        disabled=disabled_accounts(connection, county, device.accounts),
        roles=roles_of(connection, county, device),
    )


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


def sender_of(connection: Connection, county: str, device_id: str) -> Origin | None:
    """Who sent an older mutation; None for the county itself."""
    device = find_device(connection, county, device_id)
    return None if device is None else origin_of(connection, county, device)


def _small(number: int) -> int | None:
    """A device's counter as long as it fits the column; it is only ever reported."""
    return number if 0 <= number < 2**63 else None
