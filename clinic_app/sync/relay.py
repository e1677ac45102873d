"""The relay by USB stick: saves go out sealed in a file that any laptop of the county may carry unread.

Writing a package changes nothing in the outbox: the same saves may go by line as well, which is harmless by mid. What
became of them comes back as a receipt that only this laptop can open and only the county can have signed. Here are
the carrier's part (bringing to the county what is carried) and what the person is told; `packing` writes sticks,
`unpacking` reads them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from clinic_app.clock import instant_text
from clinic_app.protocol import package, wire
from clinic_app.protocol.package import PackageProblem
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device
from clinic_app.store.local_tables import outbox, relay_carried, relay_package
from clinic_app.store.lock import sync_lock
from clinic_app.sync.apart import refuse_practice
from clinic_app.sync.errors import NotEnrolled, SyncProblem, TooLarge, Unreachable
from clinic_app.sync.packing import Exported, export_package
from clinic_app.sync.stick import RelayProblem
from clinic_app.sync.transport import Identity, Transport, ca_file
from clinic_app.sync.unpacking import Imported, import_file

__all__ = ["Exported", "Imported", "RelayProblem", "deliver_now", "export_package", "import_file", "relay",
           "relay_status"]  # fmt: skip
DEADLINE = 60.0
SECONDS_EACH = 5.0
BYTES = "application/octet-stream"
ODD_RECEIPT = "县平台的回执无法核对，代带的包还在本机；稍后会自动再传"


@dataclass(frozen=True)
class PackageStatus:
    """One package that this laptop wrote. `waiting` of its saves are still unanswered."""

    number: int
    exported_at: str
    saves: int
    waiting: int
    receipt_at: str | None
    fork: bool


@dataclass(frozen=True)
class CarriedStatus:
    """One sealed item that this laptop carries for another."""

    kind: str
    size: int
    imported_at: str
    sent_at: str | None
    problem: str | None


@dataclass(frozen=True)
class RelayStatus:
    """What went out by stick and what came of it; `missing` are numbers that the county said never came."""

    packages: tuple[PackageStatus, ...]
    carried: tuple[CarriedStatus, ...]
    missing: tuple[int, ...]


def relay(database: Database, line: Transport) -> int:
    """Bring carried packages to the county as far as time allows; returns how many it answered for.

    Raises SyncProblem.
    """
    with database.read() as connection:
        device = load_device(connection)
        query = select(relay_carried.c.digest).where(_unsent()).order_by(relay_carried.c.imported_at)
        digests = connection.scalars(query).all()
    answered = 0
    for digest in digests:
        if device is None or line.seconds_left < SECONDS_EACH:
            break
        _deliver(database, line, device, digest)
        answered += 1
    return answered


def deliver_now(database: Database) -> int:
    """Bring carried packages to the county at once; returns how many it answered for. Raises SyncProblem."""
    refuse_practice(database)
    with sync_lock(database.folder) as free:
        if not free:
            raise SyncProblem("本机正在同步，代带的包会由这次同步送出")
        with database.read() as connection:
            device = load_device(connection)
        if device is None:
            raise NotEnrolled
        identity = Identity(device.id, device.signing_key)
        ca = ca_file(database.folder, device.certificate)
        with Transport(device.server, identity, database.clock, ca=ca, deadline=DEADLINE) as line:
            return relay(database, line)


def relay_status(database: Database) -> RelayStatus:
    """Packages, newest first; what is carried; what the county misses."""
    with database.read() as connection:
        pending = set(connection.scalars(select(outbox.c.mid).where(outbox.c.state == "pending")))
        rows = connection.execute(select(relay_package).order_by(relay_package.c.number.desc())).all()
        query = select(relay_carried, func.length(relay_carried.c.content).label("size"))
        carried = connection.execute(query.order_by(relay_carried.c.imported_at)).all()
    packages = tuple(
        PackageStatus(
            row.number, row.exported_at, len(row.mids), len(pending.intersection(row.mids)), row.receipt_at,
            bool((row.receipt or {}).get("fork")),
        )
        for row in rows
    )  # fmt: skip
    newest = max((row.receipt for row in rows if row.receipt), key=lambda each: str(each["issued_at"]), default=None)
    return RelayStatus(
        packages,
        tuple(CarriedStatus(row.kind, row.size, row.imported_at, row.sent_at, row.problem) for row in carried),
        tuple(newest["missing"]) if newest else (),
    )


def _unsent() -> Any:
    return (relay_carried.c.kind == package.PACKAGE) & relay_carried.c.sent_at.is_(None)


def _deliver(database: Database, line: Transport, device: Device, digest: str) -> None:
    mine = relay_carried.c.digest == digest
    with database.read() as connection:
        raw = connection.execute(select(relay_carried.c.content).where(mine)).scalar_one()
    try:
        reply = line.post("/relay", raw, wire.RelayReply, BYTES)
    except TooLarge as problem:
        reply = wire.RelayReply(code="too_large", message=str(problem))
    values: Mapping[str, Any] = {"problem": reply.message or package.DAMAGED}
    if not reply.code:
        # The package itself has done its work; the receipt takes its place.
        values = {"content": b"", "answer": _checked_receipt(reply.receipt, raw, device), "problem": None}
    with database.write() as connection:
        now = instant_text(database.clock.now())
        connection.execute(update(relay_carried).where(mine).values(sent_at=now, **values))


def _checked_receipt(text: str, raw: bytes, device: Device) -> bytes:
    """The receipt's bytes, if it is the county's and answers this package; raises Unreachable."""
    try:
        answer = base64.b64decode(text, validate=True)
        item, sent = package.read_item(answer), package.read_item(raw)
        package.verify(item, package.read_key(device.county_key))
    except (PackageProblem, ValueError, binascii.Error):
        raise Unreachable(ODD_RECEIPT) from None
    asked = (package.RECEIPT, sent.header.county, sent.header.device, sent.header.number)
    if (item.header.kind, item.header.county, item.header.device, item.header.number) != asked:
        raise Unreachable(ODD_RECEIPT)
    return answer
