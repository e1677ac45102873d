"""The county's own audit trail: enrolments, refused codes, loads, revocations, exports; a SHA-256 chain."""

from __future__ import annotations

import hashlib
import json

from clinic_app.county.database import ZERO, Connection, lock_key

ALGORITHM = "sha256"


def append(
    connection: Connection, county: str, actor: str, action: str, target: str, at: str, detail: str | None = None
) -> None:
    """Add one entry within the caller's transaction. No personal data: ids and counts only."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(county, "audit"),))
    last = connection.execute(
        "SELECT seq, hash FROM audit WHERE county = %s ORDER BY seq DESC LIMIT 1", (county,)
    ).fetchone()
    seq, prev = (last[0] + 1, bytes(last[1])) if last else (1, ZERO)
    entry = _hash(prev, seq, actor, action, target, at, detail)
    connection.execute(
        "INSERT INTO audit (county, seq, prev, hash, actor, action, target, at, detail)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (county, seq, prev, entry, actor, action, target, at, detail),
    )


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


def _hash(prev: bytes, seq: int, *parts: str | None) -> bytes:
    text = json.dumps([ALGORITHM, prev.hex(), seq, *parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()
