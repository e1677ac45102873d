"""What became of each mutation, by its id, for ever; what replaced it; and which of them wait for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from clinic_app.county.change_log import copy_rows
from clinic_app.county.database import Connection
from clinic_app.protocol.wire import Outcome

TAKEN = ("applied", "conflict")
"""States of a mutation that stands in the log; `conflict` is applied and has opened conflicts."""
SUPERVISED = ("late_scope", "revoked", "disabled", "author", "role", "newer")
"""Codes of quarantined mutations that a supervisor decides about."""
COUNTLESS = ("declined", "malformed", "mid_reuse")
FEW_WAITING = 100
TYPES = ["text", "text", "bytea", "text", "int8", "text", "bytea", "int8", "int8", "text", "timestamptz", "bytea",
         "bytea"]  # fmt: skip
COLUMNS = (
    "county, mid, hash, device, device_seq, state, outcome, first_seq, last_seq, supersedes, received_at, line, context"
)


class Told(msgspec.Struct, omit_defaults=True):
    """What judging a mutation again, or one that stands on it, needs besides its line.

    `common` is the place up to which a laptop and a restored county agreed when it was pushed. `seen` is, for each
    record (`type:id`) that others had changed meanwhile, what the author knew of it: merge.Seen as a list.
    """

    common: int | None = None
    seen: dict[str, list[int]] = {}


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Outcome)
_told = msgspec.json.Decoder(Told)


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
    context: Told = field(default_factory=Told)

    @property
    def state(self) -> str:
        """The outcome's state."""
        return self.outcome.state

    @property
    def is_taken(self) -> bool:
        """Whether it stands in the log."""
        return self.outcome.state in TAKEN

    @property
    def is_supervised(self) -> bool:
        """Whether a supervisor decides about it."""
        return self.outcome.state == "quarantined" and self.outcome.code in SUPERVISED


