"""The county's own audit trail: enrolments, refused codes, loads, revocations, exports; a SHA-256 chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.county.database import ZERO, Connection, lock_key

ALGORITHM = "sha256"


class Entry(msgspec.Struct):
    """One entry as an administrator reads it."""

    seq: int
    at: str
    actor: str
    action: str
    target: str
    detail: str | None


class Head(msgspec.Struct):
    """The newest entry of the chain; `hash` is lower-case hex."""

    seq: int
    hash: str


def append(
    connection: Connection, county: str, actor: str, action: str, target: str, at: str, detail: str | None = None
) -> None:
    """Add one entry within the caller's transaction. No personal data: ids and counts only."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(county, "audit"),))
    last = head(connection, county)
    seq, prev = (last.seq + 1, bytes.fromhex(last.hash)) if last else (1, ZERO)
    entry = _hash(prev, seq, actor, action, target, at, detail)
    connection.execute(
        "INSERT INTO audit (county, seq, prev, hash, actor, action, target, at, detail)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (county, seq, prev, entry, actor, action, target, at, detail),
    )


def head(connection: Connection, county: str) -> Head | None:
    """The last entry; None for an empty chain."""
    row = connection.execute(
        "SELECT seq, hash FROM audit WHERE county = %s ORDER BY seq DESC LIMIT 1", (county,)
    ).fetchone()
    return None if row is None else Head(row[0], bytes(row[1]).hex())


def hash_at(connection: Connection, county: str, seq: int) -> str | None:
    """The hash of an entry as it stands in the chain, lower-case hex; None where there is none."""
    row = connection.execute("SELECT hash FROM audit WHERE county = %s AND seq = %s", (county, seq)).fetchone()
    return None if row is None else bytes(row[0]).hex()


def entries(
    connection: Connection,
    county: str,
    *,
    first: date | None = None,
    last: date | None = None,
    actor: str = "",
    action: str = "",
    target: str = "",
) -> Iterator[Entry]:
    """Entries in their order, of local days from `first` to `last`; `actor` and `target` are beginnings."""
    wanted = (
        "county = %(county)s AND at >= %(since)s AND at < %(until)s AND starts_with(actor, %(actor)s)"
        " AND starts_with(target, %(target)s) AND (%(action)s = '' OR action = %(action)s)"
    )
    asked = {
        "county": county,
        "since": _midnight(first) if first else "",
        "until": _midnight(last + timedelta(days=1)) if last else "~",
        "actor": actor,
        "action": action,
        "target": target,
    }
    query = f"SELECT seq, at, actor, action, target, detail FROM audit WHERE {wanted} ORDER BY seq"
    for row in connection.execute(query.encode(), asked):
        yield Entry(*row)


def first_broken(connection: Connection, county: str) -> int | None:
    """The first entry that does not fit the chain; None when all do."""
    prev, expected = ZERO, 1
    rows = connection.execute(
        "SELECT seq, hash, actor, action, target, at, detail FROM audit WHERE county = %s ORDER BY seq", (county,)
    )
    for seq, stored, actor, action, target, at, detail in rows:
        prev = _hash(prev, expected, actor, action, target, at, detail)
        if seq != expected or bytes(stored) != prev:
            return expected
        expected += 1
    return None


def _midnight(day: date) -> str:
    """The instant at which a local day begins, as entries write it."""
    return instant_text(datetime.combine(day, time(), LOCAL_ZONE))


def _hash(prev: bytes, seq: int, *parts: str | None) -> bytes:
    text = json.dumps([ALGORITHM, prev.hex(), seq, *parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()
