"""The push lane: what waits in the outbox goes out as the bytes it was saved as, one outcome comes back for each."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Row, func, select

from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync.apply import note_head, store_outcomes
from clinic_app.sync.errors import SyncProblem, TooLarge
from clinic_app.sync.transport import Transport

START = 200
UNSENT = "pending"


def push(database: Database, line: Transport, device: Device) -> int:
    """Send everything that waits, oldest first; returns how many the county answered for.

    A size failure halves the batch; a mutation that is too large alone is left for the next day and does not hold up
    what comes after it. Raises SyncProblem when the line or the server fails.
    """
    sent, size, after = 0, START, 0
    while True:
        with database.read() as connection:
            batch = _waiting(connection, after, size)
            seen = read_setting(connection, "head")
        if not batch:
            return sent
        try:
            reply = line.post("/push", _body(device, batch, seen), wire.PushReply, "application/x-ndjson")
        except TooLarge:
            if len(batch) > 1:
                size = max(1, len(batch) // 2)
            else:
                after = batch[0].seq
            continue
        _store_outcomes(database, batch, reply)
        sent += len(batch)
        after, size = batch[-1].seq, START


def waiting_count(connection: Connection) -> int:
    """How many saves the county has not answered for."""
    return connection.execute(select(func.count()).where(outbox.c.state == UNSENT)).scalar_one()


def _waiting(connection: Connection, after: int, size: int) -> list[Row[int, str, bytes]]:
    query = select(outbox.c.seq, outbox.c.mid, outbox.c.line).where(outbox.c.state == UNSENT, outbox.c.seq > after)
    batch: list[Row[int, str, bytes]] = []
    total = 0
    for row in connection.execute(query.order_by(outbox.c.seq).limit(size)):
        total += len(row.line)
        # The envelope names the first number only: a batch has no gaps, and a size that the server takes.
        if batch and (total > wire.MAX_BODY // 2 or row.seq != batch[-1].seq + 1):
            break
        batch.append(row)
    return batch


def _body(device: Device, batch: Sequence[Row[int, str, bytes]], seen: dict[str, object] | None) -> bytes:
    head = msgspec.convert(seen, wire.Head) if seen else None
    envelope = wire.PushEnvelope(device.id, batch[0].seq, head)
    return b"\n".join([msgspec.json.encode(envelope), *(row.line for row in batch)]) + b"\n"


def _store_outcomes(database: Database, batch: Sequence[Row[int, str, bytes]], reply: wire.PushReply) -> None:
    """Each mutation is answered by its own mid; an edit made meanwhile has another and stays waiting."""
    answered = {outcome.mid: outcome for outcome in reply.outcomes}
    if len(answered) != len(batch) or any(row.mid not in answered for row in batch):
        raise SyncProblem("县平台的回答不完整，记录都保存在本机；稍后会自动再传")
    with database.write() as connection:
        store_outcomes(connection, list(answered.values()))
        note_head(connection, reply.head)
