"""The county's one ordered log. Order is commit order: the counter row is held from its advance to the commit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clinic_app.county.database import ZERO, Connection
from clinic_app.protocol.wire import Head

# What the wire says of a chain value: 64 bits tell two logs apart, and a request stays small.
H_DIGITS = 16


@dataclass(slots=True)
class PlannedChange:
    """One row of the log before it has its place. `body` is the record after the change (protocol/body.py)."""

    type: str
    id: str
    rev: int
    op: str
    body: bytes
    audiences: tuple[str, ...]


@dataclass(slots=True)
class CommitGroup:
    """All changes of one mutation; a pull never splits them."""

    mid: str
    changes: list[PlannedChange] = field(default_factory=list)
    first: int = 0
    last: int = 0


def next_h(previous: bytes, seq: int, mid: str, body: bytes) -> bytes:
    """h = SHA-256(h_prev ‖ seq as 8 bytes, big-endian ‖ mid ‖ SHA-256(body))."""
    parts = (previous, seq.to_bytes(8, "big"), mid.encode(), hashlib.sha256(body).digest())
    return hashlib.sha256(b"".join(parts)).digest()


def hold(connection: Connection, county: str) -> None:
    """Lock the counter until the transaction ends: everything committed so far is visible, nobody else writes."""
    connection.execute("SELECT head FROM county WHERE county = %s FOR NO KEY UPDATE", (county,))


def append(connection: Connection, county: str, groups: Sequence[CommitGroup]) -> Head:
    """Write the groups to the log, in order, and set their `first` and `last`; returns the new head.

    Advancing the counter locks it until the transaction ends, so call this last: numbers have no gaps, and nobody
    sees a number before all lower ones are visible.
    """
    row = connection.execute(
        "SELECT epoch, head, h FROM county WHERE county = %s FOR NO KEY UPDATE", (county,)
    ).fetchone()
    assert row is not None, county
    seq, h = int(row[1]), bytes(row[2])
    rows, audiences = [], []
    for group in groups:
        group.first, group.last = seq + 1, seq + len(group.changes)
        for change in group.changes:
            seq += 1
            h = next_h(h, seq, group.mid, change.body)
            rows.append((county, seq, group.mid, change.type, change.id, change.rev, change.op, change.body, h,
                         group.last))  # fmt: skip
            audiences += [(county, audience, seq) for audience in change.audiences]
    if rows:
        connection.execute("UPDATE county SET head = %s, h = %s WHERE county = %s", (seq, h, county))
        _write(connection, rows, audiences)
    return Head(str(row[0]), seq, short(h))


def _write(connection: Connection, rows: Iterable[tuple[object, ...]], audiences: Iterable[tuple[object, ...]]) -> None:
    columns = "county, seq, mid, type, id, rev, op, body, h, group_last"
    types = ["text", "int8", "text", "text", "text", "int8", "text", "bytea", "bytea", "int8"]
    copy_rows(connection, f"change ({columns})", types, rows)
    copy_rows(connection, "change_audience (county, audience, seq)", ["text", "text", "int8"], audiences)


def copy_rows(connection: Connection, target: str, types: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """COPY `rows` into `target`, a table name with its columns."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)".encode()) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def read_head(connection: Connection, county: str) -> Head:
    """The newest place in the log."""
    row = connection.execute("SELECT epoch, head, h FROM county WHERE county = %s", (county,)).fetchone()
    assert row is not None, county
    return Head(str(row[0]), int(row[1]), short(bytes(row[2])))


def short(h: bytes) -> str:
    """The first digits of a chain value, as they travel."""
    return h.hex()[:H_DIGITS]


def h_at(connection: Connection, county: str, seq: int) -> str | None:
    """The chain value at `seq` as it travels; None when the log has no such place."""
    h = whole_h_at(connection, county, seq)
    return None if h is None else short(h)


def whole_h_at(connection: Connection, county: str, seq: int) -> bytes | None:
    """All 32 bytes of the chain value at `seq`; None when the log has no such place."""
    if seq == 0:
        return ZERO
    row = connection.execute("SELECT h FROM change WHERE county = %s AND seq = %s", (county, seq)).fetchone()
    return None if row is None else bytes(row[0])


def first_broken(connection: Connection, county: str) -> int | None:
    """The first seq whose chain value or number is not what it must be; None when the whole log is sound."""
    h, expected = ZERO, 1
    with connection.cursor("chain") as cursor:
        cursor.execute("SELECT seq, mid, body, h FROM change WHERE county = %s ORDER BY seq", (county,))
        for seq, mid, body, stored in cursor:
            h = next_h(h, expected, mid, bytes(body))
            if seq != expected or h != bytes(stored):
                return expected
            expected += 1
    row = connection.execute("SELECT head, h FROM county WHERE county = %s", (county,)).fetchone()
    return None if row is not None and (int(row[0]), bytes(row[1])) == (expected - 1, h) else expected


def durable_seq(connection: Connection, county: str) -> int:
    """Up to here the log is in a backup that was read back."""
    row = connection.execute("SELECT durable_seq FROM county WHERE county = %s", (county,)).fetchone()
    assert row is not None, county
    return int(row[0])
