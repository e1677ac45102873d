"""`POST /relay`: packages that came by USB stick, taken in like a push; the answer is a receipt for their writer."""

from __future__ import annotations

import base64
import logging
from collections.abc import Sequence

import msgspec

from clinic_app.county import audit, change_log, keys, lease, push
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, find_device, write_sealing_key
from clinic_app.county.intake import Arrival, read_line
from clinic_app.county.problems import Refusal
from clinic_app.protocol import package
from clinic_app.protocol.package import Contents, Item, PackageProblem, Receipt
from clinic_app.protocol.wire import PUSH_LIMIT, Outcome, PushEnvelope, RelayReply
from clinic_app.records.identifiers import is_id

MOST_MISSING = 1000
STRANGER = "县平台不认识写这个包的电脑，没有导入任何内容，联系县管理员"
log = logging.getLogger(__name__)


def receive(database: CountyDatabase, carrier: Device, body: bytes) -> RelayReply:
    """Take the package in `body`, whoever carries it. Raises Refusal only for what is not the package's fault."""
    try:
        receipt = _receive(database, carrier, body)
    except PackageProblem as problem:
        log.info("package from carrier %s refused: %s", carrier.id, problem.code)
        return RelayReply(code=problem.code, message=str(problem))
    return RelayReply(base64.b64encode(receipt).decode())


def _receive(database: CountyDatabase, carrier: Device, body: bytes) -> bytes:
    item = package.read_item(body)
    device, private_key = _keys_of(database, item)
    contents, lines = package.read_contents(package.open_item(item, private_key))
    reader = package.read_key(contents.sealing_key)
    outcomes, fork = _take(database, device, contents, lines)
    with database.transaction() as connection:
        database.lock(connection, [f"relay:{device.id}"])
        if device.sealing_key is None:
            write_sealing_key(connection, database.county, device.id, reader)
        grant = lease.granted(database, connection, device)
        receipt = _receipt(database, connection, carrier, item, outcomes, fork, grant)
        signing = keys.current_key(database, connection, keys.SIGNING).private
    return package.write_item(
        package.RECEIPT,
        database.county,
        device.id,
        item.header.number,
        msgspec.json.encode(receipt),
        to=reader,
        signed_by=signing,
    )


def _keys_of(database: CountyDatabase, item: Item) -> tuple[Device, bytes]:
    """Who wrote the item, and the key that opens it; a device that was revoked may still write."""
    if item.header.kind != package.PACKAGE:
        raise PackageProblem("format", package.NOT_OURS)
    if item.header.county != database.county:
        raise PackageProblem("county", package.OTHER_COUNTY)
    with database.transaction() as connection:
        device = find_device(connection, database.county, item.header.device)
        key = keys.key_named(connection, database.county, keys.RELAY, item.header.key)
    if device is None:
        raise PackageProblem("device", STRANGER)
    package.verify(item, device.public_key)
    if key is None:
        raise PackageProblem("key", package.OTHER_KEY)
    return device, key.private


def _take(
    database: CountyDatabase, device: Device, contents: Contents, lines: Sequence[bytes]
) -> tuple[list[Outcome], bool]:
    """An outcome for each line and for what the package asks after; and whether two laptops share the numbers."""
    outcomes: list[Outcome] = []
    fork = False
    envelope = None if contents.common is None else PushEnvelope(device.id, 0, common=contents.common)
    for start in range(0, len(lines), PUSH_LIMIT):
        numbers = contents.seqs[start : start + PUSH_LIMIT]
        arrivals = [
            read_line(line, number if 0 <= number < 2**63 else None)
            for line, number in zip(lines[start : start + PUSH_LIMIT], numbers, strict=True)
        ]
        taken, forked = _take_batch(database, device, arrivals, envelope)
        outcomes += taken
        fork = fork or forked
    asks = [each for each in contents.asks if is_id(each)]
    if asks:
        outcomes += push.outcomes(database, device, ",".join(asks)).outcomes
    return [msgspec.structs.replace(each, repeat=False, line=None) for each in outcomes], fork


def _take_batch(
    database: CountyDatabase, device: Device, arrivals: list[Arrival], envelope: PushEnvelope | None
) -> tuple[list[Outcome], bool]:
    try:
        return push.push_arrivals(database, device, arrivals, envelope).outcomes, False
    except Refusal as refusal:
        if refusal.code != "device_fork":
            raise
    # A push is refused so that the laptop takes a number of its own; a package has nobody to tell, and what it brings
    # is harmless by mid.
    for each in arrivals:
        each.device_seq = None
    return push.push_arrivals(database, device, arrivals, envelope).outcomes, True


def _receipt(
    database: CountyDatabase,
    connection: Connection,
    carrier: Device,
    item: Item,
    outcomes: list[Outcome],
    fork: bool,
    grant: str,
) -> Receipt:
    """The county's word now; word for word what it was when the package came before and nothing has changed."""
    county, header, digest = database.county, item.header, bytes.fromhex(item.digest)
    row = connection.execute(
        "SELECT digest, receipt FROM relay_package WHERE county = %s AND device = %s AND number = %s",
        (county, header.device, header.number),
    ).fetchone()
    fork = fork or (row is not None and bytes(row[0]) != digest)
    known = row is not None and bytes(row[0]) == digest
    receipt = Receipt(
        county=county,
        device=header.device,
        number=header.number,
        digest=item.digest,
        issued_at=database.now_text(),
        head=change_log.read_head(connection, county),
        outcomes=outcomes,
        missing=_missing(connection, county, header.device, header.number),
        fork=fork,
        lease=grant,
    )
    if row is not None and known:
        before = msgspec.json.decode(bytes(row[1]), type=Receipt)
        if msgspec.structs.replace(receipt, issued_at=before.issued_at, head=before.head, lease=before.lease) == before:
            return before
    else:
        audit.append(
            connection, county, f"device:{carrier.id}", "relay", f"device:{header.device}", receipt.issued_at,
            str(header.number),
        )  # fmt: skip
    if row is None or known:
        _remember(database, connection, item, receipt)
    return receipt


def _remember(database: CountyDatabase, connection: Connection, item: Item, receipt: Receipt) -> None:
    connection.execute(
        "INSERT INTO relay_package (county, device, number, digest, received_at, receipt)"
        " VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (county, device, number) DO UPDATE SET receipt = EXCLUDED.receipt",
        (database.county, item.header.device, item.header.number, bytes.fromhex(item.digest), database.clock.now(),
         msgspec.json.encode(receipt)),
    )  # fmt: skip


def _missing(connection: Connection, county: str, device: str, number: int) -> list[int]:
    """Numbers below the highest, `number` among them, that never came; the first thousand."""
    rows = connection.execute(
        "SELECT number FROM relay_package WHERE county = %s AND device = %s ORDER BY number", (county, device)
    )
    missing: list[int] = []
    expected = 1
    for present in sorted({number, *(row[0] for row in rows)}):
        missing += range(expected, min(present, expected + MOST_MISSING - len(missing)))
        expected = present + 1
    return missing
