"""The audit chain: each entry's hash covers the entry before it, so that no entry can be changed or taken out unseen.

Cutting entries off the end is found by the head that the county holds (`verify(connection, known=...)`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, insert, select

from clinic_app.clock import instant_text
from clinic_app.store.device import load_device
from clinic_app.store.local_tables import audit

if TYPE_CHECKING:
    from clinic_app.store.database import Database

# What the first entry names as its predecessor: the algorithm and the form of the hashed text.
GENESIS = "sha-256/1"
_encoder = msgspec.json.Encoder(order="deterministic")
_PARTS = ("seq", "prev", "actor", "device", "action", "target", "at", "mid", "detail")


@dataclass(frozen=True)
class Head:
    """The last entry: what a push tells the county."""

    seq: int
    hash: str


@dataclass(frozen=True)
class BrokenEntry:
    """The first entry that does not fit, and why, in a Chinese sentence."""

    seq: int
    problem: str


@dataclass(frozen=True)
class Event:
    """One thing that happened, before it has its place in the chain; `action` is of `protocol/audit_actions.py`."""

    action: str
    target: str
    detail: str | None = None


def note(database: Database, action: str, target: str, *, detail: str | None = None) -> Head:
    """One entry in a transaction of its own, by whoever is at the keyboard. Never on the GUI thread; raises StoreError.

    `target` is `resident:ID`, `referral:ID`, `records:COUNT`; ids, codes and counts only.
    """
    return note_all(database, [Event(action, target, detail)])


def note_all(database: Database, events: Iterable[Event]) -> Head:
    """Several entries in one commit: readings may share one. At least one event; raises StoreError."""
    with database.write() as connection:
        heads = [note_in(connection, database, each.action, each.target, detail=each.detail) for each in events]
    return heads[-1]


def note_in(connection: Connection, database: Database, action: str, target: str, *, detail: str | None = None) -> Head:
    """One entry by whoever is at the keyboard, in the caller's transaction."""
    device = load_device(connection)
    return append(
        connection,
        database.actor.account,
        action,
        target,
        at=instant_text(database.clock.now()),
        device=device.id if device else "",
        detail=detail,
    )


def append(
    connection: Connection,
    actor: str,
    action: str,
    target: str,
    *,
    at: str,
    device: str,
    mid: str | None = None,
    detail: str | None = None,
) -> Head:
    """Add an entry in the caller's transaction. Ids and codes only: no names, no readings."""
    last = head(connection)
    seq = last.seq + 1 if last else 1
    entry = {
        "seq": seq,
        "prev": last.hash if last else GENESIS,
        "actor": actor,
        "device": device,
        "action": action,
        "target": target,
        "at": at,
        "mid": mid,
        "detail": detail,
    }
    digest = entry_hash(entry)
    connection.execute(insert(audit).values(**entry, hash=digest))
    return Head(seq, digest)


def head(connection: Connection) -> Head | None:
    """The last entry, or None for an empty chain."""
    row = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else None


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256, lower-case hex, of the entry's canonical JSON (sorted keys, without its own hash)."""
    return hashlib.sha256(_encoder.encode({name: entry[name] for name in _PARTS})).hexdigest()


def verify(connection: Connection, known: Head | None = None) -> BrokenEntry | None:
    """The first broken entry, or None when the chain is whole.

    `known` is an earlier head, for instance the one the county holds: a chain that no longer contains it was cut.
    """
    expected, prev = 1, GENESIS
    met = known is None
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        seq = row["seq"]
        if seq != expected:
            return BrokenEntry(expected, f"审计记录第{expected}条不见了，下一条是第{seq}条")
        if row["prev"] != prev:
            return BrokenEntry(seq, f"审计记录第{seq}条接不上前一条，前面被改过、换过或删过")
        if entry_hash(dict(row)) != row["hash"]:
            return BrokenEntry(seq, f"审计记录第{seq}条的内容被改过")
        met = met or (known is not None and (seq, row["hash"]) == (known.seq, known.hash))
        expected, prev = seq + 1, row["hash"]
    if not met and known is not None:
        return _unlike(known, expected)
    return None


def _unlike(known: Head, end: int) -> BrokenEntry:
    """The chain is whole in itself and ends before `end`, but is not the one of which somebody else holds the head."""
    if end <= known.seq:
        problem = f"审计记录从第{end}条起不见了，县平台留底到第{known.seq}条，末尾被删过或数据被换回过旧的"
        return BrokenEntry(end, problem)
    return BrokenEntry(known.seq, f"审计记录第{known.seq}条和县平台留底的不一样，审计记录被改写过")
