"""Earlier versions of records: what somebody had seen, and who wrote what they had not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.county.change_log import PlannedChange
from clinic_app.county.database import Connection
from clinic_app.county.record_bodies import Key
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body
from clinic_app.protocol.merge import Seen

# Copies of a version for another audience; they are no versions of their own.
COPIES = ("enter", "evict")
MOST_VERSIONS = 500


@dataclass(frozen=True, slots=True)
class Version:
    """A record as one mutation left it. `device` is None for the county's own."""

    rev: int
    mid: str
    op: str
    body: Body
    device: str | None


class History:
    """Versions in the log and those that this transaction has planned."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection = connection
        self.county = county
        self._planned: dict[Key, dict[int, tuple[str, str, PlannedChange]]] = defaultdict(dict)

    def note(self, mid: str, device: str, changes: Sequence[PlannedChange]) -> None:
        """Remember what a mutation of this transaction changed."""
        for each in changes:
            if each.op not in COPIES:
                self._planned[each.type, each.id][each.rev] = (mid, device, each)

    def version(self, key: Key, rev: int) -> Version | None:
        """A record at a revision; None when there is no such."""
        planned = self._planned.get(key, {}).get(rev)
        return _version(*planned) if planned else next(iter(self._read(key, "c.rev = %s", rev)), None)

    def since(self, key: Key, seen: Seen, *, whole: bool = False) -> list[Version]:
        """Versions that somebody had not seen, the oldest first (of very many the newest, unless `whole`)."""
        planned = self._planned.get(key, {})
        stored = [
            each
            for each in self._read(key, "c.rev > %s", seen.base, None if whole else MOST_VERSIONS)
            if each.rev not in planned
        ]
        found = [*stored, *(_version(*each) for each in planned.values())]
        return [each for each in found if not seen.covers(each.rev)]

    def given(self, mid: str, key: Key, seqs: Sequence[int] | None) -> int | None:
        """The last revision that a mutation gave to a record; None when it did not change it."""
        planned = [rev for rev, (planner, _, _) in self._planned.get(key, {}).items() if planner == mid]
        if planned or not seqs:
            return max(planned, default=None)
        row = self.connection.execute(
            "SELECT max(rev) FROM change WHERE county = %s AND seq BETWEEN %s AND %s AND mid = %s AND type = %s"
            " AND id = %s AND op <> ALL(%s)",
            (self.county, seqs[0], seqs[1], mid, *key, list(COPIES)),
        ).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def rev_at(self, key: Key, seq: int) -> int:
        """The revision that a record had at a place of the log; 0 before it was created."""
        row = self.connection.execute(
            "SELECT max(rev) FROM change WHERE county = %s AND type = %s AND id = %s AND seq <= %s",
            (self.county, *key, seq),
        ).fetchone()
        return 0 if row is None or row[0] is None else int(row[0])

    def _read(self, key: Key, which: str, rev: int, most: int | None = 1) -> list[Version]:
        rows: Any = self.connection.execute(
            "SELECT c.rev, c.mid, c.op, c.body, a.device FROM change c LEFT JOIN applied a ON a.county = c.county"
            f" AND a.mid = c.mid WHERE c.county = %s AND c.type = %s AND c.id = %s AND {which} AND c.op <> ALL(%s)"
            " ORDER BY c.rev DESC LIMIT %s".encode(),
            (self.county, *key, rev, list(COPIES), most),
        ).fetchall()
        versions = [Version(row[0], row[1], row[2], record_body.decode(bytes(row[3])), row[4]) for row in rows]
        return versions[::-1]


def _version(mid: str, device: str, change: PlannedChange) -> Version:
    return Version(change.rev, mid, change.op, record_body.decode(change.body), device)