class AppliedStore:
    """The entries that one transaction deals with."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection = connection
        self.county = county
        self._known: dict[str, Entry | None] = {}
        self._replacing: dict[str, list[str]] = defaultdict(list)
        self._houses: dict[str, str] = {}
        self._touched: dict[str, Entry] = {}

    def want(self, mids: Iterable[str]) -> None:
        """Read entries, what superseded them, what superseded that, and so on."""
        missing = [mid for mid in dict.fromkeys(mids) if mid not in self._known]
        while missing:
            self._known.update(dict.fromkeys(missing))
            rows = self.connection.execute(
                f"SELECT {COLUMNS} FROM applied WHERE county = %s AND mid = ANY(%s) UNION ALL"
                f" SELECT {COLUMNS} FROM applied WHERE county = %s AND supersedes = ANY(%s)".encode(),
                (self.county, missing, self.county, missing),
                binary=True,
            ).fetchall()
            found = {row[1]: _entry(row) for row in rows if row[1] not in self._touched}
            # What came in the place of one was not asked for: what came in its place in turn is.
            missing = [mid for mid in found if mid not in self._known]
            for entry in found.values():
                if entry.mid in self._known:
                    self._remember(entry)

    def _remember(self, entry: Entry) -> None:
        self._known[entry.mid] = entry
        if entry.supersedes and entry.mid not in self._replacing[entry.supersedes]:
            self._replacing[entry.supersedes].append(entry.mid)

    def get(self, mid: str) -> Entry | None:
        """The entry of a mutation, or None when the county never saw it."""
        if mid not in self._known:
            self.want([mid])
        return self._known[mid]

    def winner(self, mid: str) -> Entry | None:
        """The mutation itself when it stands in the log, else what stands there in its place; None for neither."""
        return next((entry for entry in self._chain(mid) if entry.is_taken), None)

    def is_met(self, mid: str) -> bool:
        """Whether a dependency on `mid` is met: it is applied, or what replaced it is, however often."""
        return self.winner(mid) is not None

    def is_superseded(self, mid: str) -> bool:
        """Whether another mutation of the same house has come in the place of `mid`, which then is never applied."""
        self.get(mid)
        return mid in self._replacing and next(self._replacements(mid), None) is not None

    def replaced(self, mid: str) -> list[str]:
        """The mutations in whose place `mid` stands, one after the other."""
        found: list[str] = []
        entry = self.get(mid)
        while entry is not None and entry.supersedes and entry.supersedes not in (*found, mid):
            found.append(entry.supersedes)
            entry = self.get(entry.supersedes)
        return found

    def _chain(self, mid: str) -> Iterator[Entry]:
        waiting, done = [mid], set()
        while waiting:
            each = waiting.pop(0)
            if each in done:
                continue
            done.add(each)
            entry = self.get(each)
            if entry is not None:
                yield entry
            waiting += [other.mid for other in self._replacements(each)]

    def _replacements(self, mid: str) -> Iterator[Entry]:
        """What came in the place of `mid`: never what the county has not looked at, refused for good, or had from a
        stranger."""
        replaced = self._known.get(mid)
        for other in self._replacing.get(mid, ()):
            entry = self.get(other)
            if entry is None or entry.is_supervised or entry.state in COUNTLESS:
                continue
            if replaced is None or self._same_house(replaced.device, entry.device):
                yield entry

    def _same_house(self, one: str, other: str) -> bool:
        if one == other:
            return True
        unknown = [each for each in (one, other) if each not in self._houses]
        if unknown:
            rows = self.connection.execute(
                "SELECT id, organisation FROM device WHERE county = %s AND id = ANY(%s)", (self.county, unknown)
            )
            self._houses.update({each: each for each in unknown} | {row[0]: f"org:{row[1]}" for row in rows})
        return self._houses[one] == self._houses[other]

    def put(self, entry: Entry) -> None:
        """Remember an entry, new or with a changed outcome."""
        self._touched[entry.mid] = entry
        self._remember(entry)

    def touched(self) -> list[Entry]:
        """Entries that `write` will write, in order."""
        return list(self._touched.values())

    def waiting_for(self, awaited: Sequence[str]) -> list[str]:
        """Mutations that wait for one of the mids or `type:id` given, oldest first."""
        if not awaited:
            return []
        # Little waits as a rule, while a push brings a thousand names: these few are read rather than looked for.
        rows = self.connection.execute(
            "SELECT awaited, mid FROM waiting WHERE county = %s LIMIT %s", (self.county, FEW_WAITING + 1)
        ).fetchall()
        if len(rows) > FEW_WAITING:
            rows = self.connection.execute(
                "SELECT awaited, mid FROM waiting WHERE county = %s AND awaited = ANY(%s)", (self.county, list(awaited))
            ).fetchall()
        names = set(awaited)
        return sorted({mid for name, mid in rows if name in names})

    def have_come(self, mids: Sequence[str]) -> bool:
        """Whether one of `mids`, not applied when this transaction read it, is applied now or replaced."""
        unmet = [mid for mid in mids if mid in self._known and not self.is_met(mid)]
        if not unmet:
            return False
        names = list(dict.fromkeys([*unmet, *(each.mid for mid in unmet for each in self._chain(mid))]))
        untouched = [mid for mid in names if mid not in self._touched]
        row = self.connection.execute(
            "SELECT 1 FROM applied WHERE county = %s AND (mid = ANY(%s) OR supersedes = ANY(%s)) AND state = ANY(%s)"
            " LIMIT 1",
            (self.county, untouched, names, list(TAKEN)),
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
                "UPDATE applied SET state = %s, outcome = %s, first_seq = %s, last_seq = %s, context = %s"
                " WHERE county = %s AND mid = %s",
                (entry.state, _encoder.encode(entry.outcome), *_seqs(entry.outcome), _context(entry), self.county,
                 entry.mid),
            )  # fmt: skip
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
                entry.supersedes, entry.received_at, entry.line, _context(entry))  # fmt: skip


def numbers_taken(connection: Connection, county: str, device: str, numbers: Sequence[int]) -> dict[int, set[str]]:
    """The mids that a device has sent under these of its numbers."""
    rows = connection.execute(
        "SELECT device_seq, mid FROM applied WHERE county = %s AND device = %s AND device_seq = ANY(%s)",
        (county, device, list(numbers)),
    )
    found: dict[int, set[str]] = defaultdict(set)
    for number, mid in rows:
        found[number].add(mid)
    return found


def _seqs(outcome: Outcome) -> tuple[int | None, int | None]:
    return (outcome.seqs[0], outcome.seqs[1]) if outcome.seqs else (None, None)


def _context(entry: Entry) -> bytes | None:
    told = entry.context
    return _encoder.encode(told) if told.seen or told.common is not None else None


def _entry(row: Sequence[Any]) -> Entry:
    outcome = _decoder.decode(bytes(row[6]))
    context = _told.decode(bytes(row[12])) if row[12] is not None else Told()
    return Entry(row[1], bytes(row[2]), row[3], row[4], outcome, bytes(row[11]), row[10], row[9], True, context)
