"""What became of each mutation, by its id, for ever; and which of them wait for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from clinic_app.county.change_log import copy_rows
from clinic_app.county.database import Connection
from clinic_app.protocol.wire import Outcome

TYPES = ["text", "text", "bytea", "text", "int8", "text", "bytea", "int8", "int8", "text", "timestamptz", "bytea"]
COLUMNS = "county, mid, hash, device, device_seq, state, outcome, first_seq, last_seq, supersedes, received_at, line"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Outcome)


@dataclass(slots=True)
class Entry:
    """One mutation that the county has: who sent it, its very bytes, and its outcome now."""

    mid: str
    hash: bytes
    device: str
    device_seq: int | None
    outcome: Outcome
    line: bytes
    received_at: datetime
    supersedes: str | None = None
    stored: bool = False

    @property
    def state(self) -> str:
        """The outcome's state."""
        return self.outcome.state


class AppliedStore:
    """The entries that one transaction deals with."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection = connection
        self.county = county
        self._known: dict[str, Entry | None] = {}
        self._superseded_by: dict[str, str] = {}
        self._touched: dict[str, Entry] = {}

    def want(self, mids: Iterable[str]) -> None:
        """Read entries, and what superseded them, in one query."""
        missing = [mid for mid in dict.fromkeys(mids) if mid not in self._known]
        if not missing:
            return
        self._known.update(dict.fromkeys(missing))
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM applied WHERE county = %s AND mid = ANY(%s)".encode(), (self.county, missing)
        )
        for row in rows:
            self._known[row[1]] = _entry(row)
        replaced = self.connection.execute(
            "SELECT supersedes, mid FROM applied WHERE county = %s AND supersedes = ANY(%s) AND state = 'applied'",
            (self.county, missing),
        )
        self._superseded_by.update({row[0]: row[1] for row in replaced})

    def get(self, mid: str) -> Entry | None:
        """The entry of a mutation, or None when the county never saw it."""
        if mid not in self._known:
            self.want([mid])
        return self._known[mid]

    def is_met(self, mid: str) -> bool:
        """Whether a dependency on `mid` is met: it is applied, or what replaced it is."""
        entry = self.get(mid)
        return (entry is not None and entry.state == "applied") or self.is_superseded(mid)

    def is_superseded(self, mid: str) -> bool:
        """Whether an applied mutation took the place of `mid`, which then is never applied."""
        if mid not in self._known:
            self.want([mid])
        return mid in self._superseded_by

    def put(self, entry: Entry) -> None:
        """Remember an entry, new or with a changed outcome."""
        self._known[entry.mid] = entry
        self._touched[entry.mid] = entry
        if entry.state == "applied" and entry.supersedes:
            self._superseded_by[entry.supersedes] = entry.mid

    def touched(self) -> list[Entry]:
        """Entries that `write` will write, in order."""
        return list(self._touched.values())

    def waiting_for(self, awaited: Sequence[str]) -> list[str]:
        """Mutations that wait for one of the mids or `type:id` given, oldest first."""
        if not awaited:
            return []
        rows = self.connection.execute(
            "SELECT DISTINCT mid FROM waiting WHERE county = %s AND awaited = ANY(%s) ORDER BY mid",
            (self.county, list(awaited)),
        )
        return [row[0] for row in rows]

    def have_come(self, mids: Sequence[str]) -> bool:
        """Whether one of `mids`, not applied when this transaction read it, is applied now or replaced."""
        unmet = [mid for mid in mids if mid in self._known and not self.is_met(mid)]
        if not unmet:
            return False
        row = self.connection.execute(
            "SELECT 1 FROM applied WHERE county = %s AND (mid = ANY(%s) OR supersedes = ANY(%s)) AND state = 'applied'"
            " LIMIT 1",
            (self.county, unmet, unmet),
        ).fetchone()
        return row is not None

    def write(self) -> None:
        """Write every entry that was put."""
        new = [entry for entry in self._touched.values() if not entry.stored]
        old = [entry for entry in self._touched.values() if entry.stored]
        if new:
            copy_rows(self.connection, f"applied ({COLUMNS})", TYPES, [self._row(entry) for entry in new])
        for entry in old:
            self.connection.execute(
                "UPDATE applied SET state = %s, outcome = %s, first_seq = %s, last_seq = %s"
                " WHERE county = %s AND mid = %s",
                (entry.state, _encoder.encode(entry.outcome), *_seqs(entry.outcome), self.county, entry.mid),
            )
            self.connection.execute("DELETE FROM waiting WHERE county = %s AND mid = %s", (self.county, entry.mid))
        touched = self._touched.values()
        rows = [
            (self.county, each, entry.mid) for entry in touched for each in dict.fromkeys(entry.outcome.waiting_for)
        ]
        if rows:
            copy_rows(self.connection, "waiting (county, awaited, mid)", ["text", "text", "text"], rows)

    def _row(self, entry: Entry) -> tuple[object, ...]:
        outcome = _encoder.encode(entry.outcome)
        first, last = _seqs(entry.outcome)
        return (self.county, entry.mid, entry.hash, entry.device, entry.device_seq, entry.state, outcome, first, last,
                entry.supersedes, entry.received_at, entry.line)  # fmt: skip


def _seqs(outcome: Outcome) -> tuple[int | None, int | None]:
    return (outcome.seqs[0], outcome.seqs[1]) if outcome.seqs else (None, None)


def _entry(row: Sequence[Any]) -> Entry:
    outcome = _decoder.decode(bytes(row[6]))
    return Entry(row[1], bytes(row[2]), row[3], row[4], outcome, bytes(row[11]), row[10], row[9], stored=True)
