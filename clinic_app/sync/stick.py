"""What both directions of the relay by USB stick stand on: keys, and the sealed items carried for others."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from clinic_app.clock import instant_text
from clinic_app.protocol import package
from clinic_app.protocol.package import Item
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, save_device
from clinic_app.store.local_tables import relay_carried
from clinic_app.sync.errors import NotEnrolled, SyncProblem

MOST_CARRIED = 500
CARRIED_BYTES = 64 << 20
CARRIED_FOR = timedelta(days=90)
NO_KEYS = "本机还没有县平台的钥匙，没有做任何改动，联网同步一次后再试"


class RelayProblem(SyncProblem):
    """A file cannot be written, read or trusted; nothing of it was taken."""

    exit_code = 1


class Carrying(Enum):
    """What became of an item that was to be carried."""

    TAKEN = "taken"
    KNOWN = "known"
    FULL = "full"


def ready_device(connection: Connection) -> Device:
    """The laptop's identity with everything that sealing needs; raises NotEnrolled, RelayProblem."""
    device = load_device(connection)
    if device is None:
        raise NotEnrolled
    if not device.relay_key or not device.county_key:
        raise RelayProblem(NO_KEYS)
    if not device.sealing_key:
        # Enrolled by a program that had no such key; the county learns its other half from the package.
        private = base64.b64encode(package.new_sealing_pair()[0]).decode()
        device = msgspec.structs.replace(device, sealing_key=private)
        save_device(connection, device)
    return device


def carry(connection: Connection, database: Database, item: Item) -> Carrying:
    """Keep a sealed item of another laptop, unread, as long as there is room."""
    now = database.clock.now()
    mine = relay_carried.c.digest == item.digest
    row = connection.execute(select(relay_carried.c.problem).where(mine)).first()
    if row is not None:
        if row.problem is not None:
            # Brought again by a person: the county is asked again.
            connection.execute(update(relay_carried).where(mine).values(sent_at=None, problem=None))
        return Carrying.KNOWN
    connection.execute(delete(relay_carried).where(relay_carried.c.imported_at < instant_text(now - CARRIED_FOR)))
    length = func.length(relay_carried.c.content) + func.coalesce(func.length(relay_carried.c.answer), 0)
    count, size = connection.execute(select(func.count(), func.coalesce(func.sum(length), 0))).one()
    if count >= MOST_CARRIED or size + len(item.raw) > CARRIED_BYTES:
        return Carrying.FULL
    values = {"digest": item.digest, "kind": item.header.kind, "content": item.raw, "imported_at": instant_text(now)}
    connection.execute(insert(relay_carried).values(values))
    return Carrying.TAKEN


def to_bring(connection: Connection) -> list[bytes]:
    """Foreign packages that the county has not had, and receipts for others, its answers among them."""
    query = select(relay_carried.c.content, relay_carried.c.answer).where(relay_carried.c.problem.is_(None))
    rows = connection.execute(query.order_by(relay_carried.c.imported_at, relay_carried.c.digest))
    return [row.answer or row.content for row in rows]


def note(connection: Connection, database: Database, device: Device, action: str, numbers: Iterable[int]) -> None:
    """One audit entry: which packages were written or answered."""
    target = "packages:" + ",".join(map(str, numbers))
    now = instant_text(database.clock.now())
    audit.append(connection, database.actor.account, action, target, at=now, device=device.id)
